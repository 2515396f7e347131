#include "trainer/fit/measure.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "absl/strings/str_format.h"
#include "core/base/status_macros.h"
#include "core/servables/personal_frequency.h"
#include "trainer/config/training_config.h"
#include "trainer/evaluation/evaluate.h"
#include "trainer/fit/build_tables.h"
#include "trainer/models/model_registry.h"

namespace customer2vec {
namespace {

// From "every basket counts alike" to "the last few".
constexpr double kDecays[] = {0.95, 0.8, 0.9, 0.97, 0.99, 1};

// Choices settle on a part of the cases: a third of a percent of recall is
// within their error, and each case costs an exact search.
constexpr size_t kMaxChoiceCases = 1000;

// Seed of the hidden items of the validation cut; the test's begin after it.
constexpr uint64_t kValidationSeed = 0;

constexpr char kSimilarSessionTask[] = "session_similar";

EvaluationOptions OptionsOf(const v1::TrainingConfig& config,
                            size_t item_count) {
  const auto& cutoffs = config.evaluation().cutoffs();
  return {.cutoffs = {cutoffs.begin(), cutoffs.end()},
          .item_count = item_count,
          .threads = ThreadCount(config)};
}

std::vector<v1::EvaluationFigure> MeasureCustomers(
    const FittedModels& fitted, const std::string& name,
    std::span<const CustomerCase> cases, const EvaluationOptions& options) {
  return EvaluateCustomers(
      name, cases, options,
      [&](const CustomerCase& each, size_t k, std::vector<ScoredItem>* top) {
        fitted.RankCustomer(name, each.customer, k, top);
      });
}

std::vector<v1::EvaluationFigure> MeasureSessions(
    const FittedModels& fitted, const std::string& name, Scoring scoring,
    std::span<const SessionCase> cases, const EvaluationOptions& options) {
  return EvaluateSessions(
      name, cases, options,
      [&](const SessionCase& each, size_t k, std::vector<ScoredItem>* top) {
        fitted.RankSession(name, scoring, each.session, k, top);
      });
}

// Cases spread evenly over all of them.
template <typename Case>
std::vector<Case> Sample(std::vector<Case> cases) {
  if (cases.size() <= kMaxChoiceCases) return cases;
  std::vector<Case> sample;
  for (size_t i = 0; i < kMaxChoiceCases; ++i) {
    sample.push_back(std::move(cases[i * cases.size() / kMaxChoiceCases]));
  }
  return sample;
}

std::vector<HistoryEvent> EventsOf(const ProtocolCase& each) {
  std::vector<HistoryEvent> events;
  for (const uint32_t item : each.events) events.push_back({.item = item});
  return events;
}

std::vector<v1::EvaluationFigure> FiguresOf(const FittedModels& fitted,
                                            const std::string& name,
                                            const ChoiceCases& asked,
                                            const EvaluationOptions& options) {
  std::vector<CustomerCase> numbered;  // a case stands for one of its number
  for (const ProtocolCase& each : asked.cases) {
    numbered.push_back({static_cast<uint32_t>(numbered.size()), each.targets});
  }
  return EvaluateCustomers(
      name, numbered, options,
      [&](const CustomerCase& one, size_t k, std::vector<ScoredItem>* top) {
        const ProtocolCase& each = asked.cases[one.customer];
        const std::vector<HistoryEvent> events = EventsOf(each);
        fitted.RankCase(name, {.events = events, .customer = CustomerOf(each)},
                        asked.exclude_events, k, top);
      });
}

struct Score {
  double value = 0;
  double standard_error = 0;
};

Score ScoreOf(const v1::EvaluationFigure* figure) {
  if (figure == nullptr) return {};
  return {figure->value(), figure->standard_error()};
}

// The cases on which parameters are compared.
class Judge {
 public:
  Judge(const Cut& cut, const v1::TrainingConfig& config) {
    const size_t vocabulary =
        VocabularySize(cut.training, config.evaluation().min_count());
    customers_ = Sample(CustomerCases(cut, vocabulary));
    sessions_ = Sample(SessionCases(cut, vocabulary, kValidationSeed));
    options_ = OptionsOf(config, vocabulary);
  }

