#include "trainer/models/item2vec/item2vec_trainer.h"

#include <span>
#include <utility>

#include "core/base/status_macros.h"
#include "trainer/models/interactions/frequent_items.h"
#include "trainer/models/item2vec/item2vec_config.h"
#include "trainer/models/sgns/sgns_trainer.h"
#include "trainer/models/sgns/text_trainer.h"

namespace customer2vec {
namespace {

RateSchedule ToSchedule(v1::RateSchedule schedule) {
  switch (schedule) {
    case v1::RATE_SCHEDULE_CONSTANT:
      return RateSchedule::kConstant;
    case v1::RATE_SCHEDULE_STEPS:
      return RateSchedule::kSteps;
    default:
      return RateSchedule::kLinear;
  }
}

}  // namespace

SgnsSettings ToSgnsSettings(const v1::Item2VecConfig& config) {
  const bool whole_basket = config.window() == v1::WINDOW_WHOLE_BASKET;
  const auto shared = static_cast<uint32_t>(config.shared_negatives());
  return {.dimension = static_cast<size_t>(config.dimension()),
          .whole_sentence = whole_basket,
          .window_size = static_cast<uint32_t>(config.window_size()),
          .max_context = static_cast<uint32_t>(config.max_context()),
          .negatives = static_cast<uint32_t>(config.negatives()),
          .shared_negatives = shared,
          .middle_negatives = kMiddleFactor * shared,
          .negative_blocks = DefaultNegativeBlocks(whole_basket),
          .negative_exponent = config.negative_exponent(),
          .subsample = config.subsample(),
          .epochs = config.epochs(),
          .rate = {.schedule = ToSchedule(config.rate_schedule()),
                   .start = config.learning_rate(),
                   .steps = {config.epoch_rates().begin(),
                             config.epoch_rates().end()}},
          .hierarchical_softmax =
              config.loss() == v1::WORD_LOSS_HIERARCHICAL_SOFTMAX,
          .deterministic = config.deterministic()};
}

namespace {

// Inner nodes of a tree are no items: input vectors score what is next.
bool HasTree(const v1::Item2VecConfig& config) {
  return config.loss() == v1::WORD_LOSS_HIERARCHICAL_SOFTMAX;
}

TextSettings ToCbowSettings(const v1::Item2VecConfig& config) {
  const SgnsSettings settings = ToSgnsSettings(config);
  return {.model = TextModel::kCbow,
          .dimension = settings.dimension,
          .whole_text = settings.whole_sentence,
          .window_size = settings.window_size,
          .max_context = settings.max_context,
          .pooling = config.pooling() == v1::CONTEXT_POOLING_SUM
                         ? Pooling::kSum
                         : Pooling::kMean,
          .negatives = settings.negatives,
          .negative_exponent = settings.negative_exponent,
          .subsample = settings.subsample,
          .epochs = settings.epochs,
          .rate = settings.rate,
          .shared_negatives = settings.shared_negatives,
          .hierarchical_softmax = settings.hierarchical_softmax,
          .deterministic = settings.deterministic};
}

absl::StatusOr<Item2VecModel> TrainCbow(const Sentences& baskets,
                                        std::span<const uint32_t> counts,
                                        const v1::Item2VecConfig& config,
                                        const Item2VecOptions& options) {
  C2V_ASSIGN_OR_RETURN(TextVectors vectors,
                       TrainTexts(baskets, counts, ToCbowSettings(config),
                                  {.seed = options.seed,
                                   .threads = options.threads,
                                   .progress = options.progress,
                                   .progress_interval_seconds =
                                       options.progress_interval_seconds,
                                   .start = {.input = options.start.input,
                                             .output = options.start.output},
                                   .checkpoint = options.checkpoint}),
                       "item2vec");
  if (HasTree(config)) vectors.output = vectors.input;
  return Item2VecModel{counts.size(), vectors.dimension,
                       std::move(vectors.input), std::move(vectors.output)};
}

}  // namespace

absl::StatusOr<Item2VecModel> TrainItem2Vec(const Corpus& corpus,
                                            const v1::Item2VecConfig& config,
                                            const Item2VecOptions& options) {
  C2V_RETURN_IF_ERROR(CheckItem2VecConfig(config, "item2vec"));
  v1::Item2VecConfig full = config;
  FillItem2VecDefaults(&full);
  C2V_ASSIGN_OR_RETURN(const size_t items,
                       FrequentItems(corpus, full.min_count(), "item2vec"));
  const CorpusArrays& arrays = corpus.arrays();
  if (full.model() == v1::WORD_MODEL_CBOW) {
    return TrainCbow({arrays.items, arrays.basket_offsets},
                     std::span(corpus.basket_counts()).first(items), full,
                     options);
  }
  C2V_ASSIGN_OR_RETURN(
      SgnsModel model,
      TrainSgns({arrays.items, arrays.basket_offsets},
                std::span(corpus.basket_counts()).first(items),
                ToSgnsSettings(full),
                {.seed = options.seed,
                 .threads = options.threads,
                 .progress = options.progress,
                 .progress_interval_seconds = options.progress_interval_seconds,
                 .start = options.start,
                 .checkpoint = options.checkpoint}),
      "item2vec");
  if (HasTree(full)) model.output = model.input;
  return Item2VecModel{items, model.dimension, std::move(model.input),
                       std::move(model.output)};
}

}  // namespace customer2vec
