#include "trainer/models/bpr/fit_fold_in.h"

#include <gtest/gtest.h>

#include "core/base/random.h"
#include "core/base/status_matchers.h"

namespace customer2vec {
namespace {

TEST(FitFoldIn, FoldedVectorsPointWhereLearnedOnesDo) {
  InteractionMatrix taken;
  taken.column_count = 60;
  Random random(1);
  for (size_t row = 0; row < 300; ++row) {
    for (uint32_t item = 0; item < 60; ++item) {
      if (random.Uniform() > (item / 20 == row % 3 ? 0.4 : 0.03)) continue;
      taken.columns.push_back(item);
      taken.values.push_back(1);
    }
    taken.offsets.push_back(taken.columns.size());
  }
  v1::BprConfig config;
  config.set_factors(6);
  config.set_epochs(40);
  config.set_learning_rate(0.1);
  auto model = TrainBpr(taken, config, {});
  ASSERT_THAT(model, IsOk());
  const FoldInSettings settings = FitFoldIn(taken, *model);
  EXPECT_GT(settings.confidence.alpha, 0);
  EXPECT_GT(settings.target, 0);
  EXPECT_GT(FoldInCosine(taken, *model, settings), 0.8);
}

TEST(FitFoldIn, WithoutCustomersKeepsUsableSettings) {
  InteractionMatrix nothing;
  nothing.column_count = 4;
  BprModel model{.factors = 2, .items = std::vector<float>(8)};
  const FoldInSettings settings = FitFoldIn(nothing, model);
  EXPECT_GT(settings.confidence.alpha, 0);
  EXPECT_GT(settings.regularization.weight, 0);
  EXPECT_EQ(settings.target, 1);
  EXPECT_EQ(FoldInCosine(nothing, model, settings), 0);
}

}  // namespace
}  // namespace customer2vec
