#include "core/history/customer_histories.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "core/base/status_matchers.h"

namespace customer2vec {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr size_t kItems = 10;

// Customer 0 took items 2 and 7 in three baskets, customer 1 nothing, customer
// 2 item 9 in one.
CustomerHistoriesArrays Histories() {
  return {
      .offsets = {0, 2, 2, 3},
      .basket_counts = {3, 0, 1},
      .entries = {
          {2, 2, 2, 1.8f, 1000}, {7, 1, 0, 0.81f, 500}, {9, 1, 0, 1, 2000}}};
}

TEST(CustomerHistoriesTest, GivesEachCustomersItems) {
  const CustomerHistoriesArrays arrays = Histories();
  C2V_ASSERT_OK_AND_ASSIGN(CustomerHistories histories,
                           CustomerHistories::Create(arrays.view(), kItems));
  ASSERT_EQ(histories.customer_count(), 3);
  ASSERT_EQ(histories.Of(0).size(), 2);
  EXPECT_EQ(histories.Of(0)[1].item, 7);
  EXPECT_EQ(histories.Of(0)[1].last_time, 500);
  EXPECT_THAT(histories.Of(1), IsEmpty());
  EXPECT_EQ(histories.Of(2)[0].item, 9);
  EXPECT_EQ(histories.basket_count(0), 3);
}

TEST(CustomerHistoriesTest, MayBeEmpty) {
  EXPECT_EQ(CustomerHistories().customer_count(), 0);
  const CustomerHistoriesArrays none;
  EXPECT_THAT(CustomerHistories::Create(none.view(), 0), IsOk());
}

class CustomerHistoriesCreateTest : public ::testing::Test {
 protected:
  void ExpectDataLoss(absl::string_view words) const {
    EXPECT_THAT(CustomerHistories::Create(arrays_.view(), kItems),
                StatusIs(absl::StatusCode::kDataLoss, HasSubstr(words)));
  }

  CustomerHistoriesArrays arrays_ = Histories();
};

TEST_F(CustomerHistoriesCreateTest, RefusesOffsetsOutOfTheEntries) {
  arrays_.offsets[3] = 4;
  ExpectDataLoss("histories: offsets end at 4");
}

TEST_F(CustomerHistoriesCreateTest, RefusesAnotherNumberOfCustomers) {
  arrays_.basket_counts.pop_back();
  ExpectDataLoss("4 offsets for 2 rows");
}

TEST_F(CustomerHistoriesCreateTest, RefusesAnItemThatIsNone) {
  arrays_.entries[2].item = kItems;
  ExpectDataLoss("entry 0 of customer row 2 names an item that is none");
}

TEST_F(CustomerHistoriesCreateTest, RefusesItemsOutOfOrder) {
  arrays_.entries[1].item = 2;
  ExpectDataLoss("entry 1 of customer row 0 is not in ascending order");
}

TEST_F(CustomerHistoriesCreateTest, RefusesABasketThatIsNone) {
  arrays_.entries[0].last_basket = 3;
  ExpectDataLoss("names a basket that is none");
}

TEST_F(CustomerHistoriesCreateTest, RefusesCountsThatCannotBe) {
  arrays_.entries[0].basket_count = 4;
  ExpectDataLoss("counts more baskets than there are");
  arrays_.entries[0].basket_count = 0;
  ExpectDataLoss("or none");
}

TEST_F(CustomerHistoriesCreateTest, RefusesDecayedCountsThatCannotBe) {
  for (const float count : {-0.5f, 2.5f, NAN, INFINITY}) {
    arrays_.entries[0].decayed_count = count;
    ExpectDataLoss("decayed count");
  }
}

}  // namespace
}  // namespace customer2vec
