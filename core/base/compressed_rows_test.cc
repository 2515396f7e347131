#include "core/base/compressed_rows.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "core/base/status_matchers.h"

namespace customer2vec {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(CompressedRowsTest, CutsValuesIntoRows) {
  const std::vector<uint64_t> offsets = {0, 2, 2, 3};
  const std::vector<int> values = {7, 8, 9};
  ASSERT_THAT(CheckOffsets(offsets, 3, 3), IsOk());
  EXPECT_THAT(RowOf(std::span(offsets), std::span(values), 0),
              ElementsAre(7, 8));
  EXPECT_THAT(RowOf(std::span(offsets), std::span(values), 1), IsEmpty());
  EXPECT_THAT(RowOf(std::span(offsets), std::span(values), 2), ElementsAre(9));
}

TEST(CompressedRowsTest, NoRowsHaveOneOffset) {
  EXPECT_THAT(CheckOffsets(std::vector<uint64_t>{0}, 0, 0), IsOk());
}

TEST(CompressedRowsTest, RefusesWhatWouldLeaveTheValues) {
  const auto refused = [](std::vector<uint64_t> offsets,
                          absl::string_view words) {
    EXPECT_THAT(CheckOffsets(offsets, 2, 5),
                StatusIs(absl::StatusCode::kDataLoss, HasSubstr(words)));
  };
  refused({}, "0 offsets for 2 rows");
  refused({0, 5}, "2 offsets for 2 rows");
  refused({0, 3, 4, 5}, "4 offsets for 2 rows");
  refused({1, 3, 5}, "begin at 1");
  refused({0, 6, 5}, "offset 2 is below");
  refused({0, UINT64_MAX, 5}, "offset 2 is below");
  refused({0, 3, 4}, "end at 4, but there are 5");
  refused({0, 3, 6}, "end at 6");
}

}  // namespace
}  // namespace customer2vec
