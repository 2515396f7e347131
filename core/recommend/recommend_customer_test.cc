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
using ::testing::Not;
using ::testing::StartsWith;

// Weights of the test snapshot's blend.
constexpr double kPopularityWeight = 0.25;
constexpr double kDiscoveryWeight = 0.5;

class RecommendForCustomerTest : public RecommendTest {
 protected:
  absl::Status Ask() {
    return RecommendForCustomer(*snapshot_, request_, &response_);
  }

  // Item rows and decayed counts, with `events` as a newer basket.
  std::map<uint32_t, double> Frequencies(
      uint32_t customer, const std::set<uint32_t>& events) const {
    std::map<uint32_t, double> frequencies;
    for (const HistoryEntry& entry :
         snapshot_->tables().histories.Of(customer)) {
      frequencies[entry.item] =
          entry.decayed_count * (events.empty() ? 1 : kTestDecay);
    }
    for (const uint32_t row : events) frequencies[row] += 1;
    return frequencies;
  }

  // The blend, item by item.
  PlainScores PlainBlend(uint32_t customer,
                         const std::set<uint32_t>& events) const {
    std::vector<std::pair<uint32_t, double>> history;
    for (const HistoryEntry& entry :
         snapshot_->tables().histories.Of(customer)) {
      history.emplace_back(entry.item, entry.decayed_count);
    }
    for (const uint32_t row : events) history.emplace_back(row, 1);
    double mass = 0;
    PlainScores discovery = PlainNext(PlainMean(history));
    for (auto& [row, score] : discovery) mass += std::exp(score);

    const auto frequencies = Frequencies(customer, events);
    double frequency_sum = 0;
    for (const auto& [row, count] : frequencies) frequency_sum += count;
    double taken = 0;
    const auto counts = snapshot_->tables().basket_counts;
    for (const uint32_t count : counts) taken += count;

    PlainScores scores;
    for (uint32_t row = 0; row < kTestItems; ++row) {
      scores[row] = kPopularityWeight * counts[row] / taken;
      if (frequencies.contains(row)) {
        scores[row] += frequencies.at(row) / frequency_sum;
      }
      if (discovery.contains(row)) {
        scores[row] += kDiscoveryWeight * std::exp(discovery[row]) / mass;
      }
    }
    return scores;
  }

  v1::RecommendForCustomerRequest request_;
  v1::RecommendForCustomerResponse response_;
};

TEST_F(RecommendForCustomerTest, AgreesWithPlainLoopsOverRandomRequests) {
  Random random(/*seed=*/3);
  for (int round = 0; round < 300; ++round) {
    request_.Clear();
    const uint32_t customer = random.Below(kTestCustomers - 1);
    request_.set_customer_id(TestCustomerId(customer));
    request_.set_k(1 + random.Below(70));
    std::set<uint32_t> events;
    for (uint32_t i = round % 2 == 0 ? 0 : random.Below(4); i > 0; --i) {
      const uint32_t row = random.Below(kTestItemsWithVectors);
      if (events.insert(row).second) {
        request_.add_recent_events()->set_item_id(TestItemId(row));
      }
    }
    PlainScores scores = PlainBlend(customer, events);
    const auto seen = Frequencies(customer, events);
    std::set<uint32_t> excluded;
    const auto mode = static_cast<v1::PurchaseMode>(random.Below(3));
    request_.set_purchase_mode(mode);
    for (uint32_t row = 0; row < kTestItems; ++row) {
      const bool repeat = seen.contains(row);
      if ((mode == v1::PURCHASE_MODE_REPEAT && !repeat) ||
          (mode == v1::PURCHASE_MODE_DISCOVERY && repeat)) {
        excluded.insert(row);
      }
    }
    if (round % 5 == 0) {
      request_.mutable_options()->add_exclude_item_ids("i00");
      excluded.insert(0);
    }
    ASSERT_THAT(Ask(), IsOk());
    ExpectItems(response_.items(), PlainTop(scores, excluded, request_.k()));
    for (const v1::RecommendedItem& item : response_.items()) {
      EXPECT_EQ(item.source(), seen.contains(Row(item.item_id()))
                                   ? v1::RECOMMENDATION_SOURCE_REPEAT
                                   : v1::RECOMMENDATION_SOURCE_DISCOVERY);
    }
  }
}

