#include "trainer/data/parse.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <time.h>

#include "absl/strings/str_format.h"

namespace customer2vec {
namespace {

using ::testing::Eq;
using ::testing::Optional;

TEST(ParseTimeTest, TakesTheFormsOfIso8601) {
  for (const char* text :
       {"2017-01-01 12:30:27", "2017-01-01T12:30:27", "2017-01-01T12:30:27Z",
        "2017-01-01 12:30:27.999", "2017-01-01T12:30:27,5Z",
        "2017-01-01T14:30:27+02:00", "2017-01-01 14:30:27+0200",
        "2017-01-01 14:30:27+02", "2017-01-01T07:00:27-05:30",
        " 2017-01-01 12:30:27 "}) {
    EXPECT_THAT(ParseTime(text), Optional(1483273827)) << text;
  }
  EXPECT_THAT(ParseTime("2017-01-01 12:30"), Optional(1483273800));
  EXPECT_THAT(ParseTime("2017-01-01"), Optional(1483228800));
}

// Every day of four centuries against the C library.
TEST(ParseTimeTest, AgreesWithTheCalendar) {
  for (int64_t day = -80000; day < 66000; ++day) {
    const time_t seconds = day * 86400 + 86399;
    struct tm parts;
    gmtime_r(&seconds, &parts);
    const std::string text = absl::StrFormat(
        "%04d-%02d-%02dT%02d:%02d:%02d", parts.tm_year + 1900, parts.tm_mon + 1,
        parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec);
    ASSERT_THAT(ParseTime(text), Optional(static_cast<int64_t>(seconds)))
        << text;
  }
}

TEST(ParseTimeTest, TakesUnixSeconds) {
  EXPECT_THAT(ParseTime("1483273827"), Optional(1483273827));
  EXPECT_THAT(ParseTime("1483273827.9"), Optional(1483273827));
  EXPECT_THAT(ParseTime("-1.5"), Optional(-2));
  EXPECT_THAT(ParseTime("0"), Optional(0));
}

TEST(ParseTimeTest, RefusesOtherText) {
  for (const char* text : {"",
                           "yesterday",
                           "2017-02-29",
                           "2017-13-01",
                           "2017-00-10",
                           "2017-01-32",
                           "0000-01-01",
                           "2017-01-01 24:00:00",
                           "2017-01-01 12:60:00",
                           "2017-01-01 12:30:61",
                           "2017-01-01 12",
                           "2017-01-01 12:30:",
                           "2017-01-01 12:30:27.",
                           "2017-01-01 12:30:27+",
                           "2017-01-01 12:30:27+2",
                           "2017-01-01 12:30:27+02:",
                           "2017-1-1",
                           "2017-01-01X12:30:27",
                           "2017-01-01 12:30:27 UTC",
                           "2017-01-01 12:30:27Zulu",
                           "2017-01-01 12:30:27+02:00h",
                           "01/02/2017",
                           "1483273827000" /* milliseconds */,
                           "nan",
                           "inf",
                           "0x10"}) {
    EXPECT_THAT(ParseTime(text), Eq(std::nullopt)) << text;
  }
}

TEST(ParseNumberTest, TakesFiniteDecimals) {
  EXPECT_THAT(ParseNumber("1.49"), Optional(1.49));
  EXPECT_THAT(ParseNumber("-2e3"), Optional(-2000.0));
  EXPECT_THAT(ParseNumber("+7"), Optional(7.0));
  EXPECT_THAT(ParseNumber(" 7.0 "), Optional(7.0));
  for (const char* text :
       {"", "1,49", "1.49 EUR", "nan", "inf", "1e999", "--1", "0x10"}) {
    EXPECT_THAT(ParseNumber(text), Eq(std::nullopt)) << text;
  }
}

TEST(ParseUnsignedTest, TakesWholeNumbers) {
  EXPECT_THAT(ParseUnsigned("0"), Optional(0u));
  EXPECT_THAT(ParseUnsigned("18446744073709551615"), Optional(UINT64_MAX));
  for (const char* text : {"", "-1", "1.0", "18446744073709551616", "x"}) {
    EXPECT_THAT(ParseUnsigned(text), Eq(std::nullopt)) << text;
  }
}

}  // namespace
}  // namespace customer2vec
