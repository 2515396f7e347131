#include "bench/serve/requests.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "core/base/status_matchers.h"

namespace customer2vec::bench {
namespace {

class RequestsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    items_ = *BuildVocabulary(std::vector<std::string>{"a", "b", "c"});
    customers_ = *BuildVocabulary(std::vector<std::string>{"x", "y"});
    C2V_ASSERT_OK_AND_ASSIGN(tables_.items, Vocabulary::Create(items_.view()));
    C2V_ASSERT_OK_AND_ASSIGN(tables_.customers,
                             Vocabulary::Create(customers_.view()));
    C2V_ASSERT_OK_AND_ASSIGN(
        tables_.histories,
        CustomerHistories::Create({offsets_, basket_counts_, entries_}, 3));
  }

  Tables tables_;

 private:
  VocabularyArrays items_, customers_;
  std::vector<uint64_t> offsets_ = {0, 1, 2};
  std::vector<uint32_t> basket_counts_ = {1, 1};
  std::vector<HistoryEntry> entries_ = {{0, 1, 0, 1, 0}, {2, 1, 0, 1, 0}};
};

TEST_F(RequestsTest, SimilarItemsAskForAllItemsBySeed) {
  const auto requests = SimilarItemsRequests(tables_, {.count = 100});
  std::set<std::string> ids;
  for (const auto& request : requests) {
    ids.insert(request.item_id());
    EXPECT_EQ(request.k(), 20);
    EXPECT_FALSE(request.include_names());
  }
  EXPECT_EQ(ids, (std::set<std::string>{"a", "b", "c"}));
  const auto again = SimilarItemsRequests(tables_, {.count = 100});
  const auto other = SimilarItemsRequests(tables_, {.count = 100, .seed = 2});
  int same_as_again = 0, same_as_other = 0;
  for (size_t i = 0; i < requests.size(); ++i) {
    same_as_again += requests[i].item_id() == again[i].item_id();
    same_as_other += requests[i].item_id() == other[i].item_id();
  }
  EXPECT_EQ(same_as_again, 100);
  EXPECT_LT(same_as_other, 100);
}

TEST_F(RequestsTest, CustomersAreOfTheSnapshot) {
  std::set<std::string> ids;
  for (const auto& request : CustomerRequests(tables_, {.count = 50, .k = 7})) {
    ids.insert(request.customer_id());
    EXPECT_EQ(request.k(), 7);
  }
  EXPECT_EQ(ids, (std::set<std::string>{"x", "y"}));
}

TEST_F(RequestsTest, SessionsHoldItemsOfOneCustomer) {
  std::set<std::string> all;
  for (const auto& request :
       SessionRequests(tables_, {.count = 50, .session_items = 4})) {
    EXPECT_EQ(request.events_size(), 4);
    std::set<std::string> ids;
    for (const auto& event : request.events()) ids.insert(event.item_id());
    EXPECT_EQ(ids.size(), 1);  // each customer has one item
    all.insert(ids.begin(), ids.end());
  }
  EXPECT_EQ(all, (std::set<std::string>{"a", "c"}));
}

}  // namespace
}  // namespace customer2vec::bench
