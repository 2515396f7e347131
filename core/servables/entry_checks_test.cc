#include "core/servables/entry_checks.h"

#include <gmock/gmock.h>

#include <cmath>
#include <vector>

#include "core/base/status_matchers.h"

namespace customer2vec {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

class EntryChecksTest : public ::testing::Test {
 protected:
  EntryChecksTest() { entry_.set_name("items"); }

  // DATA_LOSS that names the servable and says `words`.
  static auto IsWrong(const char* words) {
    return StatusIs(absl::StatusCode::kDataLoss,
                    AllOf(HasSubstr("servable \"items\": "), HasSubstr(words)));
  }

  v1::ServableEntry entry_;
  const EntryChecks checks_{entry_};
};

TEST_F(EntryChecksTest, RangesAreClosedAndKnowNoNan) {
  EXPECT_THAT(checks_.Range("alpha", 0, 0, 1), IsOk());
  EXPECT_THAT(checks_.Range("alpha", 1, 0, 1), IsOk());
  for (const double value : {-0.01, 1.01, double{NAN}, double{INFINITY}}) {
    EXPECT_THAT(checks_.Range("alpha", value, 0, 1),
                IsWrong("is not in [0, 1]"));
  }
}

TEST_F(EntryChecksTest, OffsetsAscendFromZeroToTheTotal) {
  using Offsets = std::vector<uint64_t>;
  EXPECT_THAT(checks_.Offsets("o", Offsets{0, 2, 2, 5}, 5), IsOk());
  EXPECT_THAT(checks_.Offsets("o", Offsets{0}, 0), IsOk());
  for (const Offsets& offsets :
       {Offsets{}, Offsets{1, 5}, Offsets{0, 4}, Offsets{0, 6, 5}}) {
    EXPECT_THAT(checks_.Offsets("o", offsets, 5),
                IsWrong("o do not ascend from 0 to 5"));
  }
}

TEST_F(EntryChecksTest, RowsAreBelowTheCount) {
  EXPECT_THAT(checks_.Rows("r", std::vector<uint32_t>{0, 6, 0}, 7), IsOk());
  EXPECT_THAT(checks_.Rows("r", std::vector<uint32_t>{0, 7}, 7),
              IsWrong("r: row 7 is not one of 7"));
}

TEST_F(EntryChecksTest, WeightsAreFiniteAndLargeEnough) {
  EXPECT_THAT(checks_.Weights("w", std::vector<float>{0, 3}, 0), IsOk());
  for (const float weight : {-0.5f, NAN, INFINITY}) {
    EXPECT_THAT(checks_.Weights("w", std::vector<float>{1, weight}, 0),
                IsWrong("is no finite number of at least 0"));
  }
}

}  // namespace
}  // namespace customer2vec
