#include "trainer/compare/evaluate_rankings.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/base/status_macros.h"
#include "trainer/cases/protocol_cases.h"
#include "trainer/compare/comparison.h"
#include "trainer/compare/needed_models.h"
#include "trainer/config/training_config.h"
#include "trainer/fit/measure.h"

namespace customer2vec {
namespace {

ComparisonOptions OptionsOf(const v1::TrainingConfig& config,
                            const ProtocolCases& source) {
  const v1::EvaluationConfig& evaluation = config.evaluation();
  ComparisonOptions options{
      .cutoffs = {evaluation.cutoffs().begin(), evaluation.cutoffs().end()},
      .exclude_events = source.exclude_events(),
      .threads = ThreadCount(config),
      .cold_customer_baskets =
          static_cast<uint32_t>(evaluation.cold_customer_baskets()),
      .cold_item_baskets =
          static_cast<uint32_t>(evaluation.cold_item_baskets()),
      .diversity_attribute = evaluation.diversity_attribute()};
  std::sort(options.cutoffs.begin(), options.cutoffs.end());
  return options;
}

// The models asked for, all of which rank.
absl::StatusOr<std::vector<std::string>> ModelsOf(
    const FittedModels& fitted, const v1::EvaluationConfig& evaluation) {
  const std::vector<std::string> known = fitted.RankingNames();
  if (evaluation.models().empty()) return known;
  for (const std::string& name : evaluation.models()) {
    if (std::count(known.begin(), known.end(), name) > 0) continue;
    return absl::InvalidArgumentError(
        absl::StrCat("model \"", name, "\" is none that ranks: use some of ",
                     absl::StrJoin(known, ", ")));
  }
  return std::vector<std::string>(evaluation.models().begin(),
                                  evaluation.models().end());
}

// One protocol over one shop.
class Rankings {
 public:
  Rankings(const ShopData& data, const v1::TrainingConfig& config,
           const ProtocolCases& source, const ProgressLine& progress)
      : data_(data), config_(config), source_(source), progress_(progress) {}

  absl::Status Run(size_t run) {
    v1::TrainingConfig seeded = config_;
    seeded.set_seed(config_.seed() + run);
    if (progress_) progress_(absl::StrCat("== seed ", seeded.seed()));
    C2V_ASSIGN_OR_RETURN(const RunCases cases, source_.OfRun(run));
    C2V_RETURN_IF_ERROR(Choose(cases, &seeded));
    const Corpus& training = cases.Training(data_.corpus);
    const CatalogueTable catalogue = CatalogueOf(training);
    C2V_ASSIGN_OR_RETURN(
        const std::unique_ptr<FittedModels> fitted,
        LearnAll({training, catalogue, data_.side}, seeded, progress_));
    C2V_ASSIGN_OR_RETURN(const std::vector<std::string> models,
                         ModelsOf(*fitted, config_.evaluation()));
    if (run == 0) NoteUnranked(cases, *fitted);
    RankCases(cases.test, *fitted, models, OptionsOf(config_, source_),
              &table_);
    return absl::OkStatus();
  }

  v1::EvaluationReport Report() const {
    v1::EvaluationReport report =
        table_.Report(config_.evaluation().reference(), {});
    for (const std::string& note : notes_) report.add_notes(note);
    return report;
  }

 private:
  CatalogueTable CatalogueOf(const Corpus& training) const {
    return data_.catalogue.Reordered(data_.corpus.arrays().item_ids,
                                     training.arrays().item_ids);
  }

  // What is open in `config`, chosen on the training data alone.
  absl::Status Choose(const RunCases& cases, v1::TrainingConfig* config) const {
    const Corpus& training = cases.Training(data_.corpus);
    if (!cases.has_validation) {
      const ShopCut validation = HoldOut(training, CatalogueOf(training));
      if (!validation.cut.held_out.empty()) {
        C2V_RETURN_IF_ERROR(
            ChooseParameters(validation, data_.side, config, progress_));
      }
    } else if (!cases.validation.empty()) {
      const Corpus& earlier = cases.ValidationTraining(data_.corpus);
      const CatalogueTable catalogue = CatalogueOf(earlier);
      C2V_RETURN_IF_ERROR(ChooseParametersOn(
          {.cases = cases.validation,
           .exclude_events = source_.exclude_events(),
           .cutoff = OptionsOf(*config, source_).cutoffs.front()},
          {earlier, catalogue, data_.side}, config, progress_));
    }
    SetUnchosenParameters(config);
    return absl::OkStatus();
  }

  void NoteUnranked(const RunCases& cases, const FittedModels& fitted) {
    size_t targets = 0, unranked = 0;
    for (const ProtocolCase& each : cases.test) {
      targets += each.targets.size();
      for (const uint32_t item : each.targets) {
        unranked += item >= fitted.vocabulary_size();
      }
    }
    if (unranked == 0) return;
    notes_.push_back(absl::StrCat(
        unranked, " of ", targets,
        " targets (of the first run) are items of "
        "fewer than ",
        config_.evaluation().min_count(),
        " training baskets, which no model may rank (evaluation.min_count)"));
  }

  const ShopData& data_;
  const v1::TrainingConfig& config_;
  const ProtocolCases& source_;
  const ProgressLine& progress_;
  FigureTable table_;
  std::vector<std::string> notes_ = source_.notes();
};

}  // namespace

absl::StatusOr<v1::EvaluationReport> EvaluateRankings(
    const ShopData& data, const v1::TrainingConfig& config,
    const EvaluateOptions& options, const ProgressLine& progress) {
  const std::vector<std::string> names(config.evaluation().models().begin(),
                                       config.evaluation().models().end());
  const v1::TrainingConfig needed =
      names.empty() ? config : WithNeededModels(config, names);
  C2V_ASSIGN_OR_RETURN(
      const ProtocolCases source,
      ProtocolCases::Open(config, data.corpus, options.data_root));
  Rankings rankings(data, needed, source, progress);
  for (int run = 0; run < config.evaluation().runs(); ++run) {
    C2V_RETURN_IF_ERROR(rankings.Run(run));
  }
  return rankings.Report();
}

}  // namespace customer2vec
