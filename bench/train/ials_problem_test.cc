#include "bench/train/ials_problem.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "core/base/file.h"
#include "core/base/scratch_folder.h"
#include "core/base/status_matchers.h"

namespace customer2vec::bench {
namespace {

constexpr IalsSize kSmall{.customers = 200, .products = 1000, .mean_items = 20};

TEST(IalsProblem, HasTheSizeThatIsAskedFor) {
  const IalsProblem problem = MakeIalsProblem(kSmall, 1);
  EXPECT_EQ(problem.taken.row_count(), 200);
  EXPECT_EQ(problem.taken.column_count, 1000);
  EXPECT_NEAR(static_cast<double>(problem.taken.size()), 200 * 20, 1200);
  ASSERT_EQ(problem.held_out.size(), 200);
  for (size_t row = 0; row < 200; ++row) {
    const auto taken = problem.taken.Columns(row);
    EXPECT_TRUE(std::ranges::is_sorted(taken));
    for (const uint32_t item : problem.held_out[row]) {
      EXPECT_FALSE(std::ranges::binary_search(taken, item));
    }
  }
  EXPECT_EQ(MakeIalsProblem(kSmall, 1).taken.columns, problem.taken.columns);
  EXPECT_NE(MakeIalsProblem(kSmall, 2).taken.columns, problem.taken.columns);
}

TEST(IalsProblem, IsWrittenForOthers) {
  const IalsProblem problem = MakeIalsProblem(kSmall, 1);
  const ScratchFolder folder;
  ASSERT_THAT(WriteIalsProblem(problem, folder.path()), IsOk());
  auto columns = ReadFileToString(folder.path() + "/columns.u32", 1 << 20);
  ASSERT_THAT(columns, IsOk());
  EXPECT_EQ(columns->size(), problem.taken.size() * sizeof(uint32_t));
}

// Two customers, two items, each took one; one factor.
TEST(IalsProblem, MeasuresByTheDefinition) {
  IalsProblem problem;
  problem.taken.column_count = 2;
  problem.taken.columns = {0, 1};
  problem.taken.values = {1, 1};
  problem.taken.offsets = {0, 1, 2};
  problem.held_out = {{1}, {}};
  const std::vector<float> customers = {0.5, 1}, items = {1, 0.25};
  const IalsQuality quality = MeasureIals(problem, 1, customers, items,
                                          {.alpha = 3, .regularization = 2});
  // Scores .5 and .125, 1 and .25; confidence 4 on the first and the last.
  const double errors = 4 * 0.25 + 0.125 * 0.125 + 1 + 4 * 0.75 * 0.75;
  const double squares = 0.25 + 1 + 1 + 0.0625;
  EXPECT_NEAR(quality.objective, (errors + 2 * squares) / 2, 1e-6);
  EXPECT_EQ(quality.recall20, 1);
}

}  // namespace
}  // namespace customer2vec::bench
