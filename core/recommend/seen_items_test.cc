#include "core/recommend/seen_items.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace customer2vec {
namespace {

using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;

TEST(SeenItemsTest, HoldsHistoryAndEvents) {
  const std::vector<HistoryEntry> history = {{.item = 2}, {.item = 5}};
  const std::vector<HistoryEvent> events = {{9}, {1}};
  const SeenItems seen(history, events);
  for (const uint32_t row : {1, 2, 5, 9}) EXPECT_TRUE(seen.Has(row)) << row;
  for (const uint32_t row : {0, 3, 6, 10}) EXPECT_FALSE(seen.Has(row)) << row;
  EXPECT_THAT(seen.event_rows(), ElementsAre(1, 9));
  EXPECT_THAT(seen.Rows(), UnorderedElementsAre(1, 2, 5, 9));
}

TEST(SeenItemsTest, MayBeEmpty) { EXPECT_FALSE(SeenItems({}, {}).Has(0)); }

}  // namespace
}  // namespace customer2vec
