#include "core/catalogue/catalogue.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "core/base/status_matchers.h"
#include "core/catalogue/catalogue_builder.h"

namespace customer2vec {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// Four items; "department" of three of them, the number "fat" of two.
CatalogueArrays Shop() {
  const std::vector<std::string> names = {"Milk", "Tea", "Thing", "Butter"};
  const std::vector<AttributeColumn> columns = {
      {.name = "department", .values = {"DAIRY", "DRINKS", "", "DAIRY"}},
      {.name = "fat", .is_number = true, .values = {"3.5", "", "", "82"}}};
  absl::StatusOr<CatalogueArrays> arrays = BuildCatalogue(names, columns);
  EXPECT_THAT(arrays, IsOk());
  return *std::move(arrays);
}

TEST(CatalogueTest, KnowsNamesAndValues) {
  const CatalogueArrays arrays = Shop();
  C2V_ASSERT_OK_AND_ASSIGN(Catalogue shop, Catalogue::Create(arrays.view(), 4));
  EXPECT_EQ(shop.item_count(), 4);
  EXPECT_EQ(shop.Name(3), "Butter");
  ASSERT_EQ(shop.attribute_count(), 2);
  EXPECT_EQ(shop.AttributeName(1), "fat");
  EXPECT_EQ(shop.FindAttribute("fat"), 1);
  EXPECT_EQ(shop.FindAttribute("brand"), std::nullopt);
  EXPECT_EQ(shop.Value(0, 1), "DRINKS");
  EXPECT_EQ(shop.Value(0, 2), "");
  EXPECT_EQ(shop.Value(1, 3), "82");
}

TEST(CatalogueTest, PostingsListTheItemsWithAValue) {
  const CatalogueArrays arrays = Shop();
  C2V_ASSERT_OK_AND_ASSIGN(Catalogue shop, Catalogue::Create(arrays.view(), 4));
  EXPECT_THAT(shop.Postings(0, shop.ValueId(0, 0)), ElementsAre(0, 3));
  EXPECT_THAT(shop.Postings(0, shop.ValueId(0, 1)), ElementsAre(1));
}

TEST(CatalogueTest, MayBeEmpty) {
  EXPECT_EQ(Catalogue().item_count(), 0);
  EXPECT_EQ(Catalogue().FindAttribute("a"), std::nullopt);
}

// Create() on damaged copies of the shop's arrays.
class CatalogueCreateTest : public ::testing::Test {
 protected:
  void ExpectDataLoss(absl::string_view words) const {
    EXPECT_THAT(Catalogue::Create(arrays_.view(), 4),
                StatusIs(absl::StatusCode::kDataLoss, HasSubstr(words)));
  }

  CatalogueArrays arrays_ = Shop();
  AttributeArrays& department_ = arrays_.attributes[0];
};

TEST_F(CatalogueCreateTest, RefusesNamesForOtherItems) {
  arrays_.names.offsets = {0, 4, 7, 18};
  ExpectDataLoss("names: there are 4 offsets for 4 rows");
}

TEST_F(CatalogueCreateTest, RefusesBrokenNames) {
  arrays_.names.bytes[0] = '\xff';
  ExpectDataLoss("names: text 0 is not valid UTF-8");
}

TEST_F(CatalogueCreateTest, RefusesAnUnsortedDictionary) {
  department_.values.bytes[1] = 'Z';  // "DZIRY" < "DRINKS" does not hold
  ExpectDataLoss("attribute 0 (department): value 1 is empty or not in");
}

TEST_F(CatalogueCreateTest, RefusesAValueTwice) {
  const std::string twice = "DAIRYDAIRY";
  department_.values.bytes.assign(twice.begin(), twice.end());
  department_.values.offsets = {0, 5, 10};
  ExpectDataLoss("value 1 is empty or not in ascending order");
}

TEST_F(CatalogueCreateTest, RefusesAnEmptyValue) {
  department_.values.offsets = {0, 0, 11};
  ExpectDataLoss("value 0 is empty");
}

TEST_F(CatalogueCreateTest, RefusesValuesThatAreNoNumbers) {
  arrays_.attributes[1].values.bytes[0] = 'x';
  ExpectDataLoss("attribute 1 (fat): value 0 is no number");
}

TEST_F(CatalogueCreateTest, RefusesIdsOfOtherItems) {
  department_.value_ids.push_back(kNoValue);
  ExpectDataLoss("5 value ids for 4 items");
}

TEST_F(CatalogueCreateTest, RefusesAnIdThatIsNone) {
  department_.value_ids[0] = 2;
  ExpectDataLoss("value id 2 is not below 2");
}

TEST_F(CatalogueCreateTest, RefusesPostingsOutOfTheRows) {
  for (const uint32_t row : {4u, 1u << 30, UINT32_MAX}) {
    department_.posting_rows[1] = row;
    ExpectDataLoss("posting 1 of value 0");
  }
}

TEST_F(CatalogueCreateTest, RefusesPostingsThatDisagreeWithTheIds) {
  department_.posting_rows[2] = 2;
  ExpectDataLoss("posting 0 of value 1");
}

TEST_F(CatalogueCreateTest, RefusesAPostingTwice) {
  department_.posting_rows[1] = 0;
  ExpectDataLoss("posting 1 of value 0");
}

TEST_F(CatalogueCreateTest, RefusesMissingPostings) {
  department_.posting_rows.pop_back();
  department_.posting_offsets.back() = 2;
  ExpectDataLoss("2 postings for 3 items");
}

TEST_F(CatalogueCreateTest, RefusesPostingOffsetsOutOfThePostings) {
  department_.posting_offsets[1] = 9;
  ExpectDataLoss("postings: offset 2 is below");
}

}  // namespace
}  // namespace customer2vec
