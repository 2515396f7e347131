#include "bench/train/sgns_work.h"

#include "core/base/random.h"
#include "trainer/models/sgns/alias_sampler.h"
#include "trainer/models/sgns/sgns_blocks.h"

namespace customer2vec::bench {
namespace {

constexpr double kFlopsAPair = 6;  // of a dimension: three multiply-adds

size_t RoundUp(size_t value, size_t multiple) {
  return (value + multiple - 1) / multiple * multiple;
}

// Of one epoch whose blocks share so many negatives.
SgnsWork WorkOfEpoch(const SgnsCorpus& corpus, const SgnsSettings& settings,
                     uint32_t shared_negatives) {
  const std::vector<float> keep =
      KeepProbabilities(corpus.counts, settings.subsample);
  const AliasSampler sampler(
      PowerWeights(corpus.counts, settings.negative_exponent));
  SgnsBlockMaker maker(BlockSettings(settings), keep, sampler);
  maker.ShareNegatives(shared_negatives);
  const Sentences sentences = corpus.View();
  Random random(1);
  SgnsBlock block;
  double pairs = 0, rows = 0;
  for (size_t i = 0; i < sentences.size(); ++i) {
    maker.Start(sentences[i], random);
    while (maker.Next(random, &block)) {
      pairs +=
          static_cast<double>(kSgnsInputs * RoundUp(block.outputs.size(), 2));
      rows += static_cast<double>(2 * block.new_tokens.size() +
                                  block.new_negatives.size());
    }
  }
  const auto stride = static_cast<double>(
      RoundUp(settings.dimension, EmbeddingMatrix::kRowAlignment));
  return {pairs * stride * kFlopsAPair, rows * stride * 2 * sizeof(float)};
}

}  // namespace

SgnsWork MeasureWork(const SgnsCorpus& corpus, const SgnsSettings& settings) {
  const double middle = kMiddleEnd - kMiddleBegin;
  const SgnsWork ends =
      WorkOfEpoch(corpus, settings, SharedNegatives(settings, 0));
  const SgnsWork between =
      WorkOfEpoch(corpus, settings, SharedNegatives(settings, kMiddleBegin));
  return {
      settings.epochs * ((1 - middle) * ends.flops + middle * between.flops),
      settings.epochs * ((1 - middle) * ends.bytes + middle * between.bytes)};
}

}  // namespace customer2vec::bench
