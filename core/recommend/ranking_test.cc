#include "core/recommend/ranking.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace customer2vec {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Ranks rows 0 to n - 1 with scores n to 1, and remembers how it was asked.
class FakeSpace final : public Space {
 public:
  FakeSpace() : Space("fake") {}

  size_t dimension() const override { return 1; }
  size_t item_count() const override { return 5; }
  size_t customer_count() const override { return 0; }
  std::span<const float> ItemVector(VectorRole, uint32_t) const override {
    return {};
  }
  std::span<const float> CustomerVector(uint32_t) const override { return {}; }
  bool Encode(Scoring, std::span<const HistoryEvent>,
              std::span<float>) const override {
    return false;
  }
  void Search(Scoring asked, std::span<const float>,
              const SearchOptions& options,
              std::vector<ScoredItem>* top) const override {
    scoring = asked;
    exact = options.exact;
    top->clear();
    for (uint32_t row = 0; row < 5 && top->size() < options.k; ++row) {
      if (options.filter == nullptr || options.filter->Allows(row)) {
        top->push_back({row, 5.0f - static_cast<float>(row)});
      }
    }
  }
  float Score(Scoring, std::span<const float>, uint32_t) const override {
    return 0;
  }

  mutable Scoring scoring = Scoring::kNext;
  mutable bool exact = false;
};

// Ranks row 3 where a customer is known.
class FakeScorer final : public Scorer {
 public:
  FakeScorer() : Scorer("scorer") {}

  void Rank(const ScorerQuery& query, const SearchOptions& options,
            std::vector<ScoredItem>* top) const override {
    exact = options.exact;
    top->clear();
    if (query.customer &&
        (options.filter == nullptr || options.filter->Allows(3))) {
      top->push_back({3, 1});
    }
  }

  mutable bool exact = false;
};

constexpr float kQuery[] = {1};

TEST(RankingTest, AsksTheSpace) {
  const FakeSpace space;
  const Ranking ranking = Ranking::BySpace(space, Scoring::kSimilar, kQuery);
  EXPECT_TRUE(ranking.is_space());
  EXPECT_TRUE(ranking.HasAny(nullptr));
  EXPECT_EQ(ranking.servable(), "fake");
  std::vector<ScoredItem> top;
  ranking.Top({.k = 2}, &top);
  EXPECT_THAT(top, ElementsAre(ScoredItem{0, 5}, ScoredItem{1, 4}));
  EXPECT_EQ(space.scoring, Scoring::kSimilar);
}

TEST(RankingTest, WithoutAQueryASpaceRanksNothing) {
  const FakeSpace space;
  const Ranking ranking = Ranking::BySpace(space, Scoring::kNext, {});
  EXPECT_FALSE(ranking.HasAny(nullptr));
  std::vector<ScoredItem> top = {{1, 1}};
  ranking.Top({.k = 2}, &top);
  EXPECT_THAT(top, IsEmpty());
}

TEST(AnswerByTest, TellsNothingKnownFromNothingAllowed) {
  const FakeScorer scorer;
  RowFilter filter;
  filter.Exclude(std::vector<uint32_t>{3});
  const RankingLimits limits{.filter = &filter};
  Answer answer;
  EXPECT_EQ(AnswerBy(Ranking::ByScorer(scorer, {}), limits, &answer),
            AnswerState::kNothingKnown);
  EXPECT_EQ(
      AnswerBy(Ranking::ByScorer(scorer, {.customer = 1}), limits, &answer),
      AnswerState::kNothingLeft);
  EXPECT_THAT(answer.page, IsEmpty());
  EXPECT_EQ(*answer.servable, "scorer");
}

TEST(AnswerByTest, APageThatIsEmptyForOtherReasonsIsAnAnswer) {
  const FakeScorer scorer;
  const Ranking ranking = Ranking::ByScorer(scorer, {.customer = 1});
  Answer answer;
  EXPECT_EQ(AnswerBy(ranking, {.bounds = {.min_score = 2}}, &answer),
            AnswerState::kAnswered);
  EXPECT_THAT(answer.page, IsEmpty());
  EXPECT_EQ(AnswerBy(ranking, {.bounds = {.cursor = {1, {3, 1}}}}, &answer),
            AnswerState::kAnswered);
  EXPECT_THAT(answer.page, IsEmpty());
}

TEST(AnswerByTest, SearchesLaterPagesOfASpaceExactly) {
  const FakeSpace space;
  const Ranking ranking = Ranking::BySpace(space, Scoring::kNext, kQuery);
  RankingLimits limits{.bounds = {.k = 2}};
  Answer answer;
  EXPECT_EQ(AnswerBy(ranking, limits, &answer), AnswerState::kAnswered);
  EXPECT_FALSE(space.exact);
  EXPECT_TRUE(answer.more);
  limits.bounds.cursor = {2, answer.page.back()};
  EXPECT_EQ(AnswerBy(ranking, limits, &answer), AnswerState::kAnswered);
  EXPECT_TRUE(space.exact);
  EXPECT_THAT(answer.page, ElementsAre(ScoredItem{2, 3}, ScoredItem{3, 2}));
  // A scorer's scores may depend on how it searches: they stay as they were.
  const FakeScorer scorer;
  AnswerBy(Ranking::ByScorer(scorer, {.customer = 1}), limits, &answer);
  EXPECT_FALSE(scorer.exact);
  limits.exact = true;
  AnswerBy(Ranking::ByScorer(scorer, {.customer = 1}), limits, &answer);
  EXPECT_TRUE(scorer.exact);
}

}  // namespace
}  // namespace customer2vec
