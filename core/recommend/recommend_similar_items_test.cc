#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/random.h"
#include "core/recommend/recommend.h"
#include "core/recommend/recommend_test_util.h"

namespace customer2vec {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

class RecommendSimilarItemsTest : public RecommendTest {
 protected:
  absl::Status Ask() {
    return RecommendSimilarItems(*snapshot_, request_, &response_);
  }

  PlainScores Cosines(uint32_t row) const {
    const std::vector<double> query = Input(row);
    PlainScores scores;
    for (uint32_t other = 0; other < kTestItemsWithVectors; ++other) {
      const std::vector<double> vector = Input(other);
      double dot = 0, a = 0, b = 0;
      for (size_t i = 0; i < query.size(); ++i) {
        dot += query[i] * vector[i];
        a += query[i] * query[i];
        b += vector[i] * vector[i];
      }
      scores[other] = dot / std::sqrt(a * b);
    }
    return scores;
  }

  v1::RecommendSimilarItemsRequest request_;
  v1::RecommendSimilarItemsResponse response_;
};

TEST_F(RecommendSimilarItemsTest, AgreesWithPlainCosinesOverRandomRequests) {
  Random random(/*seed=*/1);
  for (int round = 0; round < 300; ++round) {
    request_.Clear();
    const uint32_t row = random.Below(kTestItemsWithVectors);
    request_.set_item_id(TestItemId(row));
    request_.set_k(1 + random.Below(70));
    std::set<uint32_t> excluded = {row};
    for (uint32_t i = random.Below(20); i > 0; --i) {
      const uint32_t other = random.Below(kTestItems);
      request_.mutable_options()->add_exclude_item_ids(TestItemId(other));
      excluded.insert(other);
    }
    PlainScores scores = Cosines(row);
    if (round % 4 == 0) {
      PlainScores candidates;
      for (uint32_t i = 0; i < 12; ++i) {
        const uint32_t other = random.Below(kTestItems);
        request_.mutable_options()->add_candidate_item_ids(TestItemId(other));
        if (scores.contains(other)) candidates[other] = scores[other];
      }
      scores = candidates;
    }
    ASSERT_THAT(Ask(), IsOk());
    ExpectItems(response_.items(), PlainTop(scores, excluded, request_.k()));
  }
}

TEST_F(RecommendSimilarItemsTest, SaysWhatAnswered) {
  request_.set_item_id("i08");
  request_.set_include_names(true);
  request_.set_include_attributes(true);
  ASSERT_THAT(Ask(), IsOk());
  EXPECT_EQ(response_.served_by().snapshot_version(), snapshot_->version());
  EXPECT_EQ(response_.served_by().servable(), "items");
  EXPECT_EQ(response_.served_by().fallback(), v1::FALLBACK_UNSPECIFIED);
  ASSERT_EQ(response_.items_size(), 10);
  EXPECT_THAT(response_.items(0).name(), HasSubstr("of g2"));
  EXPECT_EQ(response_.items(0).attributes(0).name(), "group");
  EXPECT_EQ(response_.items(0).attributes(0).value(), "g2");
  EXPECT_EQ(response_.items(0).source(), v1::RECOMMENDATION_SOURCE_UNSPECIFIED);
}

TEST_F(RecommendSimilarItemsTest, FallsBackByName) {
  for (const auto& [id, fallback] :
       {std::pair{"nothing", v1::FALLBACK_UNKNOWN_ITEM},
        std::pair{"i61", v1::FALLBACK_ITEM_WITHOUT_VECTOR}}) {
    request_.set_item_id(id);
    request_.mutable_options()->add_exclude_item_ids("i01");
    request_.set_k(3);
    ASSERT_THAT(Ask(), IsOk());
    EXPECT_EQ(response_.served_by().fallback(), fallback);
    EXPECT_EQ(response_.served_by().servable(), "popular");
    EXPECT_THAT(Ids(response_.items()), ElementsAre("i00", "i02", "i03"));
  }
}

TEST_F(RecommendSimilarItemsTest, AScorerThatRanksTheItemAloneFallsBack) {
  request_.mutable_model()->set_servable("again");
  request_.set_item_id("i01");
  request_.set_k(2);
  ASSERT_THAT(Ask(), IsOk());
  EXPECT_THAT(Ids(response_.items()), ElementsAre("i00", "i02"));
  EXPECT_EQ(response_.served_by().servable(), "popular");
  EXPECT_EQ(response_.served_by().fallback(), v1::FALLBACK_NOTHING_LEFT);
}

TEST_F(RecommendSimilarItemsTest, ListsWhatIsMissing) {
  request_.set_item_id("nothing");
  request_.mutable_options()->add_candidate_item_ids("i05");
  request_.mutable_options()->add_candidate_item_ids("neither");
  ASSERT_THAT(Ask(), IsOk());
  EXPECT_THAT(response_.missing_item_ids(), ElementsAre("nothing", "neither"));
  EXPECT_THAT(Ids(response_.items()), ElementsAre("i05"));
}

TEST_F(RecommendSimilarItemsTest, RefusesTheFallbackWhereTold) {
  request_.mutable_options()->set_fallback_policy(v1::FALLBACK_POLICY_REFUSE);
  for (const char* id : {"nothing", "i61"}) {
    request_.set_item_id(id);
    EXPECT_THAT(Ask(), StatusIs(absl::StatusCode::kNotFound,
                                AllOf(HasSubstr("item"), HasSubstr(id))));
  }
  request_.set_item_id("i00");
  EXPECT_THAT(Ask(), IsOk());
}

TEST_F(RecommendSimilarItemsTest, NamesTheFieldThatIsWrong) {
  const auto invalid = [](const char* field) {
    return StatusIs(absl::StatusCode::kInvalidArgument, StartsWith(field));
  };
  EXPECT_THAT(Ask(), invalid("item_id:"));
  request_.set_item_id("i00");
  request_.set_k(0);
  EXPECT_THAT(Ask(), invalid("k:"));
  request_.clear_k();
  request_.mutable_options()->set_exclude_seen(false);
  EXPECT_THAT(Ask(), invalid("options.exclude_seen:"));
  request_.clear_options();
  request_.set_page_token("x");
  EXPECT_THAT(Ask(), invalid("page_token:"));
  request_.clear_page_token();
  request_.mutable_model()->set_servable("nobody");
  EXPECT_THAT(Ask(), StatusIs(absl::StatusCode::kNotFound,
                              HasSubstr("for_you, popular, again, items")));
  request_.clear_model();
  request_.mutable_options()->set_filter("group = 'g1'");
  EXPECT_THAT(Ask(), StatusIs(absl::StatusCode::kUnimplemented,
                              StartsWith("options.filter:")));
}

TEST_F(RecommendSimilarItemsTest, PagesAreTheWholeRankingOnce) {
  request_.set_item_id("i13");
  request_.set_k(7);
  const auto all = AllPages(&RecommendSimilarItems, request_);
  request_.set_k(1000);
  ASSERT_THAT(Ask(), IsOk());
  ASSERT_EQ(all.size(), kTestItemsWithVectors - 1);
  ASSERT_EQ(response_.items_size(), static_cast<int>(all.size()));
  for (size_t i = 0; i < all.size(); ++i) {
    EXPECT_EQ(all[i].item_id(), response_.items(i).item_id());
    EXPECT_EQ(all[i].rank(), static_cast<int>(i) + 1);
  }
}

TEST_F(RecommendSimilarItemsTest, MinScoreCutsTheList) {
  request_.set_item_id("i13");
  request_.set_k(60);
  request_.mutable_options()->set_min_score(0.5f);
  ASSERT_THAT(Ask(), IsOk());
  EXPECT_EQ(response_.items_size(), 9);
  EXPECT_THAT(response_.next_page_token(), IsEmpty());
}

TEST_F(RecommendSimilarItemsTest, ExactSearchAgrees) {
  request_.set_item_id("i13");
  ASSERT_THAT(Ask(), IsOk());
  const std::vector<std::string> approximate = Ids(response_.items());
  request_.mutable_options()->set_search_mode(v1::SEARCH_MODE_EXACT);
  ASSERT_THAT(Ask(), IsOk());
  EXPECT_EQ(Ids(response_.items()), approximate);
}

TEST_F(RecommendSimilarItemsTest, AScorerAnswersWithTheItemAsItsOnlyEvent) {
  request_.set_item_id(TestItemId(0));
  request_.mutable_model()->set_servable("popular");
  request_.set_k(2);
  ASSERT_THAT(Ask(), IsOk());
  EXPECT_EQ(response_.served_by().servable(), "popular");
  ASSERT_EQ(response_.items_size(), 2);
  EXPECT_EQ(response_.items(0).item_id(), TestItemId(1));
  EXPECT_EQ(response_.items(1).item_id(), TestItemId(2));
}

}  // namespace
}  // namespace customer2vec
