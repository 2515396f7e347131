#include "trainer/models/factorization_machine/basket_history.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace customer2vec {
namespace {

TEST(BasketHistory, WeighsWhatCameBefore) {
  BasketHistory history(4, 0.5);
  EXPECT_EQ(history.WeightOf(1), 0);
  history.Add(std::vector<uint32_t>{1, 3, 9});
  history.Add(std::vector<uint32_t>{1});
  history.Add(std::vector<uint32_t>{2});
  EXPECT_EQ(history.baskets(), 3);
  std::vector<HistoryWeight> weights;
  history.Weigh(&weights);
  ASSERT_EQ(weights.size(), 3);
  for (const auto& [item, weight] : weights) {
    const float expected = item == 1   ? HistoryWeightOf(0.5, 1, 2)
                           : item == 3 ? HistoryWeightOf(0.5, 2, 1)
                                       : HistoryWeightOf(0.5, 0, 1);
    EXPECT_FLOAT_EQ(weight, expected) << item;
    EXPECT_EQ(history.WeightOf(item), weight);
  }
  history.Clear();
  EXPECT_EQ(history.baskets(), 0);
  EXPECT_EQ(history.WeightOf(1), 0);
  history.Weigh(&weights);
  EXPECT_TRUE(weights.empty());
}

}  // namespace
}  // namespace customer2vec
