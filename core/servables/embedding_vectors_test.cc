#include "core/servables/embedding_vectors.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <utility>
#include <vector>

#include "core/base/status_matchers.h"
#include "core/servables/embedding_test_util.h"

namespace customer2vec {
namespace {

using ::testing::Each;
using ::testing::FloatNear;
using ::testing::HasSubstr;

TEST(EmbeddingVectorsTest, ScoresAreCosineAndInnerProductWithPrior) {
  const RandomEmbedding random(20, 3, 7, /*seed=*/1);
  const EmbeddingVectors vectors = random.Vectors(/*popularity_weight=*/0.5);
  EXPECT_EQ(vectors.item_count(), 20u);
  EXPECT_EQ(vectors.customer_count(), 3u);
  const std::vector<float> query = {1, -2, 3, 0, 1, 0.5, 2};
  for (size_t row = 0; row < 20; ++row) {
    EXPECT_NEAR(
        vectors.similar().Score(query, row),
        random.Dot(query, random.input, row) / random.Length(random.input, row),
        1e-5);
    EXPECT_NEAR(
        vectors.next().Score(query, row),
        random.Dot(query, random.output, row) + 0.5 * random.LogShare(row),
        1e-5);
  }
}

TEST(EmbeddingVectorsTest, VectorSetsSurviveAMove) {
  const RandomEmbedding random(5, 0, 3, /*seed=*/2);
  EmbeddingVectors first = random.Vectors(1);
  const VectorSet next = first.next();
  const EmbeddingVectors second = std::move(first);
  EXPECT_EQ(next.bias.data(), second.next().bias.data());
}

TEST(EmbeddingVectorsTest, ZeroVectorsAndItemsNeverTakenStayFinite) {
  RandomEmbedding random(4, 0, 3, /*seed=*/3);
  std::fill(random.input.begin(), random.input.begin() + 3, 0.0f);
  random.counts = {5, 1, 0, 0};
  const EmbeddingVectors vectors = random.Vectors(1);
  EXPECT_EQ(vectors.inverse_norms()[0], 0);
  // As if taken once: 8 in all.
  EXPECT_NEAR(vectors.next().bias[0], std::log(5 / 8.0), 1e-6);
  EXPECT_NEAR(vectors.next().bias[3], std::log(1 / 8.0), 1e-6);
}

TEST(EmbeddingVectorsTest, NormsOfHugeNumbersDoNotOverflow) {
  const std::vector<float> huge = {1e30f, 0};
  const std::vector<uint32_t> counts = {1};
  C2V_ASSERT_OK_AND_ASSIGN(
      const EmbeddingVectors vectors,
      EmbeddingVectors::Create({2, huge, huge, {}}, counts, 0));
  EXPECT_FLOAT_EQ(vectors.inverse_norms()[0], 1e-30f);
}

TEST(EmbeddingVectorsTest, RefusesWhatDoesNotFit) {
  const RandomEmbedding random(4, 2, 3, /*seed=*/4);
  const auto create = [&](const EmbeddingArrays& arrays, size_t counts,
                          float weight = 0) {
    return EmbeddingVectors::Create(
        arrays, std::span(random.counts).first(counts), weight);
  };
  const auto refused = [](const char* words) {
    return StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(words));
  };
  EmbeddingArrays arrays = random.arrays();
  EXPECT_THAT(create(arrays, 4), IsOk());
  EXPECT_THAT(create(arrays, 3), refused("4 item vectors, but only 3 items"));
  EXPECT_THAT(create(arrays, 4, NAN), refused("popularity weight"));
  arrays.dimension = 0;
  EXPECT_THAT(create(arrays, 4), refused("dimension"));
  arrays.dimension = kMaxDimension + 1;
  EXPECT_THAT(create(arrays, 4), refused("dimension"));
  arrays = random.arrays();
  arrays.input = arrays.input.first(11);
  EXPECT_THAT(create(arrays, 4), refused("input vectors: 11 numbers"));
  arrays = random.arrays();
  arrays.output = arrays.output.first(9);
  EXPECT_THAT(create(arrays, 4), refused("output vectors 9"));
  arrays = random.arrays();
  arrays.customers = arrays.customers.first(5);
  EXPECT_THAT(create(arrays, 4), refused("customer vectors: 5 numbers"));
}

TEST(EmbeddingVectorsTest, RefusesNumbersThatAreNotFinite) {
  for (const float bad : {std::numeric_limits<float>::quiet_NaN(),
                          std::numeric_limits<float>::infinity()}) {
    for (int array = 0; array < 3; ++array) {
      RandomEmbedding random(4, 2, 3, /*seed=*/5);
      std::vector<float>* values[] = {&random.input, &random.output,
                                      &random.customers};
      (*values[array])[4] = bad;
      EXPECT_THAT(
          EmbeddingVectors::Create(random.arrays(), random.counts, 0),
          StatusIs(absl::StatusCode::kInvalidArgument,
                   HasSubstr("row 1, column 1 is not a finite number")));
    }
  }
}

TEST(RollUpCustomersTest, IsTheWeightedMeanOfTheVectorsInTheSpace) {
  // Two items in two dimensions, and what lies behind them in memory.
  const std::vector<float> memory = {1, 0, 0, 2, 99, 99};
  const std::span<const float> input = std::span(memory).first(4);
  OwnedHistories histories;
  histories.Add({{.item = 0, .basket_count = 3, .decayed_count = 3},
                 {.item = 1, .basket_count = 1, .decayed_count = 1},
                 {.item = 2, .basket_count = 2, .decayed_count = 2}},
                3);
  histories.Add({{.item = 9, .basket_count = 1, .decayed_count = 1}});
  histories.Add({});
  const std::vector<float> customers =
      RollUpCustomers(2, input, histories.View(/*item_count=*/10));
  EXPECT_THAT(customers, ::testing::ElementsAre(0.75f, 0.5f, 0, 0, 0, 0));
}

}  // namespace
}  // namespace customer2vec
