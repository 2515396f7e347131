#include "core/servables/customer_query.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <vector>

#include "core/servables/embedding_space.h"
#include "core/servables/embedding_test_util.h"

namespace customer2vec {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;

// Two items in two dimensions; customer 0 took item 0 three times, customer 1
// only an item without a vector.
class CustomerQueryTest : public ::testing::Test {
 protected:
  CustomerQueryTest() {
    random_.input = {4, 0, 0, 4};
    owned_.Add({{.item = 0, .basket_count = 3, .decayed_count = 3}}, 3);
    owned_.Add({{.item = 5, .basket_count = 1, .decayed_count = 1}});
    histories_ = owned_.View(6);
  }

  // With stored customer vectors or without.
  std::unique_ptr<const Space> MakeSpace(bool stored) {
    random_.customers = stored ? RollUpCustomers(2, random_.input, histories_)
                               : std::vector<float>();
    return MakeExactSpace("items", random_.Vectors(0));
  }

  RandomEmbedding random_{2, 0, 2, /*seed=*/1};
  OwnedHistories owned_;
  CustomerHistories histories_;
  std::vector<float> query_ = {9, 9};
};

TEST_F(CustomerQueryTest, IsTheSameStoredOrNot) {
  for (const bool stored : {true, false}) {
    const auto space = MakeSpace(stored);
    EXPECT_TRUE(EncodeCustomer(*space, histories_, {.customer = 0}, query_));
    EXPECT_THAT(query_, ElementsAre(4, 0)) << stored;
    EXPECT_FALSE(EncodeCustomer(*space, histories_, {.customer = 1}, query_));
    EXPECT_THAT(query_, Each(0)) << stored;
  }
}

TEST_F(CustomerQueryTest, EventsJoinTheHistory) {
  const auto space = MakeSpace(true);
  const HistoryEvent event{.item = 1};
  EXPECT_TRUE(EncodeCustomer(*space, histories_,
                             {.events = {&event, 1}, .customer = 0}, query_));
  EXPECT_THAT(query_, ElementsAre(3, 1));
  EXPECT_TRUE(
      EncodeCustomer(*space, histories_, {.events = {&event, 1}}, query_));
  EXPECT_THAT(query_, ElementsAre(0, 4));
}

// As of a graph of customers alone.
TEST_F(CustomerQueryTest, TheStoredVectorStaysWhereEventsCannotBeEncoded) {
  const RandomEmbedding customers_only(0, 2, 2, /*seed=*/2);
  const auto space = MakeExactSpace("network", customers_only.Vectors(0));
  const HistoryEvent event{.item = 1};
  EXPECT_TRUE(EncodeCustomer(*space, histories_,
                             {.events = {&event, 1}, .customer = 1}, query_));
  EXPECT_THAT(query_, ElementsAre(customers_only.customers[2],
                                  customers_only.customers[3]));
  EXPECT_FALSE(
      EncodeCustomer(*space, histories_, {.events = {&event, 1}}, query_));
}

TEST_F(CustomerQueryTest, NobodyHasNone) {
  EXPECT_FALSE(EncodeCustomer(*MakeSpace(true), histories_, {}, query_));
}

}  // namespace
}  // namespace customer2vec
