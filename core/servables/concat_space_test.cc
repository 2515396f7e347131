#include "core/servables/concat_space.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "core/servables/embedding_space.h"
#include "core/servables/embedding_test_util.h"

namespace customer2vec {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::FloatNear;
using ::testing::Pointwise;

std::unique_ptr<const Space> MakeSpace(const RandomEmbedding& random,
                                       const std::string& name) {
  return MakeExactSpace(name, random.Vectors(/*popularity_weight=*/0));
}

TEST(JoinPartTest, BringsAVectorToItsWeight) {
  const RandomEmbedding random(3, 0, 2, 1);
  const auto space = MakeSpace(random, "a");
  const std::vector<float> vector = {3, 4};
  std::vector<float> joined(2, 9);
  JoinPart({space.get(), 0.5f}, vector, joined);
  EXPECT_THAT(joined, ElementsAre(FloatNear(0.3, 1e-6), FloatNear(0.4, 1e-6)));
  JoinPart({space.get(), 0.5f, /*keep_length=*/true}, vector, joined);
  EXPECT_THAT(joined, ElementsAre(1.5, 2));
  JoinPart({space.get(), 2}, joined, joined);  // in place
  EXPECT_THAT(joined, ElementsAre(FloatNear(1.2, 1e-6), FloatNear(1.6, 1e-6)));
  JoinPart({space.get(), 2}, std::vector<float>{0, 0}, joined);
  EXPECT_THAT(joined, Each(0.0f));
  joined = {1, 1};
  JoinPart({space.get(), 2}, {}, joined);
  EXPECT_THAT(joined, Each(0.0f));
}

// Two spaces of 5 and 3 items, joined by hand.
class ConcatSpaceTest : public testing::Test {
 protected:
  ConcatSpaceTest()
      : a_(5, 2, 4, 1),
        b_(3, 2, 3, 2),
        joined_(5, 2, 7, 3),
        space_a_(MakeSpace(a_, "a")),
        space_b_(MakeSpace(b_, "b")) {}

  std::vector<ConcatPart> Parts() const {
    return {{space_a_.get(), 1}, {space_b_.get(), 0.5}};
  }

