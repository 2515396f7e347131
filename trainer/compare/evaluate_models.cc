#include "trainer/compare/evaluate_models.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/base/status_macros.h"
#include "trainer/compare/comparison.h"
#include "trainer/config/training_config.h"
#include "trainer/fit/fitted_models.h"
#include "trainer/fit/measure.h"

namespace customer2vec {
namespace {

ComparisonOptions ToComparison(const v1::TrainingConfig& config,
                               const EvaluateOptions& options) {
  const auto& cutoffs = config.evaluation().cutoffs();
  ComparisonOptions comparison{
      .protocol = options.protocol_name,
      .cutoffs = {cutoffs.begin(), cutoffs.end()},
      .exclude_events = ExcludesEvents(options.protocol),
      .threads = ThreadCount(config),
      .diversity_attribute = options.diversity_attribute};
  std::sort(comparison.cutoffs.begin(), comparison.cutoffs.end());
  return comparison;
}

// The models asked for, all of which rank.
absl::StatusOr<std::vector<std::string>> ModelsOf(
    const FittedModels& fitted, const EvaluateOptions& options) {
  const std::vector<std::string> known = fitted.RankingNames();
  if (options.models.empty()) return known;
  for (const std::string& name : options.models) {
    if (std::count(known.begin(), known.end(), name) > 0) continue;
    return absl::InvalidArgumentError(
        absl::StrCat("model \"", name, "\" is none that ranks: use some of ",
                     absl::StrJoin(known, ", ")));
  }
  return options.models;
}

// What is open in `config`, chosen on the training data alone.
absl::Status ChooseWithin(const Corpus& training,
                          const CatalogueTable& catalogue,
                          const SideTables& side, v1::TrainingConfig* config,
                          const ProgressLine& progress) {
  const ShopCut validation = HoldOut(training, catalogue);
  if (!validation.cut.held_out.empty()) {
    C2V_RETURN_IF_ERROR(ChooseParameters(validation, side, config, progress));
  }
  SetUnchosenParameters(config);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::EvaluationReport> EvaluateModels(
    const ShopData& data, const v1::TrainingConfig& config,
    const EvaluateOptions& options, const ProgressLine& progress) {
  Comparison comparison(ToComparison(config, options));
  for (size_t run = 0; run < options.seeds; ++run) {
    v1::TrainingConfig seeded = config;
    seeded.set_seed(config.seed() + run);
    if (progress) progress(absl::StrCat("== seed ", seeded.seed()));
    const ProtocolSplit split = SplitBy(
        options.protocol, data.corpus,
        {.min_count = static_cast<uint32_t>(config.evaluation().min_count()),
         .seed = seeded.seed()});
    if (split.cases.empty()) {
      return absl::FailedPreconditionError(absl::StrCat(
          "nothing to measure by ", options.protocol_name,
          ": no customer has a basket to hold out with an item in at least ",
          config.evaluation().min_count(), " others (evaluation.min_count)"));
    }
    const CatalogueTable catalogue = data.catalogue.Reordered(
        data.corpus.arrays().item_ids, split.training.arrays().item_ids);
    C2V_RETURN_IF_ERROR(
        ChooseWithin(split.training, catalogue, data.side, &seeded, progress));
    C2V_ASSIGN_OR_RETURN(
        const std::unique_ptr<FittedModels> fitted,
        LearnAll({split.training, catalogue, data.side}, seeded, progress));
    C2V_ASSIGN_OR_RETURN(const std::vector<std::string> models,
                         ModelsOf(*fitted, options));
    comparison.AddRun(seeded.seed(), split, *fitted, models);
  }
  return comparison.Report(options.reference);
}

}  // namespace customer2vec
