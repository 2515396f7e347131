#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "core/base/random.h"
#include "core/recommend/recommend.h"
#include "core/recommend/recommend_test_util.h"

namespace customer2vec {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::Not;
using ::testing::StartsWith;

class RecommendForSessionTest : public RecommendTest {
 protected:
  absl::Status Ask() {
    return RecommendForSession(*snapshot_, request_, &response_);
  }
  void Add(const std::string& id, float weight = 1) {
    v1::ItemEvent* event = request_.add_events();
    event->set_item_id(id);
    if (weight != 1) event->set_weight(weight);
  }

  v1::RecommendForSessionRequest request_;
  v1::RecommendForSessionResponse response_;
};

TEST_F(RecommendForSessionTest, AgreesWithPlainLoopsOverRandomRequests) {
  Random random(/*seed=*/2);
  for (int round = 0; round < 300; ++round) {
    request_.Clear();
    std::vector<std::pair<uint32_t, double>> events;
    std::set<uint32_t> session;
    // The last weight is positive and large, so that nothing cancels out.
    for (uint32_t i = 1 + random.Below(6); i > 0; --i) {
      const uint32_t row = random.Below(i == 1 ? 60 : kTestItems);
      const float weight =
          i == 1 ? 10 : static_cast<float>(random.Uniform() * 4 - 1);
      Add(TestItemId(row), weight);
      events.emplace_back(row, weight);
      session.insert(row);
    }
    request_.set_k(1 + random.Below(65));
    std::set<uint32_t> excluded;
    if (round % 3 == 0) {
      request_.mutable_options()->set_exclude_seen(false);
    } else {
      excluded = session;
    }
    if (round % 3 == 1) {
      request_.mutable_options()->add_exclude_item_ids("i03");
      excluded.insert(3);
    }
    ASSERT_THAT(Ask(), IsOk());
    ExpectItems(response_.items(),
                PlainTop(PlainNext(PlainMean(events)), excluded, request_.k()));
    for (const v1::RecommendedItem& item : response_.items()) {
      EXPECT_EQ(item.source(), session.contains(Row(item.item_id()))
                                   ? v1::RECOMMENDATION_SOURCE_REPEAT
                                   : v1::RECOMMENDATION_SOURCE_DISCOVERY);
    }
  }
}

TEST_F(RecommendForSessionTest, LeavesOutItsOwnItemsUnlessTold) {
  Add("i02");
  request_.set_k(60);
  ASSERT_THAT(Ask(), IsOk());
  EXPECT_THAT(Ids(response_.items()), Not(Contains("i02")));
  request_.mutable_options()->set_exclude_seen(false);
  ASSERT_THAT(Ask(), IsOk());
  EXPECT_THAT(Ids(response_.items()), Contains("i02"));
}

TEST_F(RecommendForSessionTest, ExcludeSeenAlsoMeansItsCustomers) {
  // c02 took i00, i08, i14, i20 and i26.
  Add("i02");
  request_.set_k(60);
  request_.set_customer_id("c02");
  ASSERT_THAT(Ask(), IsOk());
  EXPECT_THAT(Ids(response_.items()), IsSupersetOf({"i00", "i08", "i26"}));
  request_.mutable_options()->set_exclude_seen(true);
  ASSERT_THAT(Ask(), IsOk());
  for (const char* seen : {"i02", "i00", "i08", "i14", "i20", "i26"}) {
    EXPECT_THAT(Ids(response_.items()), Not(Contains(seen)));
  }
  EXPECT_EQ(response_.items_size(), 54);
}

TEST_F(RecommendForSessionTest, WhatTheCustomerHadIsARepeat) {
  Add("i02");
  request_.set_k(60);
  request_.set_customer_id("c02");
  ASSERT_THAT(Ask(), IsOk());
  for (const v1::RecommendedItem& item : response_.items()) {
    const bool had =
        std::set<std::string>{"i00", "i08", "i14", "i20", "i26"}.contains(
            item.item_id());
    EXPECT_EQ(item.source(), had ? v1::RECOMMENDATION_SOURCE_REPEAT
                                 : v1::RECOMMENDATION_SOURCE_DISCOVERY)
        << item.item_id();
  }
}

TEST_F(RecommendForSessionTest, NegativeWeightsPushAway) {
  // Of groups 0 and 1; group 1 is pushed away.
  Add("i00");
  Add("i01", -1);
  request_.set_k(9);
  ASSERT_THAT(Ask(), IsOk());
  for (const v1::RecommendedItem& item : response_.items()) {
    EXPECT_EQ(Row(item.item_id()) % kTestGroups, 0u);
  }
}

TEST_F(RecommendForSessionTest, FallsBackWhenNothingIsKnown) {
  const auto ask = [&] {
    EXPECT_THAT(Ask(), IsOk());
    EXPECT_EQ(response_.served_by().fallback(), v1::FALLBACK_EMPTY_SESSION);
    EXPECT_EQ(response_.served_by().servable(), "popular");
    EXPECT_EQ(response_.items(0).item_id(), "i00");
  };
  ask();          // empty
  Add("i62");     // without a vector
  Add("nobody");  // unknown
  ask();
  EXPECT_THAT(response_.missing_item_ids(), ElementsAre("nobody"));
  request_.clear_events();
  Add("i05", 1);  // cancel out
  Add("i05", -1);
  ask();
}

TEST_F(RecommendForSessionTest, AnEmptySessionIsAnsweredByItsCustomer) {
  request_.set_customer_id("c02");
  ASSERT_THAT(Ask(), IsOk());
  EXPECT_EQ(response_.served_by().fallback(), v1::FALLBACK_UNSPECIFIED);
  EXPECT_EQ(response_.served_by().servable(), "items");
  EXPECT_EQ(Row(response_.items(0).item_id()) % kTestGroups, 2u);
}

TEST_F(RecommendForSessionTest, AnUnknownCustomerIsNamed) {
  request_.set_customer_id("stranger");
  Add("i02");
  ASSERT_THAT(Ask(), IsOk());
  EXPECT_EQ(response_.missing_customer_id(), "stranger");
  EXPECT_EQ(response_.served_by().fallback(), v1::FALLBACK_UNSPECIFIED);
}

TEST_F(RecommendForSessionTest, RefusesTheFallbackWhereTold) {
  request_.mutable_options()->set_fallback_policy(v1::FALLBACK_POLICY_REFUSE);
  EXPECT_THAT(Ask(), StatusIs(absl::StatusCode::kNotFound,
                              HasSubstr("session holds nothing")));
  Add("nobody");
  EXPECT_THAT(Ask(), StatusIs(absl::StatusCode::kNotFound,
                              HasSubstr("item \"nobody\"")));
}

TEST_F(RecommendForSessionTest, ScorersAnswerToo) {
  Add("i03");
  request_.set_k(2);
  request_.mutable_model()->set_servable("popular");
  ASSERT_THAT(Ask(), IsOk());
  EXPECT_THAT(Ids(response_.items()), ElementsAre("i00", "i01"));
  EXPECT_EQ(response_.served_by().fallback(), v1::FALLBACK_UNSPECIFIED);
  // The session is the newest basket of its customer.
  request_.mutable_model()->set_servable("again");
  request_.set_customer_id("c02");
  request_.mutable_options()->set_exclude_seen(false);
  request_.set_k(10);
  ASSERT_THAT(Ask(), IsOk());
  EXPECT_EQ(response_.served_by().servable(), "again");
  EXPECT_EQ(response_.items_size(), 6);
  EXPECT_THAT(Ids(response_.items()), Contains("i03"));
  request_.mutable_model()->set_servable("for_you");
  ASSERT_THAT(Ask(), IsOk());
  EXPECT_EQ(response_.items_size(), 10);
}

TEST_F(RecommendForSessionTest, AFilteredAnswerIsNoFallback) {
  Add("i02");
  request_.mutable_options()->add_candidate_item_ids("i02");
  ASSERT_THAT(Ask(), IsOk());
  EXPECT_THAT(response_.items(), IsEmpty());
  EXPECT_EQ(response_.served_by().fallback(), v1::FALLBACK_UNSPECIFIED);
  request_.mutable_model()->set_servable("again");
  ASSERT_THAT(Ask(), IsOk());
  EXPECT_THAT(response_.items(), IsEmpty());
  EXPECT_EQ(response_.served_by().fallback(), v1::FALLBACK_UNSPECIFIED);
}

TEST_F(RecommendForSessionTest, WhereNothingIsLeftTheFallbackAnswers) {
  Add("i02");  // all that "again" ranks, and left out as the session's own
  request_.mutable_model()->set_servable("again");
  request_.set_k(3);
  ASSERT_THAT(Ask(), IsOk());
  EXPECT_THAT(Ids(response_.items()), ElementsAre("i00", "i01", "i03"));
  EXPECT_EQ(response_.served_by().servable(), "popular");
  EXPECT_EQ(response_.served_by().fallback(), v1::FALLBACK_NOTHING_LEFT);
  const auto all = AllPages(&RecommendForSession, request_);
  EXPECT_EQ(all.size(), kTestItems - 1);
  // A score that nothing reaches is the caller's wish.
  request_.mutable_options()->set_exclude_seen(false);
  request_.mutable_options()->set_min_score(1000);
  ASSERT_THAT(Ask(), IsOk());
  EXPECT_THAT(response_.items(), IsEmpty());
  EXPECT_EQ(response_.served_by().servable(), "again");
  EXPECT_EQ(response_.served_by().fallback(), v1::FALLBACK_UNSPECIFIED);
}

TEST_F(RecommendForSessionTest, WhereNothingIsLeftARefusalLeavesTheListEmpty) {
  Add("i02");
  request_.mutable_model()->set_servable("again");
  request_.mutable_options()->set_fallback_policy(v1::FALLBACK_POLICY_REFUSE);
  ASSERT_THAT(Ask(), IsOk());
  EXPECT_THAT(response_.items(), IsEmpty());
  EXPECT_EQ(response_.served_by().servable(), "again");
  EXPECT_EQ(response_.served_by().fallback(), v1::FALLBACK_UNSPECIFIED);
}

TEST_F(RecommendForSessionTest, PagesOfTheFallbackGoOn) {
  request_.set_k(10);
  const auto all = AllPages(&RecommendForSession, request_);
  ASSERT_EQ(all.size(), kTestItems);
  for (size_t i = 0; i < all.size(); ++i) {
    EXPECT_EQ(all[i].item_id(), TestItemId(i));
  }
}

TEST_F(RecommendForSessionTest, NamesTheFieldThatIsWrong) {
  Add("i00");
  Add("i01", NAN);
  EXPECT_THAT(Ask(), StatusIs(absl::StatusCode::kInvalidArgument,
                              StartsWith("events[1].weight:")));
  request_.mutable_events(1)->set_weight(1);
  request_.set_customer_id(std::string(513, 'x'));
  EXPECT_THAT(Ask(), StatusIs(absl::StatusCode::kInvalidArgument,
                              StartsWith("customer_id:")));
}

}  // namespace
}  // namespace customer2vec
