#include "trainer/search/search.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "core/base/sha256.h"
#include "core/base/status_macros.h"
#include "trainer/cases/protocol_cases.h"
#include "trainer/compare/evaluate_models.h"
#include "trainer/config/protocol_config.h"
#include "trainer/search/journal.h"
#include "trainer/search/proposer.h"
#include "trainer/search/search_space.h"

namespace customer2vec {
namespace {

using Clock = std::chrono::steady_clock;

double SecondsSince(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

// Trials ask for lists of items.
absl::Status CheckObjective(const v1::SearchObjective& objective) {
  for (const char* protocol : {"last_basket", "hidden_item", "next_item",
                               "next_basket", "session", "leave_one_out"}) {
    if (objective.protocol() == protocol) return absl::OkStatus();
  }
  return absl::InvalidArgumentError(absl::StrCat(
      "protocol \"", objective.protocol(),
      "\" is not one to search by: use last_basket, hidden_item, next_item, "
      "next_basket, session or leave_one_out"));
}

// Makes the objective's protocol the one of `evaluation`, with cases from the
// trial's own data: test files are not for choosing.
absl::Status SelectObjective(const v1::SearchObjective& objective,
                             v1::EvaluationConfig* evaluation) {
  C2V_RETURN_IF_ERROR(SelectProtocol(objective.protocol(), evaluation));
  v1::EvaluationProtocol* protocol = evaluation->mutable_protocol();
  if (protocol->has_session() && !protocol->session().has_last_share()) {
    protocol->mutable_session()->set_last_share(0);  // the default
  }
  if (protocol->has_next_basket()) {
    protocol->mutable_next_basket()->clear_test_customers();
  }
  if (protocol->has_leave_one_out()) {
    protocol->mutable_leave_one_out()->set_held_out(1);
    protocol->mutable_leave_one_out()->set_asked(1);
  }
  return absl::OkStatus();
}

// What a search sees: what the configuration's own protocol asks for stays out.
struct Remainder {
  std::optional<Corpus> cut;  // nothing: all that was read
  CatalogueTable catalogue;
};

absl::StatusOr<Remainder> RemainderOf(const LoadedData& data,
                                      v1::TrainingConfig config,
                                      const std::string& data_root) {
  C2V_RETURN_IF_ERROR(CompleteEvaluation(&config));
  v1::EvaluationProtocol* protocol =
      config.mutable_evaluation()->mutable_protocol();
  if (protocol->has_node_classification() ||
      protocol->has_outcome_prediction()) {
    protocol->mutable_last_basket();
  }
  if (protocol->has_next_basket()) {  // other runs test other customers
    protocol->mutable_next_basket()->set_learn_last_baskets(false);
  }
  C2V_ASSIGN_OR_RETURN(const ProtocolCases source,
                       ProtocolCases::Open(config, data.corpus, data_root));
  C2V_ASSIGN_OR_RETURN(RunCases cases, source.OfRun(0));
  CatalogueTable catalogue =
      data.catalogue.Reordered(data.corpus.arrays().item_ids,
                               cases.Training(data.corpus).arrays().item_ids);
  return Remainder{std::move(cases.training), std::move(catalogue)};
}

// Proposes, learns and measures; a trial learns the model that is measured and
// those that it is made of.
class Trials {
 public:
  Trials(const ShopData& data, const v1::TrainingConfig& config,
         const v1::SearchConfig& search, SearchSpace space)
      : data_(data),
        config_(config),
        search_(search),
        space_(std::move(space)),
        proposer_(space_.dimensions(),
                  search.method() == v1::SEARCH_METHOD_RANDOM, search.seed()) {}

  // Tries what is proposed next.
  v1::SearchTrial Next(const std::vector<v1::SearchTrial>& earlier) const {
    v1::SearchTrial trial;
    trial.set_number(static_cast<int32_t>(earlier.size()));
    const std::vector<std::string> values = space_.ValuesAt(
        proposer_.Propose(earlier.size(), ScoredPoints(earlier)));
    trial.mutable_values()->Add(values.begin(), values.end());
    const Clock::time_point begin = Clock::now();
    const absl::StatusOr<double> score = Score(values);
    trial.set_seconds(SecondsSince(begin));
    if (score.ok()) {
      trial.set_score(*score);
    } else {
      trial.set_error(std::string(score.status().message()));
    }
    return trial;
  }

  // Whether the trials are some that this search may have made.
  absl::Status CheckTrials(const std::vector<v1::SearchTrial>& trials,
                           const std::string& path) const {
    for (size_t i = 0; i < trials.size(); ++i) {
      const std::vector<std::string> values(trials[i].values().begin(),
                                            trials[i].values().end());
      if (trials[i].number() == static_cast<int32_t>(i) &&
          space_.PointOf(values)) {
        continue;
      }
      return absl::InvalidArgumentError(absl::StrCat(
          path, ":", i + 2,
          ": is no trial of this search; name another file to start anew"));
    }
    return absl::OkStatus();
  }

  absl::Status Apply(const v1::SearchTrial& trial,
                     v1::TrainingConfig* config) const {
    const std::vector<std::string> values(trial.values().begin(),
                                          trial.values().end());
    return space_.Apply(values, config);
  }

 private:
  std::vector<ScoredPoint> ScoredPoints(
      const std::vector<v1::SearchTrial>& trials) const {
    std::vector<ScoredPoint> points;
    for (const v1::SearchTrial& trial : trials) {
      if (!trial.error().empty()) continue;
      const std::vector<std::string> values(trial.values().begin(),
                                            trial.values().end());
      points.push_back({*space_.PointOf(values), trial.score()});
    }
    return points;
  }

  absl::StatusOr<double> Score(const std::vector<std::string>& values) const {
    const v1::SearchObjective& objective = search_.objective();
    v1::TrainingConfig config = config_;
    C2V_RETURN_IF_ERROR(space_.Apply(values, &config));
    v1::EvaluationConfig* evaluation = config.mutable_evaluation();
    evaluation->clear_cutoffs();
    evaluation->add_cutoffs(objective.cutoff());
    evaluation->clear_models();
    evaluation->add_models(objective.model());
    evaluation->set_runs(1);
    C2V_RETURN_IF_ERROR(SelectObjective(objective, evaluation));
    C2V_RETURN_IF_ERROR(CompleteEvaluation(&config));
    C2V_ASSIGN_OR_RETURN(const v1::EvaluationReport report,
                         EvaluateModels(data_, config, {}, nullptr));
    for (const v1::EvaluationRow& row : report.rows()) {
      if (row.slice() == "all" && row.metric() == objective.metric()) {
        return row.value();
      }
    }
    return absl::InvalidArgumentError(absl::StrCat(
        "objective.metric is \"", objective.metric(), "\", which is none"));
  }

  const ShopData data_;
  const v1::TrainingConfig& config_;
  const v1::SearchConfig& search_;
  const SearchSpace space_;
  const Proposer proposer_;
};

const v1::SearchTrial* BestOf(const std::vector<v1::SearchTrial>& trials) {
  const v1::SearchTrial* best = nullptr;
  for (const v1::SearchTrial& trial : trials) {
    if (!trial.error().empty()) continue;
    if (best == nullptr || trial.score() > best->score()) best = &trial;
  }
  return best;
}

// What a journal's trials depend on: everything but how many there are to be,
// in which time and on how many threads.
std::string DigestOf(v1::SearchConfig search, v1::TrainingConfig config,
                     const std::string& data_fingerprint) {
  search.clear_trials();
  search.clear_minutes();
  config.clear_threads();
  return Sha256Hex(absl::StrCat(Sha256Hex(search.SerializeAsString()),
                                Sha256Hex(config.SerializeAsString()),
                                data_fingerprint));
}

// The trials of the search in its journal, which is begun where there is none.
absl::StatusOr<std::vector<v1::SearchTrial>> OpenJournal(
    const std::string& path, const std::string& digest) {
  C2V_ASSIGN_OR_RETURN(Journal journal, ReadJournal(path));
  if (journal.search.empty()) {
    C2V_RETURN_IF_ERROR(StartJournal(path, digest));
    return std::vector<v1::SearchTrial>();
  }
  if (journal.search == digest) return std::move(journal.trials);
  return absl::InvalidArgumentError(absl::StrCat(
      path,
      ":1: is the journal of another search: its search, its configuration, "
      "its data or its seed were others; name another file to start a new "
      "search, or set them as they were to go on with that one"));
}

// What a trial takes, by the mean of those before; 0 where nothing is known.
// One that failed took what it takes to fail, and is left out.
double ExpectedSeconds(const std::vector<v1::SearchTrial>& trials) {
  double seconds = 0, count = 0;
  for (const v1::SearchTrial& trial : trials) {
    if (!trial.error().empty()) continue;
    seconds += trial.seconds();
    ++count;
  }
  return count == 0 ? 0 : seconds / count;
}

// Whether one trial more fits into the time; says so where not.
bool HasTime(double minutes, double seconds_gone,
             const std::vector<v1::SearchTrial>& trials,
             const ProgressLine& progress) {
  const double left = 60 * minutes - seconds_gone;
  const double expected = ExpectedSeconds(trials);
  if (minutes == 0 || left > expected) return true;
  if (progress) {
    progress(absl::StrFormat(
        "stopped after %d trials: one takes about %.1f s, and %.1f s are left "
        "of %g minutes",
        trials.size(), expected, std::max(0.0, left), minutes));
  }
  return false;
}

std::string ToLine(const v1::SearchTrial& trial, const v1::SearchTrial* best) {
  const std::string outcome = trial.error().empty()
                                  ? absl::StrFormat("%.5f", trial.score())
                                  : "failed: " + trial.error();
  return absl::StrFormat("trial %d: %s -> %s in %.1f s; best %.5f",
                         trial.number(), absl::StrJoin(trial.values(), ", "),
                         outcome, trial.seconds(),
                         best == nullptr ? 0 : best->score());
}

}  // namespace

absl::Status CompleteSearchConfig(const v1::TrainingConfig& config,
                                  v1::SearchConfig* search) {
  v1::SearchObjective* objective = search->mutable_objective();
  if (objective->protocol().empty()) objective->set_protocol("last_basket");
  if (objective->metric().empty()) objective->set_metric("recall");
  if (objective->cutoff() == 0) objective->set_cutoff(10);
  if (search->trials() == 0) search->set_trials(50);
  if (search->seed() == 0) search->set_seed(1);
  if (search->parameters().empty()) {
    return absl::InvalidArgumentError(
        "parameters is empty: name at least one field to try");
  }
  if (search->trials() < 1 || search->trials() > 100000) {
    return absl::InvalidArgumentError(
        absl::StrCat("trials is ", search->trials(), ": use 1 to 100000"));
  }
  if (!(search->minutes() >= 0)) {
    return absl::InvalidArgumentError(
        absl::StrCat("minutes is ", search->minutes(), ": use 0 or more"));
  }
  if (objective->cutoff() < 1 || objective->cutoff() > 1000) {
    return absl::InvalidArgumentError(absl::StrCat(
        "objective.cutoff is ", objective->cutoff(), ": use 1 to 1000"));
  }
  C2V_RETURN_IF_ERROR(CheckObjective(*objective)).With("objective");
  return SearchSpace::Create(config, *search).status();
}

absl::StatusOr<SearchResult> Search(const LoadedData& data,
                                    const v1::TrainingConfig& config,
                                    const v1::SearchConfig& search,
                                    const JournalOptions& options,
                                    const ProgressLine& progress) {
  const Clock::time_point begin = Clock::now();
  C2V_ASSIGN_OR_RETURN(const Remainder remainder,
                       RemainderOf(data, config, options.data_root));
  C2V_ASSIGN_OR_RETURN(SearchSpace space, SearchSpace::Create(config, search));
  const Trials trials({remainder.cut ? *remainder.cut : data.corpus,
                       remainder.catalogue, data.side},
                      config, search, std::move(space));
  SearchResult result;
  if (!options.journal.empty()) {
    C2V_ASSIGN_OR_RETURN(
        result.trials,
        OpenJournal(options.journal,
                    DigestOf(search, config, data.report.fingerprint)));
    C2V_RETURN_IF_ERROR(trials.CheckTrials(result.trials, options.journal));
  }
  while (result.trials.size() < static_cast<size_t>(search.trials())) {
    if (!HasTime(search.minutes(), SecondsSince(begin), result.trials,
                 progress)) {
      break;
    }
    result.trials.push_back(trials.Next(result.trials));
    if (!options.journal.empty()) {
      C2V_RETURN_IF_ERROR(
          AppendToJournal(options.journal, result.trials.back()));
    }
    if (progress) {
      progress(ToLine(result.trials.back(), BestOf(result.trials)));
    }
  }
  const v1::SearchTrial* best = BestOf(result.trials);
  if (best == nullptr) {
    return absl::FailedPreconditionError(
        absl::StrCat("no trial succeeded",
                     result.trials.empty()
                         ? std::string(" in the time given")
                         : "; the last said: " + result.trials.back().error()));
  }
  result.best = *best;
  result.config = config;
  C2V_RETURN_IF_ERROR(trials.Apply(*best, &result.config));
  return result;
}

}  // namespace customer2vec