  RandomEmbedding a_, b_, joined_;
  std::unique_ptr<const Space> space_a_, space_b_;
};

TEST_F(ConcatSpaceTest, IsCalledAndSearchedAsTheJoinedVectors) {
  const ConcatSpace space(MakeSpace(joined_, "both"), Parts(), {});
  EXPECT_EQ(space.name(), "both");
  EXPECT_EQ(space.dimension(), 7);
  EXPECT_EQ(space.item_count(), 5);
  EXPECT_EQ(space.customer_count(), 2);
  EXPECT_EQ(space.ItemVector(VectorRole::kOutput, 4)[6],
            joined_.output[4 * 7 + 6]);
  EXPECT_EQ(space.CustomerVector(1)[0], joined_.customers[7]);
  const std::vector<float> query = {1, 0, 2, 0, 0, 1, 1};
  std::vector<ScoredItem> top;
  space.Search(Scoring::kNext, query, {.k = 5}, &top);
  ASSERT_EQ(top.size(), 5);
  EXPECT_NEAR(top[0].score, joined_.Dot(query, joined_.output, top[0].item),
              1e-4);
  EXPECT_EQ(space.Score(Scoring::kNext, query, top[0].item), top[0].score);
}

TEST_F(ConcatSpaceTest, NextIsThePartsOwnEncodings) {
  const ConcatSpace space(MakeSpace(joined_, "both"), Parts(), {});
  const std::vector<HistoryEvent> history = {{0, 1}, {2, 3}};
  std::vector<float> query(7);
  ASSERT_TRUE(space.Encode(Scoring::kNext, history, query));
  std::vector<float> a(4), b(3);
  ASSERT_TRUE(space_a_->Encode(Scoring::kNext, history, a));
  ASSERT_TRUE(space_b_->Encode(Scoring::kNext, history, b));
  const auto length = [](const std::vector<float>& v) {
    double sum = 0;
    for (const float x : v) sum += double{x} * x;
    return std::sqrt(sum);
  };
  for (size_t i = 0; i < 4; ++i) EXPECT_NEAR(query[i], a[i] / length(a), 1e-6);
  for (size_t i = 0; i < 3; ++i) {
    EXPECT_NEAR(query[4 + i], 0.5 * b[i] / length(b), 1e-6);
  }
}

TEST_F(ConcatSpaceTest, APartThatCannotEncodeGivesZeros) {
  const ConcatSpace space(MakeSpace(joined_, "both"), Parts(), {});
  std::vector<float> query(7, 1);
  const std::vector<HistoryEvent> only_a = {{4, 1}};
  ASSERT_TRUE(space.Encode(Scoring::kNext, only_a, query));
  EXPECT_THAT(std::vector<float>(query.begin() + 4, query.end()), Each(0.0f));
  EXPECT_FALSE(space.Encode(Scoring::kNext, {}, query));
  EXPECT_THAT(query, Each(0.0f));
}

TEST_F(ConcatSpaceTest, SimilarIsEncodedByTheJoinedVectors) {
  const auto plain = MakeSpace(joined_, "plain");
  const ConcatSpace space(MakeSpace(joined_, "both"), Parts(), {});
  const std::vector<HistoryEvent> history = {{1, 1}, {3, 2}};
  std::vector<float> query(7), expected(7);
  ASSERT_TRUE(space.Encode(Scoring::kSimilar, history, query));
  ASSERT_TRUE(plain->Encode(Scoring::kSimilar, history, expected));
  EXPECT_EQ(query, expected);
}

TEST_F(ConcatSpaceTest, QueriesAreProjected) {
  const RandomEmbedding small(5, 2, 2, 4);
  std::vector<float> projection(2 * 7);
  for (size_t i = 0; i < projection.size(); ++i) {
    projection[i] = static_cast<float>(i % 5) - 2;
  }
  const ConcatSpace space(MakeSpace(small, "both"), Parts(), projection);
  const ConcatSpace whole(MakeSpace(joined_, "whole"), Parts(), {});
  const std::vector<HistoryEvent> history = {{0, 1}, {1, 1}};
  std::vector<float> query(2), joined(7), expected(2);
  ASSERT_TRUE(space.Encode(Scoring::kNext, history, query));
  ASSERT_TRUE(whole.Encode(Scoring::kNext, history, joined));
  for (size_t i = 0; i < 2; ++i) {
    for (size_t j = 0; j < 7; ++j) {
      expected[i] += projection[i * 7 + j] * joined[j];
    }
  }
  EXPECT_THAT(query, Pointwise(FloatNear(1e-5), expected));
}

// A part may be a concatenation itself.
TEST_F(ConcatSpaceTest, Nests) {
  const RandomEmbedding small(5, 2, 2, 4);
  const std::vector<float> projection(2 * 7, 0.25f);
  const ConcatSpace inner(MakeSpace(small, "inner"), Parts(), projection);
  const RandomEmbedding outer_vectors(5, 2, 2 + 4, 5);
  const ConcatSpace outer(MakeSpace(outer_vectors, "outer"),
                          {{&inner, 1}, {space_a_.get(), 1}}, {});
  const std::vector<HistoryEvent> history = {{0, 1}, {1, 1}};
  std::vector<float> query(6), own(2), a(4);
  ASSERT_TRUE(outer.Encode(Scoring::kNext, history, query));
  ASSERT_TRUE(inner.Encode(Scoring::kNext, history, own));
  ASSERT_TRUE(space_a_->Encode(Scoring::kNext, history, a));
  JoinPart({&inner, 1}, own, own);
  JoinPart({space_a_.get(), 1}, a, a);
  own.insert(own.end(), a.begin(), a.end());
  EXPECT_THAT(query, Pointwise(FloatNear(1e-6), own));
}

}  // namespace
}  // namespace customer2vec
