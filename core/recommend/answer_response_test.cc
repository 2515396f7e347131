#include "core/recommend/answer_response.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/recommend/recommend_test_util.h"

namespace customer2vec {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

class AnswerResponseTest : public RecommendTest {
 protected:
  absl::Status AnswerNothing(v1::FallbackPolicy policy) {
    const auto refusal = [] { return absl::NotFoundError("refused"); };
    return AnswerOrFallBack(
        *snapshot_, Ranking::BySpace(space(), Scoring::kNext, {}), {}, policy,
        {v1::FALLBACK_EMPTY_SESSION, refusal}, &answer_, &served_by_);
  }

  Answer answer_;
  v1::ServedBy served_by_;
};

TEST_F(AnswerResponseTest, FallsBackAndSaysSo) {
  EXPECT_THAT(AnswerNothing(v1::FALLBACK_POLICY_UNSPECIFIED), IsOk());
  EXPECT_EQ(served_by_.servable(), "popular");
  EXPECT_EQ(served_by_.fallback(), v1::FALLBACK_EMPTY_SESSION);
  EXPECT_EQ(served_by_.snapshot_version(), snapshot_->version());
  EXPECT_EQ(answer_.page.size(), 10u);
  EXPECT_THAT(AnswerNothing(v1::FALLBACK_POLICY_REFUSE),
              StatusIs(absl::StatusCode::kNotFound, "refused"));
}

TEST_F(AnswerResponseTest, ReadsTheLimitsOfARequest) {
  v1::RecommendForSessionRequest request;
  C2V_ASSERT_OK_AND_ASSIGN(RankingLimits limits, LimitsOf(*snapshot_, request));
  EXPECT_EQ(limits.bounds.k, 10u);
  EXPECT_FALSE(limits.exact);
  EXPECT_EQ(limits.bounds.min_score, -INFINITY);
  request.set_k(3);
  request.mutable_options()->set_min_score(0.5f);
  request.mutable_options()->set_search_mode(v1::SEARCH_MODE_EXACT);
  C2V_ASSERT_OK_AND_ASSIGN(limits, LimitsOf(*snapshot_, request));
  EXPECT_EQ(limits.bounds.k, 3u);
  EXPECT_TRUE(limits.exact);
  EXPECT_EQ(limits.bounds.min_score, 0.5f);
  request.set_page_token("x");
  EXPECT_THAT(
      LimitsOf(*snapshot_, request),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("page_token")));
}

TEST_F(AnswerResponseTest, TheTokenLeadsToWhatFollows) {
  v1::RecommendForSessionRequest request;
  request.set_k(2);
  v1::RecommendForSessionResponse response;
  answer_.page = {{4, 2.5f}, {6, 1.5f}};
  FillResponse(*snapshot_, request, {}, nullptr, answer_, &response);
  EXPECT_THAT(response.next_page_token(), IsEmpty());
  answer_.more = true;
  response.Clear();
  RankingLimits limits{.bounds = {.cursor = {8, {1, 9}}}};
  FillResponse(*snapshot_, request, limits, nullptr, answer_, &response);
  EXPECT_EQ(response.items(0).rank(), 9);
  request.set_page_token(response.next_page_token());
  C2V_ASSERT_OK_AND_ASSIGN(limits, LimitsOf(*snapshot_, request));
  EXPECT_EQ(limits.bounds.cursor.offset, 10u);
  EXPECT_EQ(limits.bounds.cursor.last, answer_.page[1]);
}

}  // namespace
}  // namespace customer2vec
