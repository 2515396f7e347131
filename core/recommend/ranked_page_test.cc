#include "core/recommend/ranked_page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace customer2vec {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// `count` items; every third ties with the one before.
std::vector<ScoredItem> Items(uint32_t count) {
  std::vector<ScoredItem> items;
  for (uint32_t i = 0; i < count; ++i) {
    items.push_back({i, static_cast<float>(count - (i % 3 == 1 ? i - 1 : i))});
  }
  std::sort(items.begin(), items.end(), RanksBefore);
  return items;
}

// All pages, one after another; checks the size of each.
std::vector<ScoredItem> AllPages(size_t k, RankTop rank) {
  std::vector<ScoredItem> all;
  std::vector<ScoredItem> page;
  PageBounds bounds{.k = k};
  for (bool more = true; more;) {
    more = TakePage(bounds, rank, &page);
    EXPECT_TRUE(!more || page.size() == k);
    all.insert(all.end(), page.begin(), page.end());
    if (page.empty()) break;
    bounds.cursor = {static_cast<uint32_t>(all.size()), page.back()};
  }
  return all;
}

TEST(TakePageTest, PagesPutTogetherAreTheWholeRanking) {
  const std::vector<ScoredItem> items = Items(50);
  const auto rank = [&](size_t k, std::vector<ScoredItem>* top) {
    top->assign(items.begin(), items.begin() + std::min(k, items.size()));
  };
  for (const size_t k : {1, 7, 10, 25, 49, 50, 51}) {
    EXPECT_EQ(AllPages(k, rank), items) << k;
  }
}

TEST(TakePageTest, DoesNotOverlapWhenTheRankingFindsMoreLater) {
  const std::vector<ScoredItem> items = Items(40);
  // Like an approximate index: a short list misses every fifth item.
  const auto rank = [&](size_t k, std::vector<ScoredItem>* top) {
    top->clear();
    for (size_t i = 0; i < items.size() && top->size() < k; ++i) {
      if (k <= 11 && i % 5 == 2) continue;
      top->push_back(items[i]);
    }
  };
  const std::vector<ScoredItem> all = AllPages(10, rank);
  EXPECT_TRUE(std::is_sorted(all.begin(), all.end(), RanksBefore));
  EXPECT_EQ(std::adjacent_find(all.begin(), all.end()), all.end());
  // Of all that ranks after the first page nothing is lost.
  EXPECT_TRUE(std::includes(all.begin(), all.end(), items.begin() + 12,
                            items.end(), RanksBefore));
}

TEST(TakePageTest, EndsBelowTheLowestScore) {
  const std::vector<ScoredItem> items = {{1, 3}, {2, 2}, {3, 1}};
  const auto rank = [&](size_t k, std::vector<ScoredItem>* top) {
    top->assign(items.begin(), items.begin() + std::min(k, items.size()));
  };
  std::vector<ScoredItem> page;
  EXPECT_FALSE(TakePage({.k = 2, .min_score = 2}, rank, &page));
  EXPECT_THAT(page, ElementsAre(items[0], items[1]));
  EXPECT_FALSE(TakePage({.k = 2, .min_score = 4}, rank, &page));
  EXPECT_THAT(page, IsEmpty());
}

TEST(TakePageTest, StopsAtTheMostThatCanBePagedThrough) {
  const std::vector<ScoredItem> items = Items(kMaxResults + 500);
  const auto rank = [&](size_t k, std::vector<ScoredItem>* top) {
    top->assign(items.begin(), items.begin() + std::min(k, items.size()));
  };
  std::vector<ScoredItem> page;
  PageBounds bounds{.k = 10, .cursor = {kMaxResults - 4, {}}};
  bounds.cursor.last = items[kMaxResults - 5];
  EXPECT_FALSE(TakePage(bounds, rank, &page));
  EXPECT_EQ(page.size(), 4u);
  bounds.cursor = {kMaxResults, items[kMaxResults - 1]};
  EXPECT_FALSE(TakePage(bounds, rank, &page));
  EXPECT_THAT(page, IsEmpty());
}

}  // namespace
}  // namespace customer2vec