  // Judges by other cases, whatever metric a parameter names. The customers are
  // those of the cases that show nothing else.
  Judge(const ChoiceCases& choice, size_t vocabulary,
        const v1::TrainingConfig& config)
      : choice_(choice), options_(OptionsOf(config, vocabulary)) {
    for (const ProtocolCase& each : choice.cases) {
      if (each.customer == kNoCustomer || !each.events.empty()) continue;
      customers_.push_back({each.customer, each.targets});
    }
  }

  std::span<const CustomerCase> customers() const { return customers_; }
  const EvaluationOptions& options() const { return options_; }

  // 0 without cases.
  Score Of(TuningMetric metric, const FittedModels& fitted,
           const std::string& name) const {
    EvaluationOptions options = options_;
    if (choice_) return OfChoice(fitted, name);
    if (metric == TuningMetric::kCustomerRecall10) {
      options.cutoffs = {10};
      const auto figures = MeasureCustomers(fitted, name, customers_, options);
      return ScoreOf(FindFigure(figures, name, kCustomerTask, "recall", 10));
    }
    options.cutoffs = {20};
    const auto figures =
        MeasureSessions(fitted, name, Scoring::kNext, sessions_, options);
    return ScoreOf(FindFigure(figures, name, kSessionTask, "hit_rate", 20));
  }

 private:
  Score OfChoice(const FittedModels& fitted, const std::string& name) const {
    EvaluationOptions options = options_;
    options.cutoffs = {choice_->cutoff};
    const auto figures = FiguresOf(fitted, name, *choice_, options);
    return ScoreOf(FindFigure(figures, name, kCustomerTask, "recall",
                              static_cast<int>(choice_->cutoff)));
  }

