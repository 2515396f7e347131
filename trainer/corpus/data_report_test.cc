#include "trainer/corpus/data_report.h"

#include <gtest/gtest.h>

#include "core/base/status_matchers.h"

namespace customer2vec {
namespace {

TEST(DataReportTest, TellsFilesAndCounts) {
  DataReport report;
  FileLog& whole = report.files.emplace_back("a.csv", BadRowLimits{});
  whole.CountRow();
  whole.CountRow();
  ASSERT_THAT(whole.Finish(11, "d1"), IsOk());
  FileLog& flawed =
      report.files.emplace_back("b.csv", BadRowLimits{.max_ratio = 1});
  flawed.CountRow();
  ASSERT_THAT(flawed.Reject(BadRowReason::kEmptyId, 2, "no item"), IsOk());
  ASSERT_THAT(flawed.Finish(22, "d2"), IsOk());
  report.lines = 2;
  report.baskets = 1;
  report.customers = 1;
  report.items_taken = 2;
  EXPECT_EQ(report.bad_rows(), 1u);
  EXPECT_EQ(report.ToString(),
            "a.csv: 2 rows, 11 bytes\n"
            "b.csv: 1 of 1 rows (100%) are bad: 1 empty id\n"
            "  b.csv:2: empty id: no item\n"
            "2 lines in 1 baskets of 1 customers, 2 items taken\n");
  report.anonymous_baskets = 1;
  report.catalogue_items = 5;
  report.items_without_a_row = 1;
  EXPECT_EQ(
      DataReport(report).ToString().substr(report.ToString().find("2 lines")),
      "2 lines in 1 baskets of 1 customers (1 baskets of nobody known), "
      "2 items taken, 5 in the catalogue, 1 taken that it lacks\n");
}

}  // namespace
}  // namespace customer2vec
