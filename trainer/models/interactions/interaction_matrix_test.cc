#include "trainer/models/interactions/interaction_matrix.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace customer2vec {
namespace {

using ::testing::ElementsAre;
using ::testing::FloatEq;
using ::testing::IsEmpty;

// Customer 0: {0, 2}, {2}; customer 1: nothing; a basket of nobody: {1, 3}.
Corpus MakeCorpus() {
  return Corpus({.item_ids = {"a", "b", "c", "d"},
                 .customer_ids = {"x", "y"},
                 .items = {0, 2, 2, 3, 1},
                 .basket_offsets = {0, 2, 3, 5},
                 .basket_times = {1, 2, 3},
                 .basket_customers = {0, 0, kNoCustomer},
                 .customer_offsets = {0, 2, 2}});
}

TEST(InteractionMatrix, CountsCustomersThenBasketsOfNobody) {
  const InteractionMatrix matrix = CountInteractions(MakeCorpus(), 4, 1);
  EXPECT_EQ(matrix.row_count(), 3);
  EXPECT_EQ(matrix.column_count, 4);
  EXPECT_THAT(matrix.Columns(0), ElementsAre(0, 2));
  EXPECT_THAT(matrix.Values(0), ElementsAre(1, 2));
  EXPECT_THAT(matrix.Columns(1), IsEmpty());
  EXPECT_THAT(matrix.Columns(2), ElementsAre(1, 3));
}

TEST(InteractionMatrix, OlderBasketsWeighLess) {
  const InteractionMatrix matrix = CountInteractions(MakeCorpus(), 4, 0.5);
  EXPECT_THAT(matrix.Values(0), ElementsAre(FloatEq(0.5), FloatEq(1.5)));
}

TEST(InteractionMatrix, LeavesOutRareItems) {
  const InteractionMatrix matrix = CountInteractions(MakeCorpus(), 2, 1);
  EXPECT_THAT(matrix.Columns(0), ElementsAre(0));
  EXPECT_THAT(matrix.Columns(2), ElementsAre(1));
}

TEST(InteractionMatrix, TransposesBothWays) {
  const InteractionMatrix matrix = CountInteractions(MakeCorpus(), 4, 0.5);
  const InteractionMatrix transposed = Transpose(matrix);
  EXPECT_EQ(transposed.row_count(), 4);
  EXPECT_EQ(transposed.column_count, 3);
  EXPECT_THAT(transposed.Columns(2), ElementsAre(0));
  EXPECT_THAT(transposed.Values(2), ElementsAre(FloatEq(1.5)));
  EXPECT_THAT(transposed.Columns(3), ElementsAre(2));
  const InteractionMatrix again = Transpose(transposed);
  EXPECT_EQ(again.offsets, matrix.offsets);
  EXPECT_EQ(again.columns, matrix.columns);
  EXPECT_EQ(again.values, matrix.values);
}

}  // namespace
}  // namespace customer2vec