TEST_F(RecommendForCustomerTest, ASpaceAnswersByName) {
  request_.set_customer_id("c03");
  request_.mutable_model()->set_servable("items");
  ASSERT_THAT(Ask(), IsOk());
  EXPECT_EQ(response_.served_by().servable(), "items");
  std::vector<std::pair<uint32_t, double>> history;
  for (const HistoryEntry& entry : snapshot_->tables().histories.Of(3)) {
    history.emplace_back(entry.item, entry.decayed_count);
  }
  ExpectItems(response_.items(),
              PlainTop(PlainNext(PlainMean(history)), {}, 10));
}

TEST_F(RecommendForCustomerTest, ExcludeSeenIsDiscovery) {
  request_.set_customer_id("c02");
  request_.set_k(60);
  request_.set_purchase_mode(v1::PURCHASE_MODE_DISCOVERY);
  ASSERT_THAT(Ask(), IsOk());
  const std::vector<std::string> discoveries = Ids(response_.items());
  request_.clear_purchase_mode();
  request_.mutable_options()->set_exclude_seen(true);
  ASSERT_THAT(Ask(), IsOk());
  EXPECT_EQ(Ids(response_.items()), discoveries);
  request_.set_purchase_mode(v1::PURCHASE_MODE_DISCOVERY);
  EXPECT_THAT(Ask(), IsOk());
  const auto contradiction = StatusIs(absl::StatusCode::kInvalidArgument,
                                      StartsWith("options.exclude_seen:"));
  request_.set_purchase_mode(v1::PURCHASE_MODE_REPEAT);
  EXPECT_THAT(Ask(), contradiction);
  request_.mutable_options()->set_exclude_seen(false);
  EXPECT_THAT(Ask(), IsOk());
  request_.set_purchase_mode(v1::PURCHASE_MODE_DISCOVERY);
  EXPECT_THAT(Ask(), contradiction);
}

TEST_F(RecommendForCustomerTest, AStrangerGetsWhatIsPopular) {
  request_.set_customer_id("stranger");
  request_.set_k(2);
  ASSERT_THAT(Ask(), IsOk());
  EXPECT_EQ(response_.missing_customer_id(), "stranger");
  EXPECT_EQ(response_.served_by().fallback(), v1::FALLBACK_UNKNOWN_CUSTOMER);
  EXPECT_EQ(response_.served_by().servable(), "popular");
  EXPECT_THAT(Ids(response_.items()), ElementsAre("i00", "i01"));
  request_.set_purchase_mode(v1::PURCHASE_MODE_REPEAT);
  ASSERT_THAT(Ask(), IsOk());
  EXPECT_THAT(response_.items(), IsEmpty());
  request_.mutable_options()->set_fallback_policy(v1::FALLBACK_POLICY_REFUSE);
  EXPECT_THAT(Ask(), StatusIs(absl::StatusCode::kNotFound,
                              HasSubstr("customer \"stranger\"")));
}

TEST_F(RecommendForCustomerTest, RecentEventsStandForTheHistoryOfAStranger) {
  request_.set_customer_id("stranger");
  request_.add_recent_events()->set_item_id("i04");
  request_.add_recent_events()->set_item_id("unheard of");
  ASSERT_THAT(Ask(), IsOk());
  EXPECT_EQ(response_.missing_customer_id(), "stranger");
  EXPECT_THAT(response_.missing_item_ids(), ElementsAre("unheard of"));
  EXPECT_EQ(response_.served_by().fallback(), v1::FALLBACK_UNSPECIFIED);
  EXPECT_EQ(response_.items(0).item_id(), "i04");
  EXPECT_EQ(response_.items(0).source(), v1::RECOMMENDATION_SOURCE_REPEAT);
}

