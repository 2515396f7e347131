#include "core/recommend/servable_choice.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/recommend/recommend_test_util.h"

namespace customer2vec {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

using ServableChoiceTest = RecommendTest;

TEST_F(ServableChoiceTest, TakesTheNameAndThenTheDefault) {
  C2V_ASSERT_OK_AND_ASSIGN(ServableChoice choice,
                           ChooseServable(*snapshot_, "again", "items"));
  EXPECT_EQ(choice.name(), "again");
  EXPECT_EQ(choice.scorer, snapshot_->FindScorer("again"));
  C2V_ASSERT_OK_AND_ASSIGN(choice, ChooseServable(*snapshot_, "", "items"));
  EXPECT_EQ(choice.name(), "items");
  EXPECT_EQ(choice.space, snapshot_->FindSpace("items"));
  C2V_ASSERT_OK_AND_ASSIGN(const Space* space,
                           ChooseSpace(*snapshot_, "", "items"));
  EXPECT_EQ(space->name(), "items");
}

TEST_F(ServableChoiceTest, SaysWhatIsWrong) {
  EXPECT_THAT(ChooseServable(*snapshot_, "x", "items"),
              StatusIs(absl::StatusCode::kNotFound,
                       HasSubstr("for_you, popular, again, items")));
  EXPECT_THAT(ChooseSpace(*snapshot_, "x", "items"),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("\"x\"")));
  EXPECT_THAT(ChooseSpace(*snapshot_, "popular", "items"),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       StartsWith("model.servable: \"popular\" is not a "
                                  "space")));
  EXPECT_THAT(
      ChooseServable(*snapshot_, "", ""),
      StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("no default")));
}

}  // namespace
}  // namespace customer2vec
