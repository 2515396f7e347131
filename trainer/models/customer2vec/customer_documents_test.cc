#include "trainer/models/customer2vec/customer_documents.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <vector>

#include "core/base/status_matchers.h"
#include "trainer/models/customer2vec/customer2vec_test_util.h"

namespace customer2vec {
namespace {

using ::testing::ElementsAreArray;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(CustomerDocumentsTest, TextsAreTheBasketsInTimeWithoutRareItems) {
  const TwoTastes shop(6);
  C2V_ASSERT_OK_AND_ASSIGN(
      const CustomerDocuments documents,
      WriteCustomerDocuments(shop.corpus, shop.catalogue(), {}, 2, "p"));
  EXPECT_EQ(documents.item_count, 20);
  EXPECT_EQ(documents.extra_count(), 0);
  ASSERT_EQ(documents.texts().size(), 6);
  for (uint32_t customer = 0; customer < 6; ++customer) {
    std::vector<uint32_t> expected;
    for (size_t basket : shop.corpus.BasketsOf(customer)) {
      for (uint32_t item : shop.corpus.Items(basket)) {
        if (item < 20) expected.push_back(item);
      }
    }
    EXPECT_THAT(documents.texts()[customer], ElementsAreArray(expected));
  }
  EXPECT_EQ(
      std::accumulate(documents.counts.begin(), documents.counts.end(), 0u),
      documents.tokens.size());
}

TEST(CustomerDocumentsTest, AttributeValuesFollowTheirItem) {
  const TwoTastes shop(6);
  C2V_ASSERT_OK_AND_ASSIGN(const CustomerDocuments documents,
                           WriteCustomerDocuments(shop.corpus, shop.catalogue(),
                                                  {"department"}, 2, "p"));
  EXPECT_EQ(documents.extra_count(), 2);
  const auto text = documents.texts()[0];
  ASSERT_EQ(text.size(), 40) << "20 items, a value each";
  for (size_t i = 0; i < text.size(); i += 2) {
    EXPECT_LT(text[i], 20);
    EXPECT_EQ(text[i + 1], text[i] < 10 ? 20 : 21);
  }
  EXPECT_EQ(documents.counts[20] + documents.counts[21], 120);
  ASSERT_EQ(documents.extra_values.size(), 2u);
  for (size_t token = 0; token < 2; ++token) {
    const auto [attribute, value] = documents.extra_values[token];
    EXPECT_EQ(shop.catalogue().AttributeName(attribute), "department");
    EXPECT_EQ(shop.catalogue().Values(attribute)[value],
              token == 0 ? "food" : "tools");
  }
}

TEST(CustomerDocumentsTest, RareValuesAreLeftOut) {
  const TwoTastes shop(1);  // takes "tools" now and then only
  C2V_ASSERT_OK_AND_ASSIGN(const CustomerDocuments documents,
                           WriteCustomerDocuments(shop.corpus, shop.catalogue(),
                                                  {"department"}, 1, "p"));
  C2V_ASSERT_OK_AND_ASSIGN(const CustomerDocuments fewer,
                           WriteCustomerDocuments(shop.corpus, shop.catalogue(),
                                                  {"department"}, 1, "p"));
  EXPECT_LE(fewer.extra_count(), documents.extra_count());
  for (size_t i = 1; i < documents.extra_offsets.size(); ++i) {
    EXPECT_LE(documents.extra_offsets[i] - documents.extra_offsets[i - 1], 1);
  }
}

TEST(CustomerDocumentsTest, RefusesWhatMakesNoTexts) {
  const TwoTastes shop(6);
  const auto write = [&](const std::vector<std::string>& attributes,
                         uint32_t min_count) {
    return WriteCustomerDocuments(shop.corpus, shop.catalogue(), attributes,
                                  min_count, "models[0].customer2vec");
  };
  EXPECT_THAT(write({"colour"}, 1),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("models[0].customer2vec.attributes: the "
                                 "catalogue has no attribute \"colour\"")));
  EXPECT_THAT(write({"size"}, 1), StatusIs(absl::StatusCode::kInvalidArgument,
                                           HasSubstr("\"size\" is a number")));
  EXPECT_THAT(write({}, 1000), StatusIs(absl::StatusCode::kFailedPrecondition,
                                        HasSubstr("min_count = 1000")));
}

TEST(CustomerDocumentsTest, BasketsWithoutCustomersAreNoTexts) {
  CorpusArrays arrays{.item_ids = {"a", "b"},
                      .items = {0, 1, 0, 1},
                      .basket_offsets = {0, 2, 4},
                      .basket_times = {1, 2},
                      .basket_customers = {kNoCustomer, kNoCustomer},
                      .customer_offsets = {0}};
  EXPECT_THAT(WriteCustomerDocuments(Corpus(std::move(arrays)), Catalogue(), {},
                                     1, "p"),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("customer column")));
}

}  // namespace
}  // namespace customer2vec
