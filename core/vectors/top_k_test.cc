#include "core/vectors/top_k.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "core/base/random.h"

namespace customer2vec {
namespace {

using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::IsEmpty;

std::vector<ScoredItem> Best(size_t k, const std::vector<ScoredItem>& items) {
  std::vector<ScoredItem> top = {{99, -99}};  // of an earlier search
  TopK best(k, &top);
  for (const ScoredItem& item : items) best.Push(item);
  best.Finish();
  return top;
}

TEST(TopKTest, IsThePrefixOfTheSortedList) {
  Random random(3);
  for (size_t n = 0; n < 60; ++n) {
    std::vector<ScoredItem> items;
    for (uint32_t i = 0; i < n; ++i) {
      items.push_back({i, static_cast<float>(random.Below(12))});  // many ties
    }
    std::vector<ScoredItem> sorted = items;
    std::ranges::sort(sorted, RanksBefore);
    for (size_t k = 0; k <= n + 1; ++k) {
      const size_t kept = std::min(k, n);
      EXPECT_THAT(Best(k, items), ElementsAreArray(sorted.data(), kept));
      EXPECT_THAT(Best(k, {items.rbegin(), items.rend()}),
                  ElementsAreArray(sorted.data(), kept));
    }
  }
}

TEST(TopKTest, DropsNotANumberAndKeepsInfinities) {
  const float infinity = std::numeric_limits<float>::infinity();
  EXPECT_THAT(Best(3, {{0, NAN}, {1, -infinity}, {2, infinity}, {3, NAN}}),
              ElementsAre(ScoredItem{2, infinity}, ScoredItem{1, -infinity}));
}

TEST(TopKTest, NothingForNone) { EXPECT_THAT(Best(0, {{0, 1}}), IsEmpty()); }

}  // namespace
}  // namespace customer2vec
