#include "core/servables/content_scorer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/base/random.h"
#include "core/base/status_matchers.h"
#include "core/tables/tables_arrays.h"
#include "core/vectors/top_k.h"

namespace customer2vec {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> Ids(absl::string_view prefix, size_t n) {
  std::vector<std::string> ids;
  for (size_t i = 0; i < n; ++i) ids.push_back(absl::StrCat(prefix, i));
  return ids;
}

// Items with the given basket counts, one customer with the given history.
class ContentShop {
 public:
  ContentShop(std::vector<uint32_t> basket_counts,
              const std::vector<HistoryEntry>& history,
              const std::vector<std::vector<std::pair<uint32_t, float>>>& rows,
              size_t term_count) {
    const auto ids = Ids("i", basket_counts.size());
    arrays_.items = *BuildVocabulary(ids);
    arrays_.catalogue = *BuildCatalogue(ids, {});
    arrays_.basket_counts = std::move(basket_counts);
    arrays_.basket_count = 1000;
    arrays_.customers = *BuildVocabulary(Ids("c", 1));
    arrays_.histories.offsets = {0, history.size()};
    arrays_.histories.basket_counts = {10};
    arrays_.histories.entries = history;
    tables_ = *CreateTables(arrays_.view());
    offsets_ = {0};
    for (const auto& row : rows) {
      for (const auto& [term, weight] : row) {
        terms_.push_back(term);
        weights_.push_back(weight);
      }
      offsets_.push_back(terms_.size());
    }
    term_count_ = term_count;
  }

  TermRows rows() const { return {offsets_, terms_, weights_, term_count_}; }
  const Tables& tables() const { return tables_; }

 private:
  TablesArrays arrays_;
  Tables tables_;
  std::vector<uint64_t> offsets_;
  std::vector<uint32_t> terms_;
  std::vector<float> weights_;
  size_t term_count_ = 0;
};

// Terms: 0 tea, 1 green, 2 soap.
ContentShop TeaShop() {
  return ContentShop({9, 4, 4, 1},
                     {{.item = 3,
                       .basket_count = 2,
                       .last_basket = 1,
                       .decayed_count = 1.5F,
                       .last_time = 1}},
                     {{{0, 1}}, {{0, 0.6F}, {1, 0.8F}}, {{2, 1}}, {{2, 1}}}, 3);
}

TEST(ContentScorerTest, RanksByCosineOfTheHistoryAndTheItem) {
  const ContentShop shop = TeaShop();
  const ContentScorer scorer("content", shop.tables(), shop.rows(), 0);
  std::vector<ScoredItem> top;
  const std::vector<HistoryEvent> green = {{.item = 1}};
  scorer.Rank({.events = green}, {.k = 5}, &top);
  EXPECT_THAT(top, ElementsAre(ScoredItem{1, 1}, ScoredItem{0, 0.6F}));
}

TEST(ContentScorerTest, AddsUpStoredHistoryAndEvents) {
  const ContentShop shop = TeaShop();
  const ContentScorer scorer("content", shop.tables(), shop.rows(), 0);
  std::vector<ScoredItem> top;
  const std::vector<HistoryEvent> tea = {{.item = 0, .weight = 2}};
  scorer.Rank({.events = tea, .customer = 0}, {.k = 5}, &top);
  // Profile (2, 0, 1.5) / 2.5.
  ASSERT_EQ(top.size(), 4u);
  EXPECT_EQ(top[0].item, 0u);
  EXPECT_NEAR(top[0].score, 0.8, 1e-6);
  EXPECT_EQ(top[1].item, 2u);
  EXPECT_NEAR(top[1].score, 0.6, 1e-6);
  EXPECT_NEAR(top[3].score, 0.48, 1e-6);
}

TEST(ContentScorerTest, PopularityLiftsTheMoreBought) {
  const ContentShop shop = TeaShop();
  const ContentScorer scorer("content", shop.tables(), shop.rows(), 0.5F);
  std::vector<ScoredItem> top;
  const std::vector<HistoryEvent> soap = {{.item = 2}};
  scorer.Rank({.events = soap}, {.k = 5}, &top);
  ASSERT_EQ(top.size(), 2u);
  EXPECT_EQ(top[0].item, 2u);
  EXPECT_NEAR(top[0].score, 1 + 0.5 * std::log(5.0) / std::log(10.0), 1e-6);
  EXPECT_NEAR(top[1].score, 1 + 0.5 * std::log(2.0) / std::log(10.0), 1e-6);
}

TEST(ContentScorerTest, NothingKnownHasNoScores) {
  const ContentShop shop = TeaShop();
  const ContentScorer scorer("content", shop.tables(), shop.rows(), 1);
  std::vector<ScoredItem> top = {{1, 1}};
  scorer.Rank({}, {.k = 5}, &top);
  EXPECT_THAT(top, IsEmpty());
  const std::vector<HistoryEvent> cancelled = {{.item = 0, .weight = 1},
                                               {.item = 0, .weight = -1}};
  scorer.Rank({.events = cancelled}, {.k = 5}, &top);
  EXPECT_THAT(top, IsEmpty());
}

// Items 0 to 9 have a light term only, item 10 a heavy one too; item 0 is the
// most bought by far.
ContentShop HeavyAndLightShop() {
  std::vector<std::vector<std::pair<uint32_t, float>>> rows(10, {{1, 0.2F}});
  rows.push_back({{0, 0.98F}, {1, 0.2F}});
  return ContentShop({900, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}, {}, rows, 2);
}

TEST(ContentScorerTest, APopularItemIsNotLostByEndingEarly) {
  const ContentShop shop = HeavyAndLightShop();
  const ContentScorer scorer("content", shop.tables(), shop.rows(), 2);
  std::vector<ScoredItem> top;
  const std::vector<HistoryEvent> heavy = {{.item = 10}};
  scorer.Rank({.events = heavy}, {.k = 1}, &top);
  ASSERT_EQ(top.size(), 1u);
  EXPECT_EQ(top[0].item, 0u);
}

TEST(ContentScorerTest, AnExcludedItemDoesNotEndTheSearch) {
  const ContentShop shop = HeavyAndLightShop();
  const ContentScorer scorer("content", shop.tables(), shop.rows(), 0);
  RowFilter filter;
  const std::vector<uint32_t> excluded = {10};
  filter.Exclude(excluded);
  std::vector<ScoredItem> top;
  const std::vector<HistoryEvent> heavy = {{.item = 10}};
  scorer.Rank({.events = heavy}, {.k = 1, .filter = &filter}, &top);
  ASSERT_EQ(top.size(), 1u);
  EXPECT_EQ(top[0].item, 0u);
}

// Against every item one by one, on random rows: filters, dislikes, sizes.
class ContentScorerRandomTest : public ::testing::Test {
 protected:
  static constexpr size_t kItems = 600, kTerms = 80;