  std::optional<ChoiceCases> choice_;
  std::vector<CustomerCase> customers_;
  std::vector<SessionCase> sessions_;
  EvaluationOptions options_;
};

void Say(const ProgressLine& progress, const std::string& line) {
  if (progress) progress(line);
}

v1::ModelConfig* PersonalFrequencyOf(v1::TrainingConfig* config) {
  for (v1::ModelConfig& model : *config->mutable_models()) {
    if (model.has_personal_frequency()) return &model;
  }
  return nullptr;
}

double RecallOfDecay(const Corpus& corpus, double decay, const Judge& judge) {
  const CustomerHistoriesArrays arrays =
      BuildHistories(corpus, judge.options().item_count, decay);
  const auto histories =
      CustomerHistories::Create(arrays.view(), judge.options().item_count);
  if (!histories.ok()) return 0;
  const PersonalFrequencyScorer scorer("personal_frequency", *histories,
                                       static_cast<float>(decay));
  EvaluationOptions options = judge.options();
  options.cutoffs = {10};
  const auto figures = EvaluateCustomers(
      scorer.name(), judge.customers(), options,
      [&](const CustomerCase& each, size_t k, std::vector<ScoredItem>* top) {
        scorer.Rank({.customer = each.customer}, {.k = k}, top);
      });
  return ScoreOf(
             FindFigure(figures, scorer.name(), kCustomerTask, "recall", 10))
      .value;
}

void ChooseDecay(const Corpus& corpus, const Judge& judge,
                 v1::TrainingConfig* config, const ProgressLine& progress) {
  v1::ModelConfig* model = PersonalFrequencyOf(config);
  if (model == nullptr || model->personal_frequency().decay() > 0) return;
  if (judge.customers().empty()) return;
  double best_decay = kDecays[0], best_recall = -1;
  for (double decay : kDecays) {
    const double recall = RecallOfDecay(corpus, decay, judge);
    if (recall > best_recall) {
      best_recall = recall;
      best_decay = decay;
    }
  }
  model->mutable_personal_frequency()->set_decay(best_decay);
  Say(progress, absl::StrFormat("validation: %s: decay = %g (%.4f)",
                                model->name(), best_decay, best_recall));
}

// Tries the grid of one parameter of the model learned last, and leaves the
// best value in it and in its configuration.
absl::Status Tune(const TunableParameter& parameter, const Judge& judge,
                  FittedModels* fitted, v1::ModelConfig* model,
                  const ProgressLine& progress) {
  v1::ServableEntry entry = *fitted->manifest().servables().rbegin();
  double best_value = 0, best_score = -1;
  for (double value : parameter.grid) {
    parameter.set(value, model, &entry);
    C2V_RETURN_IF_ERROR(fitted->Replace(entry));
    const double score =
        judge.Of(parameter.metric, *fitted, model->name()).value;
    if (score > best_score) {
      best_score = score;
      best_value = value;
    }
  }
  parameter.set(best_value, model, &entry);
  Say(progress, absl::StrFormat("validation: %s: %s = %g (%.4f)", model->name(),
                                parameter.name, best_value, best_score));
  return fitted->Replace(entry);
}

// Tunes every parameter of the model learned last, unless that was done before.
absl::Status TuneAll(const Judge& judge, const StageCheckpoint& checkpoint,
                     FittedModels* fitted, v1::ModelConfig* model,
                     const ProgressLine& progress) {
  C2V_ASSIGN_OR_RETURN(const ModelFamily* family, FindModelFamily(*model));
  const std::vector<TunableParameter> parameters = family->tunables(*model);
  if (parameters.empty()) return absl::OkStatus();
  v1::ServableEntry entry;
  v1::ModelConfig chosen;
  if (checkpoint.Restore(model->name(), &chosen, &entry)) {
    *model = chosen;
    return fitted->Replace(entry);
  }
  for (const TunableParameter& parameter : parameters) {
    C2V_RETURN_IF_ERROR(Tune(parameter, judge, fitted, model, progress));
  }
  return checkpoint.Save(model->name(), *model,
                         *fitted->manifest().servables().rbegin());
}

// The servable that is best by `metric`, if it is better than `incumbent` by
// more than a standard error; else the incumbent.
std::string ChooseDefault(TuningMetric metric, const std::string& incumbent,
                          const FittedModels& fitted, const Judge& judge) {
  std::string best = incumbent;
  Score best_score;
  if (!incumbent.empty()) best_score = judge.Of(metric, fitted, incumbent);
  const double bar = best_score.value + best_score.standard_error;
  for (const std::string& name : fitted.RankingNames()) {
    const Score score = judge.Of(metric, fitted, name);
    if (score.value > std::max(bar, best_score.value)) {
      best = name;
      best_score = score;
    }
  }
  return best;
}

std::string FirstOfKind(const FittedModels& fitted, v1::ServableKind kind) {
  for (const v1::ServableEntry& entry : fitted.manifest().servables()) {
    if (entry.kind() == kind) return entry.name();
  }
  return "";
}

std::string FirstRepeatDiscovery(const FittedModels& fitted) {
  for (const v1::ServableEntry& entry : fitted.manifest().servables()) {
    if (entry.has_repeat_discovery()) return entry.name();
  }
  return "";
}

void ChooseCustomerDefault(const FittedModels& fitted, const Judge& judge,
                           v1::TrainingConfig* config,
                           const ProgressLine& progress) {
  v1::DefaultsConfig* defaults = config->mutable_defaults();
  if (!defaults->customer().empty()) return;
  defaults->set_customer(ChooseDefault(TuningMetric::kCustomerRecall10,
                                       FirstRepeatDiscovery(fitted), fitted,
                                       judge));
  Say(progress, "validation: customers are served by " + defaults->customer() +
                    " by default");
}

void ChooseSessionDefault(const FittedModels& fitted, const Judge& judge,
                          v1::TrainingConfig* config,
                          const ProgressLine& progress) {
  v1::DefaultsConfig* defaults = config->mutable_defaults();
  if (!defaults->session().empty()) return;
  defaults->set_session(ChooseDefault(
      TuningMetric::kSessionHitRate20,
      FirstOfKind(fitted, v1::SERVABLE_KIND_SPACE), fitted, judge));
  Say(progress, "validation: sessions are served by " + defaults->session() +
                    " by default");
}

// Mean of each figure over rounds that hide other items; a round that found
// nothing to hide has no figures and does not count. The standard error stays
// that of one round: the customers are the same.
std::vector<v1::EvaluationFigure> MeanOfRounds(
    std::vector<std::vector<v1::EvaluationFigure>> rounds) {
  std::erase_if(rounds, [](const auto& round) { return round.empty(); });
  if (rounds.empty()) return {};
  std::vector<v1::EvaluationFigure> mean = rounds.front();
  for (size_t i = 0; i < mean.size(); ++i) {
    double sum = 0;
    for (const auto& round : rounds) sum += round[i].value();
    mean[i].set_value(sum / static_cast<double>(rounds.size()));
  }
  return mean;
}

// Whether any list had an item on it.
bool ListsAnything(std::span<const v1::EvaluationFigure> figures) {
  return std::any_of(
      figures.begin(), figures.end(), [](const v1::EvaluationFigure& figure) {
        return figure.metric() == "coverage" && figure.value() > 0;
      });
}

// Measures one learned shop on the test cut.
class Measurement {
 public:
  Measurement(const Cut& test, const v1::TrainingConfig& config,
              const FittedModels& fitted)
      : fitted_(fitted),
        options_(OptionsOf(config, fitted.vocabulary_size())),
        customers_(CustomerCases(test, fitted.vocabulary_size())) {
    for (int i = 1; i <= config.evaluation().hidden_item_seeds(); ++i) {
      sessions_.push_back(SessionCases(test, fitted.vocabulary_size(),
                                       kValidationSeed + config.seed() + i));
    }
  }

