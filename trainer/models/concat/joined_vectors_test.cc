#include "trainer/models/concat/joined_vectors.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <memory>

#include "core/base/status_macros.h"
#include "core/base/status_matchers.h"
#include "core/servables/embedding_space.h"
#include "core/servables/embedding_test_util.h"

namespace customer2vec {
namespace {

using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// Spaces of 40 and 25 items; only the first has customers.
class JoinVectorsTest : public testing::Test {
 protected:
  JoinVectorsTest()
      : a_(40, 30, 4, 1),
        b_(25, 0, 3, 2),
        space_a_(MakeExactSpace("a", a_.Vectors(0))),
        space_b_(MakeExactSpace("b", b_.Vectors(0))),
        parts_{{space_a_.get(), 1}, {space_b_.get(), 0.5}} {}

  JoinedVectors Join(v1::ConcatReduction reduction, size_t dimension = 0) {
    auto joined = JoinVectors(parts_, reduction, dimension);
    EXPECT_THAT(joined, IsOk());
    return *std::move(joined);
  }

  static double Dot(std::span<const float> a, std::span<const float> b) {
    double sum = 0;
    for (size_t i = 0; i < a.size(); ++i) sum += double{a[i]} * b[i];
    return sum;
  }
  static std::span<const float> Row(const std::vector<float>& rows, size_t row,
                                    size_t dimension) {
    return std::span(rows).subspan(row * dimension, dimension);
  }

  RandomEmbedding a_, b_;
  std::unique_ptr<const Space> space_a_, space_b_;
  std::vector<ConcatPart> parts_;
};

TEST_F(JoinVectorsTest, PartsStandOneAfterAnother) {
  const JoinedVectors joined = Join(v1::CONCAT_REDUCTION_NONE);
  EXPECT_EQ(joined.dimension, 7);
  ASSERT_EQ(joined.input.size(), 40 * 7);
  ASSERT_EQ(joined.output.size(), 40 * 7);
  ASSERT_EQ(joined.customers.size(), 30 * 7);
  EXPECT_THAT(joined.projection, IsEmpty());
  const auto row = Row(joined.input, 7, 7);
  EXPECT_NEAR(row[2], a_.input[7 * 4 + 2] / a_.Length(a_.input, 7), 1e-6);
  EXPECT_NEAR(row[5], 0.5 * b_.input[7 * 3 + 1] / b_.Length(b_.input, 7), 1e-6);
  EXPECT_EQ(joined.output[7 * 7 + 2], a_.output[7 * 4 + 2]);
  EXPECT_EQ(joined.output[7 * 7 + 5], 0.5f * b_.output[7 * 3 + 1]);
}

TEST_F(JoinVectorsTest, WhatASpaceLacksIsZeros) {
  const JoinedVectors joined = Join(v1::CONCAT_REDUCTION_NONE);
  const auto item = Row(joined.input, 30, 7);
  EXPECT_NEAR(Dot(item.first(4), item.first(4)), 1, 1e-5);
  EXPECT_THAT(std::vector<float>(item.begin() + 4, item.end()), Each(0.0f));
  const auto customer = Row(joined.customers, 3, 7);
  EXPECT_NEAR(Dot(customer.first(4), customer.first(4)), 1, 1e-5);
  EXPECT_THAT(std::vector<float>(customer.begin() + 4, customer.end()),
              Each(0.0f));
}

TEST_F(JoinVectorsTest, KeptLengthsAreMultiplied) {
  parts_[0].keep_length = true;
  parts_[0].weight = 2;
  const JoinedVectors joined = Join(v1::CONCAT_REDUCTION_NONE);
  EXPECT_EQ(joined.input[7 * 7 + 2], 2 * a_.input[7 * 4 + 2]);
}

// All dimensions kept: a rotation, which leaves inner products alone.
TEST_F(JoinVectorsTest, PcaOfEverythingIsARotation) {
  const JoinedVectors plain = Join(v1::CONCAT_REDUCTION_NONE);
  const JoinedVectors pca = Join(v1::CONCAT_REDUCTION_PCA, 7);
  ASSERT_EQ(pca.projection.size(), 49);
  for (size_t i = 0; i < 40; ++i) {
    for (size_t j = 0; j < 40; ++j) {
      EXPECT_NEAR(Dot(Row(pca.input, i, 7), Row(pca.input, j, 7)),
                  Dot(Row(plain.input, i, 7), Row(plain.input, j, 7)), 1e-4);
      EXPECT_NEAR(Dot(Row(pca.output, i, 7), Row(pca.input, j, 7)),
                  Dot(Row(plain.output, i, 7), Row(plain.input, j, 7)), 1e-4);
    }
  }
}

TEST_F(JoinVectorsTest, WhiteningEvensVariancesAndKeepsNextScores) {
  const JoinedVectors plain = Join(v1::CONCAT_REDUCTION_NONE);
  const JoinedVectors white = Join(v1::CONCAT_REDUCTION_WHITENING, 7);
  for (size_t i = 0; i < 7; ++i) {
    double squares = 0;
    for (size_t row = 0; row < 40; ++row) {
      squares += std::pow(Row(white.input, row, 7)[i], 2);
    }
    for (size_t row = 0; row < 30; ++row) {
      squares += std::pow(Row(white.customers, row, 7)[i], 2);
    }
    EXPECT_NEAR(squares / 70, 1, 1e-3);
  }
  for (size_t i = 0; i < 40; ++i) {
    EXPECT_NEAR(Dot(Row(white.output, i, 7), Row(white.customers, 5, 7)),
                Dot(Row(plain.output, i, 7), Row(plain.customers, 5, 7)), 1e-3);
  }
}

TEST_F(JoinVectorsTest, FewerDimensionsKeepTheFirst) {
  const JoinedVectors all = Join(v1::CONCAT_REDUCTION_PCA, 7);
  const JoinedVectors half = Join(v1::CONCAT_REDUCTION_PCA);
  ASSERT_EQ(half.dimension, 3);
  ASSERT_EQ(half.projection.size(), 21);
  for (size_t row = 0; row < 30; ++row) {
    for (size_t i = 0; i < 3; ++i) {
      EXPECT_NEAR(Row(half.customers, row, 3)[i], Row(all.customers, row, 7)[i],
                  1e-5);
    }
  }
}

TEST_F(JoinVectorsTest, RefusesMoreThanThereIs) {
  EXPECT_THAT(JoinVectors(parts_, v1::CONCAT_REDUCTION_PCA, 8),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("concat.dimension is 8, but the spaces have "
                                 "7 together")));
  const RandomEmbedding few(3, 0, 4, 1);
  const auto space = MakeExactSpace("few", few.Vectors(0));
  parts_ = {{space.get()}, {space.get()}};
  EXPECT_THAT(JoinVectors(parts_, v1::CONCAT_REDUCTION_WHITENING, 2),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("principal axes of 8 dimensions")));
}

}  // namespace
}  // namespace customer2vec