  static ContentShop MakeShop() {
    Random random(5);
    std::vector<uint32_t> counts(kItems);
    for (size_t i = 0; i < kItems; ++i) counts[i] = (kItems - i) / 2;
    std::vector<std::vector<std::pair<uint32_t, float>>> rows(kItems);
    for (auto& row : rows) {
      for (uint32_t term = 0; term < kTerms; ++term) {
        // Low terms are common and light, high ones rare and heavy.
        if (random.Uniform() < 2.0 / (term + 2)) {
          row.push_back({term, static_cast<float>(0.1 + 0.02 * term)});
        }
      }
    }
    return ContentShop(counts, {}, rows, kTerms);
  }

  std::vector<ScoredItem> Plain(const std::vector<HistoryEvent>& events,
                                const SearchOptions& options,
                                float popularity_weight) const {
    std::vector<double> profile(kTerms, 0);
    std::vector<bool> is_in(kTerms, false);
    const TermRows rows = shop_.rows();
    for (const HistoryEvent& event : events) {
      for (auto p = rows.offsets[event.item]; p < rows.offsets[event.item + 1];
           ++p) {
        profile[rows.terms[p]] += event.weight * rows.weights[p];
        is_in[rows.terms[p]] = true;
      }
    }
    const double norm = std::sqrt(std::inner_product(
        profile.begin(), profile.end(), profile.begin(), 0.0));
    std::vector<ScoredItem> top;
    TopK best(options.k, &top);
    for (uint32_t item = 0; item < kItems; ++item) {
      double score = 0;
      bool shares = false;
      for (auto p = rows.offsets[item]; p < rows.offsets[item + 1]; ++p) {
        score += profile[rows.terms[p]] / norm * rows.weights[p];
        shares |= is_in[rows.terms[p]];
      }
      score += popularity_weight *
               std::log1p(shop_.tables().basket_counts[item]) /
               std::log1p(shop_.tables().basket_counts[0]);
      if (!shares) continue;
      if (options.filter != nullptr && !options.filter->Allows(item)) continue;
      best.Push({item, static_cast<float>(score)});
    }
    best.Finish();
    return top;
  }

  void ExpectLikePlain(const std::vector<HistoryEvent>& events,
                       const SearchOptions& options, float popularity_weight) {
    const ContentScorer scorer("content", shop_.tables(), shop_.rows(),
                               popularity_weight);
    std::vector<ScoredItem> top;
    scorer.Rank({.events = events}, options, &top);
    const std::vector<ScoredItem> plain =
        Plain(events, options, popularity_weight);
    ASSERT_EQ(top.size(), plain.size());
    for (size_t i = 0; i < top.size(); ++i) {
      EXPECT_NEAR(top[i].score, plain[i].score, 1e-5) << i;
    }
  }

  const ContentShop shop_ = MakeShop();
};

TEST_F(ContentScorerRandomTest, IsExact) {
  Random random(6);
  for (int round = 0; round < 60; ++round) {
    SCOPED_TRACE(round);
    std::vector<HistoryEvent> events;
    for (int i = 0; i <= round % 7; ++i) {
      events.push_back(
          {.item = random.Below(kItems), .weight = i % 3 == 2 ? -0.7F : 1.0F});
    }
    RowFilter excluding, restricted;
    std::vector<uint32_t> rows;
    for (int i = 0; i < 40; ++i) rows.push_back(random.Below(kItems));
    excluding.Exclude(rows);
    restricted.RestrictTo(rows);
    const size_t k = 1 + round % 30;
    for (const RowFilter* filter :
         {static_cast<const RowFilter*>(nullptr), &std::as_const(excluding),
          &std::as_const(restricted)}) {
      ExpectLikePlain(events, {.k = k, .filter = filter}, 0);
      ExpectLikePlain(events, {.k = k, .filter = filter}, 0.05F);
    }
  }
}

}  // namespace
}  // namespace customer2vec