  std::vector<v1::EvaluationFigure> All() {
    for (const std::string& name : fitted_.RankingNames()) {
      Append(MeasureCustomers(fitted_, name, customers_, options_));
      Append(Sessions(name, Scoring::kNext));
    }
    for (const auto& space : fitted_.servables().spaces()) {
      std::vector<v1::EvaluationFigure> similar =
          Sessions(space->name(), Scoring::kSimilar);
      for (v1::EvaluationFigure& figure : similar) {
        figure.set_task(kSimilarSessionTask);
      }
      Append(similar);
    }
    return std::move(figures_);
  }

 private:
  std::vector<v1::EvaluationFigure> Sessions(const std::string& name,
                                             Scoring scoring) const {
    std::vector<std::vector<v1::EvaluationFigure>> rounds;
    for (const std::vector<SessionCase>& cases : sessions_) {
      rounds.push_back(
          MeasureSessions(fitted_, name, scoring, cases, options_));
    }
    return MeanOfRounds(std::move(rounds));
  }

  void Append(const std::vector<v1::EvaluationFigure>& figures) {
    if (!ListsAnything(figures)) return;
    figures_.insert(figures_.end(), figures.begin(), figures.end());
  }

  const FittedModels& fitted_;
  const EvaluationOptions options_;
  const std::vector<CustomerCase> customers_;
  std::vector<std::vector<SessionCase>> sessions_;  // by round
  std::vector<v1::EvaluationFigure> figures_;
};

ShopData DataOf(const ShopCut& shop, const SideTables& side) {
  return {shop.cut.training, shop.catalogue, side};
}

// Learns every model, and chooses what is open in it as soon as it is learned.
absl::StatusOr<std::unique_ptr<FittedModels>> LearnAndTune(
    const ShopData& data, const Judge& judge, const StageCheckpoint& checkpoint,
    v1::TrainingConfig* config, const ProgressLine& progress) {
  ChooseDecay(data.corpus, judge, config, progress);
  SetUnchosenParameters(config);
  C2V_ASSIGN_OR_RETURN(
      std::unique_ptr<FittedModels> fitted,
      FittedModels::Create(data, *config, DecayOf(*config), progress,
                           {.checkpoint = checkpoint}));
  for (int i : LearningOrder(*config)) {
    v1::ModelConfig* model = config->mutable_models(i);
    C2V_RETURN_IF_ERROR(fitted->Learn(*model));
    C2V_RETURN_IF_ERROR(
        TuneAll(judge, checkpoint, fitted.get(), model, progress));
  }
  return fitted;
}

}  // namespace

ShopCut HoldOut(const Corpus& corpus, const CatalogueTable& catalogue) {
  ShopCut shop{.cut = HoldOutLastBaskets(corpus), .catalogue = {}};
  shop.catalogue = catalogue.Reordered(corpus.arrays().item_ids,
                                       shop.cut.training.arrays().item_ids);
  return shop;
}

absl::Status ChooseParameters(const ShopCut& validation, const SideTables& side,
                              v1::TrainingConfig* config,
                              const ProgressLine& progress,
                              const StageCheckpoint& checkpoint) {
  const Judge judge(validation.cut, *config);
  C2V_ASSIGN_OR_RETURN(const std::unique_ptr<FittedModels> fitted,
                       LearnAndTune(DataOf(validation, side), judge, checkpoint,
                                    config, progress));
  ChooseCustomerDefault(*fitted, judge, config, progress);
  ChooseSessionDefault(*fitted, judge, config, progress);
  return absl::OkStatus();
}

absl::Status ChooseParametersOn(const ChoiceCases& cases,
                                const ShopData& training,
                                v1::TrainingConfig* config,
                                const ProgressLine& progress,
                                const StageCheckpoint& checkpoint) {
  const Judge judge(
      cases, VocabularySize(training.corpus, config->evaluation().min_count()),
      *config);
  C2V_ASSIGN_OR_RETURN(
      const std::unique_ptr<FittedModels> fitted,
      LearnAndTune(training, judge, checkpoint, config, progress));
  if (!cases.choose_default) return absl::OkStatus();
  const bool of_customers = judge.customers().size() == cases.cases.size();
  const auto choose =
      of_customers ? ChooseCustomerDefault : ChooseSessionDefault;
  choose(*fitted, judge, config, progress);
  return absl::OkStatus();
}

void SetUnchosenParameters(v1::TrainingConfig* config) {
  v1::ModelConfig* model = PersonalFrequencyOf(config);
  if (model == nullptr || model->personal_frequency().decay() > 0) return;
  model->mutable_personal_frequency()->set_decay(kDecays[0]);
}

absl::StatusOr<std::vector<v1::EvaluationFigure>> Measure(
    const ShopCut& test, const SideTables& side,
    const v1::TrainingConfig& config, const ProgressLine& progress,
    const StageCheckpoint& checkpoint) {
  C2V_ASSIGN_OR_RETURN(const std::unique_ptr<FittedModels> fitted,
                       LearnAll(DataOf(test, side), config, progress,
                                {.checkpoint = checkpoint}));
  return MeasureModels(test.cut, config, *fitted);
}

absl::StatusOr<std::vector<v1::EvaluationFigure>> MeasureOn(
    const ChoiceCases& cases, const std::string& task, const ShopData& training,
    const v1::TrainingConfig& config, const ProgressLine& progress,
    const StageCheckpoint& checkpoint) {
  C2V_ASSIGN_OR_RETURN(
      const std::unique_ptr<FittedModels> fitted,
      LearnAll(training, config, progress, {.checkpoint = checkpoint}));
  std::vector<v1::EvaluationFigure> figures;
  for (const std::string& name : fitted->RankingNames()) {
    const std::vector<v1::EvaluationFigure> of_one = FiguresOf(
        *fitted, name, cases, OptionsOf(config, fitted->vocabulary_size()));
    if (!ListsAnything(of_one)) continue;
    figures.insert(figures.end(), of_one.begin(), of_one.end());
  }
  for (v1::EvaluationFigure& figure : figures) figure.set_task(task);
  return figures;
}

std::vector<v1::EvaluationFigure> MeasureModels(
    const Cut& test, const v1::TrainingConfig& config,
    const FittedModels& fitted) {
  return Measurement(test, config, fitted).All();
}

}  // namespace customer2vec
