#include "trainer/models/item2vec/item2vec_model.h"

#include <string>
#include <utility>
#include <vector>

#include "core/base/status_macros.h"
#include "core/servables/embedding_vectors.h"
#include "trainer/models/embedding_model.h"
#include "trainer/models/interactions/frequent_items.h"
#include "trainer/models/item2vec/item2vec_config.h"
#include "trainer/models/item2vec/item2vec_trainer.h"

namespace customer2vec {
namespace {

void FillDefaults(v1::ModelConfig* config) {
  FillItem2VecDefaults(config->mutable_item2vec());
}

absl::Status Check(const v1::ModelConfig& config, const std::string& field) {
  return CheckItem2VecConfig(config.item2vec(), field);
}

// Turns of a tree are no items: a model with a tree has no output vectors to
// hand on, and none to take.
bool HasOutput(const v1::ModelConfig& config) {
  return config.item2vec().loss() != v1::WORD_LOSS_HIERARCHICAL_SOFTMAX;
}

absl::Status GoesOn(const v1::ModelConfig& earlier,
                    const v1::ModelConfig& now) {
  return SameThere("item2vec.dimension", earlier.item2vec().dimension(),
                   now.item2vec().dimension());
}

// The rate of each epoch, where they are given by hand.
std::vector<double> RatesOf(const v1::Item2VecConfig& config) {
  std::vector<double> rates = {config.epoch_rates().begin(),
                               config.epoch_rates().end()};
  if (!rates.empty()) rates.resize(config.epochs(), rates.back());
  return rates;
}

// The configuration of a run that goes on: its passes and its rates.
v1::Item2VecConfig GoingOn(v1::Item2VecConfig config,
                           const EarlierModel& earlier) {
  const int passes = earlier.passes(config.epochs());
  if (passes != config.epochs() && config.epoch_rates_size() > 0) {
    const std::vector<double> rates = ResampleRates(RatesOf(config), passes);
    *config.mutable_epoch_rates() = {rates.begin(), rates.end()};
  }
  config.set_epochs(passes);
  config.set_learning_rate(config.learning_rate() * earlier.rate_scale());
  for (double& rate : *config.mutable_epoch_rates()) {
    rate *= earlier.rate_scale();
  }
  return config;
}

absl::StatusOr<Item2VecModel> Train(const v1::ModelConfig& config,
                                    const ModelContext& context,
                                    Item2VecOptions options) {
  if (context.earlier_model == nullptr) {
    return TrainItem2Vec(context.corpus, config.item2vec(), options);
  }
  const EarlierModel& earlier = *context.earlier_model;
  const size_t items =
      CountFrequentItems(context.corpus, config.item2vec().min_count());
  const EarlierRows input = earlier.Items(VectorRole::kInput, items);
  const EarlierRows output = earlier.Items(VectorRole::kOutput, items);
  options.start.input = {input.values, input.known, earlier.max_move()};
  if (HasOutput(earlier.config()) && HasOutput(config)) {
    options.start.output = {output.values, output.known, earlier.max_move()};
  }
  return TrainItem2Vec(context.corpus, GoingOn(config.item2vec(), earlier),
                       options);
}

absl::StatusOr<LearnedModel> Learn(const v1::ModelConfig& config,
                                   const ModelContext& context) {
  Item2VecOptions options{.seed = context.seed,
                          .threads = static_cast<int>(context.threads),
                          .progress = ReportTraining(config.name(), context),
                          .checkpoint = context.checkpoint};
  C2V_ASSIGN_OR_RETURN(Item2VecModel vectors,
                       Train(config, context, std::move(options)));
  std::vector<float> customers = RollUpCustomers(
      vectors.dimension, vectors.input, context.tables.histories);
  return PublishEmbeddings(config.name(),
                           {.dimension = vectors.dimension,
                            .input = std::move(vectors.input),
                            .output = std::move(vectors.output),
                            .customers = std::move(customers)},
                           PopularityWeightOf(config.item2vec()));
}

}  // namespace

const ModelFamily& Item2VecFamily() {
  static constexpr ModelFamily kFamily = {
      .kind = v1::ModelConfig::kItem2Vec,
      .name = "item2vec",
      .publishes = v1::SERVABLE_KIND_SPACE,
      .fill_defaults = FillDefaults,
      .check = Check,
      .dependencies = NoDependencies,
      .learn = Learn,
      .tunables = PopularityWeightTunables<&v1::ModelConfig::item2vec,
                                           &v1::ModelConfig::mutable_item2vec>,
      .goes_on = GoesOn,
  };
  return kFamily;
}

}  // namespace customer2vec