TEST_F(RecommendForCustomerTest, AHistoryWithoutVectorsIsNamed) {
  request_.set_customer_id("c11");
  request_.mutable_model()->set_servable("items");
  ASSERT_THAT(Ask(), IsOk());
  EXPECT_EQ(response_.served_by().fallback(),
            v1::FALLBACK_CUSTOMER_WITHOUT_HISTORY);
  EXPECT_THAT(response_.missing_customer_id(), IsEmpty());
  // The blend can use it.
  request_.clear_model();
  ASSERT_THAT(Ask(), IsOk());
  EXPECT_EQ(response_.served_by().fallback(), v1::FALLBACK_UNSPECIFIED);
  EXPECT_EQ(response_.items(0).item_id(), "i60");
}

TEST_F(RecommendForCustomerTest, ScorersAnswerByName) {
  request_.set_customer_id("stranger");
  request_.mutable_model()->set_servable("popular");
  ASSERT_THAT(Ask(), IsOk());
  EXPECT_EQ(response_.served_by().fallback(), v1::FALLBACK_UNSPECIFIED);
  request_.mutable_model()->set_servable("again");
  ASSERT_THAT(Ask(), IsOk());
  EXPECT_EQ(response_.served_by().fallback(), v1::FALLBACK_UNKNOWN_CUSTOMER);
  request_.set_customer_id("c02");
  ASSERT_THAT(Ask(), IsOk());
  EXPECT_EQ(response_.items_size(), 5);
  EXPECT_EQ(response_.served_by().servable(), "again");
}

TEST_F(RecommendForCustomerTest, OwnPurchasesAloneHaveNothingToDiscover) {
  request_.set_customer_id("c02");
  request_.mutable_model()->set_servable("again");
  ASSERT_THAT(Ask(), IsOk());
  const std::vector<std::string> had = Ids(response_.items());
  request_.set_purchase_mode(v1::PURCHASE_MODE_DISCOVERY);
  ASSERT_THAT(Ask(), IsOk());
  EXPECT_EQ(response_.served_by().fallback(), v1::FALLBACK_NOTHING_LEFT);
  EXPECT_EQ(response_.items_size(), 10);
  for (const std::string& id : Ids(response_.items())) {
    EXPECT_THAT(had, Not(Contains(id)));
  }
}

TEST_F(RecommendForCustomerTest, PagesAreTheWholeRankingOnce) {
  request_.set_customer_id("c05");
  request_.set_k(9);
  const auto all = AllPages(&RecommendForCustomer, request_);
  ASSERT_EQ(all.size(), kTestItems);
  std::set<std::string> ids;
  for (size_t i = 0; i < all.size(); ++i) {
    EXPECT_TRUE(ids.insert(all[i].item_id()).second);
    EXPECT_EQ(all[i].rank(), static_cast<int>(i) + 1);
    EXPECT_TRUE(i == 0 || all[i].score() <= all[i - 1].score());
  }
}

TEST_F(RecommendForCustomerTest, NamesTheFieldThatIsWrong) {
  const auto invalid = [](const char* field) {
    return StatusIs(absl::StatusCode::kInvalidArgument, StartsWith(field));
  };
  EXPECT_THAT(Ask(), invalid("customer_id:"));
  request_.set_customer_id("c00");
  request_.set_purchase_mode(static_cast<v1::PurchaseMode>(9));
  EXPECT_THAT(Ask(), invalid("purchase_mode:"));
  request_.clear_purchase_mode();
  request_.add_recent_events();
  EXPECT_THAT(Ask(), invalid("recent_events[0].item_id:"));
}

}  // namespace
}  // namespace customer2vec
