#include "core/servables/blend_scorer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <utility>
#include <vector>

#include "core/servables/embedding_space.h"
#include "core/servables/embedding_test_util.h"
#include "core/vectors/top_k.h"

namespace customer2vec {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Ranks a fixed list.
class FakeScorer : public Scorer {
 public:
  explicit FakeScorer(std::vector<ScoredItem> items)
      : Scorer("fake"), items_(std::move(items)) {}

  void Rank(const ScorerQuery& /*query*/, const SearchOptions& options,
            std::vector<ScoredItem>* top) const override {
    TopK best(options.k, top);
    for (const ScoredItem& item : items_) {
      if (!options.filter || options.filter->Allows(item.item)) best.Push(item);
    }
    best.Finish();
  }

 private:
  std::vector<ScoredItem> items_;
};

const FakeScorer& A() {
  static const FakeScorer& scorer = *new FakeScorer({{1, 6}, {2, 2}});
  return scorer;
}
const FakeScorer& B() {
  static const FakeScorer& scorer = *new FakeScorer({{2, 30}, {3, 10}});
  return scorer;
}

std::vector<ScoredItem> Rank(std::vector<BlendPart> parts,
                             const BlendOptions& options,
                             const SearchOptions& search = {.k = 9}) {
  const BlendScorer blend("all", std::move(parts), options, {}, 10);
  std::vector<ScoredItem> top = {{9, 99}};
  blend.Rank({}, search, &top);
  return top;
}

std::vector<ScoredItem> Scaled(ScoreScale scale, std::vector<ScoredItem> list,
                               float power = 1) {
  ScaleScores(scale, power, &list);
  return list;
}

TEST(ScaleScoresTest, MakesScoresComparable) {
  const std::vector<ScoredItem> list = {{7, 6}, {8, 2}, {9, -4}};
  EXPECT_THAT(Scaled(ScoreScale::kSum, list),
              ElementsAre(ScoredItem{7, 0.75f}, ScoredItem{8, 0.25f},
                          ScoredItem{9, 0}));
  EXPECT_THAT(Scaled(ScoreScale::kTop, {{7, 4}, {8, 1}}, 0.5f),
              ElementsAre(ScoredItem{7, 1}, ScoredItem{8, 0.5f}));
  EXPECT_THAT(
      Scaled(ScoreScale::kRange, list),
      ElementsAre(ScoredItem{7, 1}, ScoredItem{8, 0.6f}, ScoredItem{9, 0}));
  const auto softmax = Scaled(ScoreScale::kSoftmax,
                              {{7, std::log(300.0f)}, {8, std::log(100.0f)}});
  EXPECT_NEAR(softmax[0].score, 0.75, 1e-6);
  EXPECT_NEAR(softmax[1].score, 0.25, 1e-6);
}

TEST(ScaleScoresTest, OddListsStayFinite) {
  EXPECT_THAT(Scaled(ScoreScale::kSum, {}), IsEmpty());
  EXPECT_THAT(Scaled(ScoreScale::kSum, {{1, -1}}),
              ElementsAre(ScoredItem{1, 0}));
  EXPECT_THAT(Scaled(ScoreScale::kRange, {{1, 5}, {2, 5}}),
              ElementsAre(ScoredItem{1, 1}, ScoredItem{2, 1}));
}

TEST(BlendScorerTest, AddsWeightedShares) {
  EXPECT_THAT(Rank({{.scorer = &A()}, {.scorer = &B(), .weight = 2}}, {}),
              ElementsAre(ScoredItem{2, 0.25f + 1.5f}, ScoredItem{1, 0.75f},
                          ScoredItem{3, 0.5f}));
}

TEST(BlendScorerTest, PartsOfNoWeightAreNotAsked) {
  EXPECT_THAT(Rank({{.scorer = &A(), .weight = 0}, {.scorer = &B()}}, {}),
              ElementsAre(ScoredItem{2, 0.75f}, ScoredItem{3, 0.25f}));
}

TEST(BlendScorerTest, AddsReciprocalRanks) {
  EXPECT_THAT(Rank({{.scorer = &A()}, {.scorer = &B()}},
                   {.method = BlendMethod::kRanks, .rank_constant = 1}),
              ElementsAre(ScoredItem{2, 1.0f / 3 + 1.0f / 2},
                          ScoredItem{1, 1.0f / 2}, ScoredItem{3, 1.0f / 3}));
}

TEST(BlendScorerTest, ReadsToItsDepthAndDeeperWhenAsked) {
  const BlendOptions shallow{.depth = 1};
  EXPECT_THAT(Rank({{.scorer = &A()}, {.scorer = &B()}}, shallow, {.k = 1}),
              ElementsAre(ScoredItem{1, 1}));
  EXPECT_THAT(Rank({{.scorer = &A()}, {.scorer = &B()}}, shallow, {.k = 2}),
              ElementsAre(ScoredItem{2, 1}, ScoredItem{1, 0.75f}));
}

TEST(BlendScorerTest, HonoursTheFilter) {
  RowFilter filter;
  filter.Exclude(std::vector<uint32_t>{2});
  EXPECT_THAT(Rank({{.scorer = &A()}, {.scorer = &B()}}, {},
                   {.k = 9, .filter = &filter}),
              ElementsAre(ScoredItem{1, 1}, ScoredItem{3, 1}));
}

TEST(BlendScorerTest, ASpaceIsAskedByItsNextScore) {
  const RandomEmbedding random(/*items=*/10, /*customers=*/0, /*d=*/4, 3);
  const auto space = MakeExactSpace("items", random.Vectors(0.5f));
  const std::vector<HistoryEvent> events = {{.item = 4}};
  std::vector<float> query(4);
  ASSERT_TRUE(space->Encode(Scoring::kNext, events, query));
  std::vector<ScoredItem> expected;
  space->Search(Scoring::kNext, query, {.k = 10}, &expected);
  ScaleScores(ScoreScale::kSoftmax, 1, &expected);

  const BlendScorer blend(
      "all", {{.space = space.get(), .scale = ScoreScale::kSoftmax}}, {}, {},
      10);
  std::vector<ScoredItem> top;
  blend.Rank({.events = events}, {.k = 10}, &top);
  EXPECT_EQ(top, expected);
  blend.Rank({}, {.k = 10}, &top);
  EXPECT_THAT(top, IsEmpty());
}

}  // namespace
}  // namespace customer2vec
