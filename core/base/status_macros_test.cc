#include "core/base/status_macros.h"

#include <gtest/gtest.h>

#include "absl/strings/cord.h"
#include "core/base/status_matchers.h"

namespace customer2vec {
namespace {

using ::testing::Eq;

absl::StatusOr<int> Half(int value) {
  if (value % 2 != 0) return absl::InvalidArgumentError("odd");
  return value / 2;
}

absl::StatusOr<int> Quarter(int value) {
  C2V_ASSIGN_OR_RETURN(int half, Half(value));
  C2V_ASSIGN_OR_RETURN(int quarter, Half(half), "half of ", value);
  return quarter;
}

absl::Status CheckEven(int value) {
  C2V_RETURN_IF_ERROR(Half(value).status()).With("value ", value);
  return absl::OkStatus();
}

TEST(StatusMacrosTest, AssignsOrReturnsTheError) {
  EXPECT_THAT(Quarter(8), IsOk());
  EXPECT_EQ(*Quarter(8), 2);
  EXPECT_THAT(Quarter(5),
              StatusIs(absl::StatusCode::kInvalidArgument, Eq("odd")));
}

TEST(StatusMacrosTest, AddsContextBeforeTheMessage) {
  EXPECT_THAT(Quarter(6), StatusIs(absl::StatusCode::kInvalidArgument,
                                   Eq("half of 6: odd")));
  EXPECT_THAT(CheckEven(2), IsOk());
  EXPECT_THAT(CheckEven(3),
              StatusIs(absl::StatusCode::kInvalidArgument, Eq("value 3: odd")));
}

TEST(StatusMacrosTest, AnnotateKeepsCodeAndPayloads) {
  absl::Status status = absl::DataLossError("short");
  status.SetPayload("type", absl::Cord("details"));
  const absl::Status annotated = Annotate(status, "file");
  EXPECT_THAT(annotated,
              StatusIs(absl::StatusCode::kDataLoss, Eq("file: short")));
  EXPECT_EQ(annotated.GetPayload("type"), absl::Cord("details"));
  EXPECT_THAT(Annotate(absl::OkStatus(), "file"), IsOk());
}

}  // namespace
}  // namespace customer2vec
