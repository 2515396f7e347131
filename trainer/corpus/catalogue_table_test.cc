#include "trainer/corpus/catalogue_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace customer2vec {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST(CatalogueTableTest, FollowsTheRowsOfTheItems) {
  CatalogueTableBuilder builder({{"department"}, {"price", true}});
  EXPECT_TRUE(builder.Add({"7", "Tea", {"pantry", "2"}}));
  EXPECT_TRUE(builder.Add({"8", "Nuts", {"pantry", ""}}));
  EXPECT_TRUE(builder.Add({"9", "Soap", {"home", "1.5"}}));
  EXPECT_TRUE(builder.Contains("9"));
  EXPECT_FALSE(builder.Contains("10"));
  const std::vector<std::string> ids = {"8", "10", "7"};
  const CatalogueTable table = builder.Build(ids);
  EXPECT_THAT(table.names, ElementsAre("Nuts", "10", "Tea"));
  ASSERT_THAT(table.attributes, SizeIs(2));
  EXPECT_EQ(table.attributes[0].name, "department");
  EXPECT_FALSE(table.attributes[0].is_number);
  EXPECT_THAT(table.attributes[0].values, ElementsAre("pantry", "", "pantry"));
  EXPECT_EQ(table.attributes[1].name, "price");
  EXPECT_TRUE(table.attributes[1].is_number);
  EXPECT_THAT(table.attributes[1].values, ElementsAre("", "", "2"));
}

TEST(CatalogueTableTest, TheFirstRowOfAnItemStays) {
  CatalogueTableBuilder builder({{"department"}});
  EXPECT_TRUE(builder.Add({"7", "Tea", {"pantry"}}));
  EXPECT_FALSE(builder.Add({"7", "Coffee", {"drinks"}}));
  EXPECT_EQ(builder.items().size(), 1u);
  const std::vector<std::string> ids = {"7"};
  const CatalogueTable table = builder.Build(ids);
  EXPECT_THAT(table.names, ElementsAre("Tea"));
  EXPECT_THAT(table.attributes[0].values, ElementsAre("pantry"));
}

TEST(CatalogueTableTest, FollowsAnotherOrderOfItems) {
  CatalogueTableBuilder builder({{"department"}, {"size", true}});
  EXPECT_TRUE(builder.Add({"7", "Tea", {"pantry", "1"}}));
  EXPECT_TRUE(builder.Add({"8", "Jam", {"sweets", "2"}}));
  const std::vector<std::string> ids = {"7", "8", "9"};
  const std::vector<std::string> wanted = {"9", "8", "7"};
  const CatalogueTable table = builder.Build(ids).Reordered(ids, wanted);
  EXPECT_THAT(table.names, ElementsAre("9", "Jam", "Tea"));
  EXPECT_THAT(table.attributes[0].values, ElementsAre("", "sweets", "pantry"));
  EXPECT_TRUE(table.attributes[1].is_number);
  EXPECT_THAT(table.attributes[1].values, ElementsAre("", "2", "1"));
}

TEST(CatalogueTableTest, WithoutACatalogueIdsAreNames) {
  const std::vector<std::string> ids = {"milk"};
  const CatalogueTable table = CatalogueTableBuilder({}).Build(ids);
  EXPECT_THAT(table.names, ElementsAre("milk"));
  EXPECT_THAT(table.attributes, IsEmpty());
}

}  // namespace
}  // namespace customer2vec
