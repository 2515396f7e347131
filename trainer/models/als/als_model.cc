#include "trainer/models/als/als_model.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "core/base/status_macros.h"
#include "core/servables/latent_factor_files.h"
#include "trainer/models/als/als_config.h"
#include "trainer/models/als/als_trainer.h"
#include "trainer/models/interactions/frequent_items.h"
#include "trainer/models/interactions/interaction_matrix.h"

namespace customer2vec {
namespace {

constexpr double kPopularityWeights[] = {0, 0.003, 0.01, 0.03, 0.1};

void FillDefaults(v1::ModelConfig* config) {
  FillAlsDefaults(config->mutable_als());
}

absl::Status Check(const v1::ModelConfig& config, const std::string& field) {
  return CheckAlsConfig(config.als(), field);
}

AlsOptions OptionsOf(const std::string& name, const ModelContext& context) {
  AlsOptions options{.seed = context.seed,
                     .threads = context.threads,
                     .checkpoint = context.checkpoint};
  if (context.progress) {
    options.progress = [&context, name](const AlsProgress& now) {
      context.progress(absl::StrFormat(
          "%s: iteration %d of %d, objective %.6g, %.2f s, %.0f s left", name,
          now.iteration, now.iterations, now.objective, now.seconds,
          now.seconds_left));
    };
  }
  return options;
}

FoldInSettings FoldInOf(const v1::AlsConfig& config, float mean_confidence) {
  return {
      .confidence = {static_cast<float>(config.alpha()),
                     config.confidence_scale()},
      .regularization = {static_cast<float>(config.regularization()),
                         static_cast<float>(config.regularization_exponent()),
                         mean_confidence},
      .target = 1};
}

absl::StatusOr<LearnedModel> Learn(const v1::ModelConfig& config,
                                   const ModelContext& context) {
  const v1::AlsConfig& als = config.als();
  C2V_ASSIGN_OR_RETURN(const size_t items,
                       FrequentItems(context.corpus, als.min_count(), "als"));
  AlsOptions options = OptionsOf(config.name(), context);
  EarlierRows start;
  v1::AlsConfig passes = als;
  if (context.earlier_model != nullptr) {
    start = context.earlier_model->Items(VectorRole::kInput, items);
    options.start_items = start.values;
    options.max_move = context.earlier_model->max_move();
    passes.set_iterations(context.earlier_model->passes(als.iterations()));
  }
  C2V_ASSIGN_OR_RETURN(
      AlsModel factors,
      TrainAls(CountInteractions(context.corpus, items, als.decay()), passes,
               options));
  // Baskets without a customer were learned from, but nobody asks for them.
  factors.customers.resize(context.corpus.customer_count() * factors.factors);
  LearnedModel model;
  C2V_ASSIGN_OR_RETURN(
      model.entry,
      WriteLatentFactors(config.name(),
                         {.factors = factors.factors,
                          .items = std::move(factors.items),
                          .customers = std::move(factors.customers)},
                         static_cast<float>(als.popularity_weight()),
                         FoldInOf(als, factors.mean_confidence), &model.files));
  return model;
}

absl::Status GoesOn(const v1::ModelConfig& earlier,
                    const v1::ModelConfig& now) {
  return SameThere("als.factors", earlier.als().factors(), now.als().factors());
}

std::vector<TunableParameter> Tunables(const v1::ModelConfig& config) {
  if (config.als().has_popularity_weight()) return {};
  return {
      {.name = "popularity_weight",
       .grid = {std::begin(kPopularityWeights), std::end(kPopularityWeights)},
       .metric = TuningMetric::kCustomerRecall10,
       .set = [](double value, v1::ModelConfig* config,
                 v1::ServableEntry* entry) {
         config->mutable_als()->set_popularity_weight(value);
         entry->mutable_latent_factors()->set_popularity_weight(
             static_cast<float>(value));
       }}};
}

}  // namespace

const ModelFamily& AlsFamily() {
  static constexpr ModelFamily kFamily = {
      .kind = v1::ModelConfig::kAls,
      .name = "als",
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
