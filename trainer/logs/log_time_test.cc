#include "trainer/logs/log_time.h"

#include <gtest/gtest.h>

namespace customer2vec {
namespace {

TEST(LogTimeTest, ReadsEveryForm) {
  EXPECT_EQ(ParseLogTime("2000-10-10T13:55:36.5Z"), 971186136);
  EXPECT_EQ(ParseLogTime("2000-10-10 13:55:36"), 971186136);
  EXPECT_EQ(ParseLogTime("10/Oct/2000:13:55:36 +0000"), 971186136);
  EXPECT_EQ(ParseLogTime("10/oct/2000:13:55:36 -0700"), 971186136 + 7 * 3600);
  EXPECT_EQ(ParseLogTime("971186136"), 971186136);
  EXPECT_EQ(ParseLogTime("971186136999"), 971186136);
  EXPECT_EQ(ParseLogTime("971186136999999"), 971186136);
  EXPECT_EQ(ParseLogTime("971186136999999999"), 971186136);
  EXPECT_EQ(ParseLogTime("0"), 0);
}

TEST(LogTimeTest, OtherTextIsNoTime) {
  for (const char* text :
       {"", "now", "10/Okt/2000:13:55:36 +0000", "40/Oct/2000:13:55:36",
        "10/Oct/2000:13:55", "10/Oct/2000 13:55:36 +0000", "1e30", "-1e30",
        "10/Oct/2000:13:55:36 +0000 more", "2000-13-10"}) {
    EXPECT_EQ(ParseLogTime(text), std::nullopt) << text;
  }
}

TEST(LogTimeTest, TellsFormsFromNumbers) {
  EXPECT_TRUE(HasTimeForm("2000-10-10"));
  EXPECT_TRUE(HasTimeForm("10/Oct/2000:13:55:36 +0000"));
  EXPECT_FALSE(HasTimeForm("971186136999"));
  EXPECT_FALSE(HasTimeForm("phone"));
  EXPECT_TRUE(IsPlausibleEpoch(971186136));
  EXPECT_TRUE(IsPlausibleEpoch(971186136999));
  EXPECT_FALSE(IsPlausibleEpoch(12.5));
  EXPECT_FALSE(IsPlausibleEpoch(-971186136));
}

}  // namespace
}  // namespace customer2vec
