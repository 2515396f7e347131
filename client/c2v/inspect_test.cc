#include "client/c2v/inspect.h"

#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include <numeric>
#include <vector>

#include "core/base/status_matchers.h"
#include "core/tables/tables.h"

namespace customer2vec {
namespace {

using ::testing::HasSubstr;

// Three items and three customers: "ann" with two baskets, "bob" with three,
// "eve" with two.
class InspectTest : public ::testing::Test {
 protected:
  void SetUp() override {
    items_ =
        *BuildVocabulary(std::vector<std::string>{"milk", "bread", "rice"});
    customers_ =
        *BuildVocabulary(std::vector<std::string>{"ann", "bob", "eve"});
    C2V_ASSERT_OK_AND_ASSIGN(tables_.items, Vocabulary::Create(items_.view()));
    C2V_ASSERT_OK_AND_ASSIGN(tables_.customers,
                             Vocabulary::Create(customers_.view()));
    C2V_ASSERT_OK_AND_ASSIGN(
        tables_.histories,
        CustomerHistories::Create({offsets_, basket_counts_, entries_}, 3));
    C2V_ASSERT_OK_AND_ASSIGN(
        tables_.catalogue,
        Catalogue::Create({.names = {name_offsets_, name_bytes_}}, 3));
  }

  Tables tables_;

 private:
  VocabularyArrays items_, customers_;
  std::vector<uint64_t> offsets_ = {0, 3, 4, 5};
  std::vector<uint32_t> basket_counts_ = {2, 3, 2};
  // Item, baskets, last basket, decayed count, last time.
  std::vector<HistoryEntry> entries_ = {{0, 2, 1, 1.9f, 1767323045},
                                        {1, 1, 0, 0.9f, 1767000000},
                                        {2, 1, 1, 1.0f, 1767323045},
                                        {0, 1, 2, 1.0f, 7},
                                        {2, 1, 0, 1.0f, 7}};
  std::vector<uint64_t> name_offsets_ = {0, 4, 9, 13};
  std::string name_bytes_ = "MILKBREADRICE";
};

TEST_F(InspectTest, HistoryIsNewestFirstWithNames) {
  C2V_ASSERT_OK_AND_ASSIGN(const std::string text,
                           FormatHistory(tables_, "ann", 15, false));
  EXPECT_EQ(text,
            "Customer ann: 3 items in 2 baskets\n"
            "\n"
            "baskets ago  last time (UTC)      times  item   name\n"
            "          0  2026-01-02 03:04:05      2  milk   MILK\n"
            "          0  2026-01-02 03:04:05      1  rice   RICE\n"
            "          1  2025-12-29 09:20:00      1  bread  BREAD\n");
}

TEST_F(InspectTest, HistoryKeepsToTheLimit) {
  C2V_ASSERT_OK_AND_ASSIGN(const std::string text,
                           FormatHistory(tables_, "ann", 1, false));
  EXPECT_THAT(text, HasSubstr("3 items in 2 baskets"));
  EXPECT_THAT(text, HasSubstr("milk"));
  EXPECT_EQ(text.find("rice"), std::string::npos);
}

TEST_F(InspectTest, OrderNumbersAreNotShownAsTimes) {
  C2V_ASSERT_OK_AND_ASSIGN(const std::string text,
                           FormatHistory(tables_, "bob", 15, false));
  EXPECT_EQ(text,
            "Customer bob: 1 item in 3 baskets\n"
            "\n"
            "baskets ago  times  item  name\n"
            "          0      1  milk  MILK\n");
}

TEST_F(InspectTest, HistoryAsJson) {
  C2V_ASSERT_OK_AND_ASSIGN(const std::string text,
                           FormatHistory(tables_, "ann", 1, true));
  google::protobuf::Struct json;
  ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(text, &json).ok());
  EXPECT_EQ(json.fields().at("customerId").string_value(), "ann");
  EXPECT_EQ(json.fields().at("baskets").number_value(), 2);
  const auto& item =
      json.fields().at("items").list_value().values(0).struct_value().fields();
  EXPECT_EQ(item.at("itemId").string_value(), "milk");
  EXPECT_EQ(item.at("name").string_value(), "MILK");
  EXPECT_EQ(item.at("baskets").number_value(), 2);
  EXPECT_EQ(item.at("basketsAgo").number_value(), 0);
  EXPECT_EQ(item.at("lastTime").string_value(), "2026-01-02 03:04:05");
}

TEST_F(InspectTest, UnknownCustomerIsNamed) {
  EXPECT_THAT(FormatHistory(tables_, "zoe", 15, false),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("\"zoe\"")));
}

TEST_F(InspectTest, CustomersByBasketsThenId) {
  EXPECT_EQ(FormatCustomers(tables_, 15, false),
            "customer  baskets  items\n"
            "bob             3      1\n"
            "ann             2      3\n"
            "eve             2      1\n");
  EXPECT_EQ(FormatCustomers(tables_, 1, false),
            "customer  baskets  items\n"
            "bob             3      1\n");
  EXPECT_EQ(FormatCustomers(Tables(), 15, false),
            "this snapshot has no customers\n");
}

TEST_F(InspectTest, CustomersAsJson) {
  google::protobuf::Struct json;
  ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(
                  FormatCustomers(tables_, 2, true), &json)
                  .ok());
  const auto& customers = json.fields().at("customers").list_value();
  ASSERT_EQ(customers.values_size(), 2);
  const auto& bob = customers.values(0).struct_value().fields();
  EXPECT_EQ(bob.at("customerId").string_value(), "bob");
  EXPECT_EQ(bob.at("baskets").number_value(), 3);
  EXPECT_EQ(bob.at("items").number_value(), 1);
}

}  // namespace
}  // namespace customer2vec
