#include "trainer/logs/value_counter.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "core/base/random.h"

namespace customer2vec {
namespace {

TEST(ValueCounterTest, CountsExactlyAndBreaksTiesByText) {
  ValueCounter counter;
  for (const char* text : {"b", "a", "c", "c"}) counter.Add(text);
  EXPECT_EQ(counter.total(), 4u);
  EXPECT_EQ(counter.distinct(), 3u);
  EXPECT_TRUE(counter.is_exact());
  const auto most = counter.MostFrequent(2);
  ASSERT_EQ(most.size(), 2u);
  EXPECT_EQ(most[0].text, "c");
  EXPECT_EQ(most[0].count, 2u);
  EXPECT_EQ(most[1].text, "a");
}

// Far above the capacity, the frequent stay exact to what the rare cost, and
// the number of distinct texts is good to a few standard errors of 1.6 %.
TEST(ValueCounterTest, StaysBoundedAboveItsCapacity) {
  constexpr uint64_t kDistinct = 400000;
  ValueCounter counter;
  for (uint64_t i = 0; i < kDistinct; ++i) {
    counter.Add(absl::StrCat("rare", i));
    if (i % 100 == 0) counter.Add("frequent");
  }
  EXPECT_FALSE(counter.is_exact());
  EXPECT_NEAR(counter.distinct(), kDistinct, 0.06 * kDistinct);
  const auto most = counter.MostFrequent(1);
  EXPECT_EQ(most[0].text, "frequent");
  EXPECT_EQ(most[0].count, kDistinct / 100);
  EXPECT_LE(counter.MostFrequent(SIZE_MAX).size(), ValueCounter::kCapacity);
}

TEST(ValueCounterTest, LongTextsAreCountedButNotKept) {
  ValueCounter counter;
  const std::string text(ValueCounter::kMaxTextBytes + 1, 'x');
  counter.Add(text);
  counter.Add(text + "y");
  counter.Add("short");
  EXPECT_EQ(counter.distinct(), 3u);
  EXPECT_EQ(counter.long_texts(), 2u);
  EXPECT_EQ(counter.MostFrequent(9).size(), 1u);
}

TEST(ValueCounterTest, HashesAreTheSameEverywhere) {
  EXPECT_EQ(StableHash(""), SplitMix64(0xcbf29ce484222325));
  EXPECT_EQ(StableHash("a"), SplitMix64(0xaf63dc4c8601ec8c));  // FNV's vector
}

}  // namespace
}  // namespace customer2vec
