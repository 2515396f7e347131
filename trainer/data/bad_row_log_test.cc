#include "trainer/data/bad_row_log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "absl/strings/str_cat.h"
#include "core/base/status_matchers.h"

namespace customer2vec {
namespace {

using ::testing::AllOf;
using ::testing::Eq;
using ::testing::HasSubstr;
using ::testing::Not;

// Counts `rows` rows of which the first `bad` are bad.
absl::Status Feed(FileLog& file, uint64_t rows, uint64_t bad) {
  for (uint64_t row = 1; row <= rows; ++row) {
    file.CountRow();
    if (row > bad) continue;
    const absl::Status status = file.Reject(BadRowReason::kNotANumber, row + 1,
                                            absl::StrCat("detail ", row));
    if (!status.ok()) return status;
  }
  return file.Finish(/*bytes=*/100, /*digest=*/"abc");
}

TEST(BadRowLogTest, CountsByFileAndReason) {
  BadRowLog log({.max_ratio = 1});
  FileLog& first = log.AddFile("a.csv");
  FileLog& second = log.AddFile("b.csv");
  ASSERT_THAT(Feed(first, 10, 3), IsOk());
  second.CountRow();
  ASSERT_THAT(second.Reject(BadRowReason::kEmptyId, 2, "no id"), IsOk());
  EXPECT_EQ(first.rows(), 10u);
  EXPECT_EQ(first.bad_rows(), 3u);
  EXPECT_EQ(first.bad_rows(BadRowReason::kNotANumber), 3u);
  EXPECT_EQ(first.bad_rows(BadRowReason::kEmptyId), 0u);
  EXPECT_EQ(first.bytes(), 100u);
  EXPECT_EQ(first.digest(), "abc");
  EXPECT_EQ(second.bad_rows(BadRowReason::kEmptyId), 1u);
  EXPECT_EQ(log.files().size(), 2u);
}

TEST(BadRowLogTest, ShowsTheFirstRowsWithFileAndLine) {
  FileLog file("a.csv", {.max_ratio = 1, .samples = 2});
  ASSERT_THAT(Feed(file, 10, 3), IsOk());
  EXPECT_EQ(file.Describe(),
            "a.csv: 3 of 10 rows (30%) are bad: 3 not a number\n"
            "  a.csv:2: not a number: detail 1\n"
            "  a.csv:3: not a number: detail 2");
}

TEST(BadRowLogTest, RefusesAFileOverTheRatioAtItsEnd) {
  FileLog allowed("a.csv", {.max_ratio = 0.01});
  EXPECT_THAT(Feed(allowed, 200, 2), IsOk());
  FileLog refused("a.csv", {.max_ratio = 0.01});
  EXPECT_THAT(Feed(refused, 200, 3),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       AllOf(HasSubstr("3 of 200 rows (1.5%)"),
                             HasSubstr("a.csv:2: not a number: detail 1"),
                             HasSubstr("max_ratio allows 1%; mend the file"))));
}

TEST(BadRowLogTest, RefusesEarlyOnceTheRatioMeansSomething) {
  FileLog file("a.csv", {.max_ratio = 0.01});
  for (int row = 1; row < 10000; ++row) {
    file.CountRow();
    ASSERT_THAT(file.Reject(BadRowReason::kNotATime, row, ""), IsOk());
  }
  file.CountRow();
  EXPECT_THAT(file.Reject(BadRowReason::kNotATime, 10000, ""),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("10000 of 10000 rows")));
}

TEST(BadRowLogTest, StrictStopsAtTheFirstAndShowsIt) {
  FileLog file("a.csv", {.max_ratio = 1, .strict = true, .samples = 0});
  file.CountRow();
  EXPECT_THAT(file.Reject(BadRowReason::kEmptyId, 2, "no item"),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       AllOf(HasSubstr("a.csv:2: empty id: no item"),
                             HasSubstr("strict"))));
}

TEST(BadRowLogTest, AFileWithoutRowsIsFine) {
  FileLog file("a.csv", {});
  EXPECT_THAT(file.Finish(0, ""), IsOk());
  EXPECT_EQ(file.Describe(), "a.csv: 0 of 0 rows (0%) are bad");
}

// 30,000 rows, of which every third is bad: told row by row, all at once, and
// without notes.
TEST(RowNotesTest, AFileIsToldWhatItWouldHaveSeen) {
  for (const BadRowLimits& limits :
       {BadRowLimits{.max_ratio = 1, .samples = 2},
        BadRowLimits{.max_ratio = 0.2, .samples = 2},
        BadRowLimits{.max_ratio = 1, .strict = true, .samples = 0}}) {
    FileLog direct("a.csv", limits), by_row("a.csv", limits),
        at_once("a.csv", limits);
    RowNotes notes;
    notes.Begin(limits);
    absl::Status direct_status;
    for (int row = 1; row <= 30000; ++row) {
      notes.CountRow();
      if (direct_status.ok()) direct.CountRow();
      if (row % 3 != 0) continue;
      const std::string detail = absl::StrCat("detail ", row);
      EXPECT_THAT(notes.Reject(BadRowReason::kNotATime, row, detail), IsOk());
      if (!direct_status.ok()) continue;
      direct_status = direct.Reject(BadRowReason::kNotATime, row, detail);
    }
    RowNotes copy = notes;
    EXPECT_EQ(copy.Tell(copy.rows(), at_once), direct_status);
    EXPECT_EQ(at_once.Describe(), direct.Describe());
    absl::Status status;
    for (uint64_t row = 1; row <= 30000 && status.ok(); ++row) {
      status = notes.Tell(row, by_row);
      EXPECT_TRUE(!status.ok() || by_row.rows() == row);
    }
    EXPECT_EQ(status, direct_status);
    EXPECT_EQ(by_row.Describe(), direct.Describe());
  }
}

TEST(BadRowLogTest, EveryReasonHasAName) {
  std::set<std::string> names;
  for (size_t i = 0; i < kBadRowReasons; ++i) {
    const std::string name(BadRowReasonName(static_cast<BadRowReason>(i)));
    EXPECT_THAT(name, Not(Eq("unknown reason")));
    EXPECT_TRUE(names.insert(name).second) << name;
  }
}

}  // namespace
}  // namespace customer2vec
