#include "bench/train/sgns_quality.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "bench/train/sgns_work.h"
#include "core/base/random.h"

namespace customer2vec::bench {
namespace {

SgnsCorpus SmallCorpus() {
  SgnsCorpusOptions options = ShopOfTokens(40000);
  options.shop.products = 400;
  options.shop.tastes = 20;
  options.held_out = 300;
  return MakeSgnsCorpus(options);
}

// A vector of each token that points to its group's axis.
std::vector<float> GroupAxes(const SgnsCorpus& corpus, size_t dimension) {
  std::vector<float> vectors(corpus.groups.size() * dimension);
  for (size_t row = 0; row < corpus.groups.size(); ++row) {
    vectors[row * dimension + corpus.groups[row] % dimension] = 1;
  }
  return vectors;
}

TEST(SgnsCorpusTest, RowsDescendByCount) {
  const SgnsCorpus corpus = SmallCorpus();
  EXPECT_NEAR(corpus.tokens.size(), 40000, 8000);
  EXPECT_EQ(corpus.offsets.back(), corpus.tokens.size());
  EXPECT_EQ(corpus.groups.size(), corpus.counts.size());
  EXPECT_TRUE(std::ranges::is_sorted(corpus.counts, std::greater()));
  EXPECT_EQ(corpus.counts[0], std::ranges::count(corpus.tokens, uint32_t{0}));
  EXPECT_EQ(corpus.held_out.size(), 300u);
}

TEST(SgnsCorpusTest, ALargerShopHasMoreRows) {
  const SgnsCorpus few = MakeSgnsCorpus(ShopOfTokens(20000, 600));
  const SgnsCorpus many = MakeSgnsCorpus(ShopOfTokens(20000, 6000));
  EXPECT_LE(few.counts.size(), 600u);
  EXPECT_GT(many.counts.size(), 2 * few.counts.size());
}

TEST(SgnsQualityTest, TheTruthIsBestAndNoiseIsChance) {
  const SgnsCorpus corpus = SmallCorpus();
  const std::vector<float> truth = GroupAxes(corpus, 20);
  const SgnsQuality best = MeasureQuality(corpus, {truth, truth, 20});
  Random random(3);
  std::vector<float> noise(truth.size());
  for (float& x : noise) x = static_cast<float>(random.Normal());
  const SgnsQuality chance = MeasureQuality(corpus, {noise, noise, 20});
  EXPECT_GT(best.neighbours, 0.95);
  EXPECT_GT(best.recall, 0.6) << "one line in three or so is off its theme";
  EXPECT_NEAR(chance.neighbours, 1.0 / 20, 0.02);
  EXPECT_NEAR(chance.recall, 10.0 / 101, 0.05);
}

TEST(SgnsWorkTest, MoreSharedNegativesAreMoreWork) {
  const SgnsCorpus corpus = SmallCorpus();
  const SgnsWork few =
      MeasureWork(corpus, {.shared_negatives = 4, .middle_negatives = 4});
  const SgnsWork middle =
      MeasureWork(corpus, {.shared_negatives = 4, .middle_negatives = 40});
  const SgnsWork many =
      MeasureWork(corpus, {.shared_negatives = 40, .middle_negatives = 40});
  EXPECT_NEAR((middle.flops - few.flops) / (many.flops - few.flops),
              kMiddleEnd - kMiddleBegin, 1e-6);
  EXPECT_GT(many.flops, 2 * few.flops);
  EXPECT_GT(many.bytes, few.bytes);
  const double tokens = static_cast<double>(corpus.tokens.size()) * 10;
  EXPECT_LT(few.flops / tokens, 40 * 208 * 6) << "pairs a token";
}

}  // namespace
}  // namespace customer2vec::bench
