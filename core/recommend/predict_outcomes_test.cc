#include "core/recommend/predict_outcomes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/recommend/recommend_test_util.h"

namespace customer2vec {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

// The test snapshot has no predictors; tests/models asks one that was learned.
using PredictOutcomesTest = RecommendTest;

TEST_F(PredictOutcomesTest, ASnapshotWithoutPredictorsSaysSo) {
  v1::PredictOutcomesRequest request;
  request.mutable_subject()->set_customer_id("c04");
  v1::PredictOutcomesResponse response;
  EXPECT_THAT(PredictOutcomes(*snapshot_, request, &response),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("no predictors")));
}

TEST_F(PredictOutcomesTest, ASubjectIsRequired) {
  v1::PredictOutcomesRequest request;
  v1::PredictOutcomesResponse response;
  EXPECT_THAT(PredictOutcomes(*snapshot_, request, &response),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       StartsWith("subject.customer_id")));
}

TEST_F(PredictOutcomesTest, AHistoryIsNotCarriedOut) {
  v1::PredictOutcomesRequest request;
  request.mutable_subject()->mutable_history()->add_events()->set_item_id(
      "i01");
  v1::PredictOutcomesResponse response;
  EXPECT_THAT(
      PredictOutcomes(*snapshot_, request, &response),
      StatusIs(absl::StatusCode::kUnimplemented, HasSubstr("subject.history")));
}

}  // namespace
}  // namespace customer2vec
