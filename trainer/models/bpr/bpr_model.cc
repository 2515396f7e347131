#include "trainer/models/bpr/bpr_model.h"

#include <span>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "core/base/status_macros.h"
#include "core/servables/latent_factor_files.h"
#include "core/snapshot/snapshot_file_names.h"
#include "trainer/models/bpr/bpr_config.h"
#include "trainer/models/bpr/bpr_trainer.h"
#include "trainer/models/bpr/fit_fold_in.h"
#include "trainer/models/interactions/frequent_items.h"
#include "trainer/models/interactions/interaction_matrix.h"

namespace customer2vec {
namespace {

constexpr double kPopularityWeights[] = {0.5, 0, 0.25, 0.75, 1};

void FillDefaults(v1::ModelConfig* config) {
  FillBprDefaults(config->mutable_bpr());
}

absl::Status Check(const v1::ModelConfig& config, const std::string& field) {
  return CheckBprConfig(config.bpr(), field);
}

BprOptions OptionsOf(const std::string& name, const ModelContext& context) {
  BprOptions options{.seed = context.seed,
                     .threads = context.threads,
                     .checkpoint = context.checkpoint};
  if (context.progress) {
    options.progress = [&context, name](const BprProgress& now) {
      context.progress(absl::StrFormat(
          "%s: epoch %d of %d, loss %.4f, %.1f %% of pairs right, %.2f s, "
          "%.0f s left",
          name, now.epoch, now.epochs, now.loss, 100 * now.ranked_right,
          now.seconds, now.seconds_left));
    };
  }
  return options;
}

// From nothing, or from the vectors and biases of an earlier snapshot.
absl::StatusOr<BprModel> Train(const InteractionMatrix& taken,
                               const v1::ModelConfig& config,
                               const ModelContext& context) {
  BprOptions options = OptionsOf(config.name(), context);
  if (context.earlier_model == nullptr) {
    return TrainBpr(taken, config.bpr(), options);
  }
  const EarlierModel& earlier = *context.earlier_model;
  v1::BprConfig bpr = config.bpr();
  bpr.set_epochs(earlier.passes(bpr.epochs()));
  bpr.set_learning_rate(bpr.learning_rate() * earlier.rate_scale());
  C2V_ASSIGN_OR_RETURN(const std::span<const float> earlier_biases,
                       earlier.files().Array<float>(
                           ServableFile(config.name(), kLatentFactorBiases)));
  const EarlierRows customers = earlier.Customers();
  const EarlierRows items =
      earlier.Items(VectorRole::kInput, taken.column_count);
  const EarlierRows biases =
      earlier.OfItems(earlier_biases, 1, taken.column_count);
  options.start = {.customers = customers.values,
                   .items = items.values,
                   .biases = biases.values,
                   .max_move = earlier.max_move()};
  return TrainBpr(taken, bpr, options);
}

absl::StatusOr<LearnedModel> Learn(const v1::ModelConfig& config,
                                   const ModelContext& context) {
  const v1::BprConfig& bpr = config.bpr();
  C2V_ASSIGN_OR_RETURN(const size_t items,
                       FrequentItems(context.corpus, bpr.min_count(), "bpr"));
  const InteractionMatrix taken = CountInteractions(context.corpus, items, 1);
  C2V_ASSIGN_OR_RETURN(BprModel factors, Train(taken, config, context));
  const FoldInSettings fold_in = FitFoldIn(taken, factors);
  // Baskets without a customer were learned from, but nobody asks for them.
  factors.customers.resize(context.corpus.customer_count() * factors.factors);
  LearnedModel model;
  C2V_ASSIGN_OR_RETURN(
      model.entry,
      WriteLatentFactors(config.name(),
                         {.factors = factors.factors,
                          .items = std::move(factors.items),
                          .customers = std::move(factors.customers),
                          .biases = std::move(factors.biases)},
                         static_cast<float>(bpr.popularity_weight()), fold_in,
                         &model.files));
  return model;
}

absl::Status GoesOn(const v1::ModelConfig& earlier,
                    const v1::ModelConfig& now) {
  return SameThere("bpr.factors", earlier.bpr().factors(), now.bpr().factors());
}

std::vector<TunableParameter> Tunables(const v1::ModelConfig& config) {
  if (config.bpr().has_popularity_weight()) return {};
  return {
      {.name = "popularity_weight",
       .grid = {std::begin(kPopularityWeights), std::end(kPopularityWeights)},
       .metric = TuningMetric::kCustomerRecall10,
       .set = [](double value, v1::ModelConfig* config,
                 v1::ServableEntry* entry) {
         config->mutable_bpr()->set_popularity_weight(value);
         entry->mutable_latent_factors()->set_popularity_weight(
             static_cast<float>(value));
       }}};
}

}  // namespace

const ModelFamily& BprFamily() {
  static constexpr ModelFamily kFamily = {
      .kind = v1::ModelConfig::kBpr,
      .name = "bpr",
      .publishes = v1::SERVABLE_KIND_SPACE,
      .fill_defaults = FillDefaults,
      .check = Check,
      .dependencies = NoDependencies,
      .learn = Learn,
      .tunables = Tunables,
      .goes_on = GoesOn,
  };
  return kFamily;
}

}  // namespace customer2vec
