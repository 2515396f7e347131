#include "core/catalogue/catalogue_builder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "core/base/status_matchers.h"

namespace customer2vec {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const std::vector<std::string> kNames = {"Milk", "Tea", "Thing", "Butter"};

std::string Text(const TextsArrays& texts) {
  return {texts.bytes.begin(), texts.bytes.end()};
}

// The format's worked example: a change here is a change of the format.
TEST(BuildCatalogueTest, LayoutIsAsDocumented) {
  const std::vector<AttributeColumn> columns = {
      {.name = "department", .values = {"DAIRY", "DRINKS", "", "DAIRY"}}};
  C2V_ASSERT_OK_AND_ASSIGN(CatalogueArrays arrays,
                           BuildCatalogue(kNames, columns));
  EXPECT_EQ(Text(arrays.names), "MilkTeaThingButter");
  EXPECT_THAT(arrays.names.offsets, ElementsAre(0, 4, 7, 12, 18));
  const AttributeArrays& department = arrays.attributes.at(0);
  EXPECT_EQ(Text(department.values), "DAIRYDRINKS");
  EXPECT_THAT(department.values.offsets, ElementsAre(0, 5, 11));
  EXPECT_THAT(department.value_ids, ElementsAre(0, 1, kNoValue, 0));
  EXPECT_THAT(department.posting_offsets, ElementsAre(0, 2, 3));
  EXPECT_THAT(department.posting_rows, ElementsAre(0, 3, 1));
}

TEST(BuildCatalogueTest, NoItemsAndNoValuesAreFine) {
  EXPECT_THAT(BuildCatalogue({}, {}), IsOk());
  const std::vector<AttributeColumn> columns = {
      {.name = "brand", .values = {"", "", "", ""}}};
  C2V_ASSERT_OK_AND_ASSIGN(CatalogueArrays arrays,
                           BuildCatalogue(kNames, columns));
  EXPECT_THAT(arrays.attributes.at(0).posting_offsets, ElementsAre(0));
  EXPECT_THAT(arrays.attributes.at(0).posting_rows, IsEmpty());
}

TEST(BuildCatalogueTest, RefusesWhatCouldNotBeLoaded) {
  const auto refused = [](std::vector<AttributeColumn> columns,
                          absl::string_view words) {
    EXPECT_THAT(BuildCatalogue(kNames, columns),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(words)));
  };
  const std::vector<std::string> none(4);
  refused({{.name = "brand", .values = {"A"}}},
          "attribute brand has 1 values for 4 items");
  refused({{.name = "", .values = none}}, "attribute 0 () has no name");
  refused({{.name = "a", .values = none}, {.name = "a", .values = none}},
          "attribute 1 (a) has no name, or one used before");
  refused(
      {{.name = "size", .is_number = true, .values = {"1", "2", "", "big"}}},
      "attribute 0 (size): value 2 is no number");
  refused({{.name = "a", .values = {"\xff", "", "", ""}}},
          "attribute 0 (a): values: text 0 is not valid UTF-8");
}

}  // namespace
}  // namespace customer2vec
