#include "core/snapshot/table_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "core/base/scratch_folder.h"
#include "core/base/status_matchers.h"

namespace customer2vec {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TablesArrays Shop() {
  TablesArrays arrays;
  arrays.items = *BuildVocabulary(std::vector<std::string>{"milk", "tea"});
  const std::vector<AttributeColumn> columns = {
      {.name = "department", .values = {"DAIRY", ""}},
      {.name = "size", .is_number = true, .values = {"1", "0.5"}}};
  arrays.catalogue =
      *BuildCatalogue(std::vector<std::string>{"Milk", "Tea"}, columns);
  arrays.basket_counts = {2, 1};
  arrays.basket_count = 3;
  arrays.customers = *BuildVocabulary(std::vector<std::string>{"ann"});
  arrays.histories = {
      .offsets = {0, 1}, .basket_counts = {3}, .entries = {{0, 2, 2, 1.9f, 7}}};
  return arrays;
}

class TableFilesTest : public ::testing::Test {
 protected:
  // Writes the shop, with the manifest changed, and opens the folder.
  void Open(void (*change)(v1::SnapshotManifest&)) {
    C2V_ASSERT_OK_AND_ASSIGN(SnapshotWriter writer,
                             SnapshotWriter::Create(scratch_.path()));
    v1::SnapshotManifest manifest;
    ASSERT_THAT(WriteTables(Shop(), &writer, &manifest), IsOk());
    change(manifest);
    ASSERT_THAT(writer.WriteManifest(manifest), IsOk());
    C2V_ASSERT_OK_AND_ASSIGN(folder_, SnapshotFolder::Open(scratch_.path()));
  }

  void ExpectDataLoss(void (*change)(v1::SnapshotManifest&),
                      absl::string_view words) {
    Open(change);
    ASSERT_NE(folder_, nullptr);
    EXPECT_THAT(LoadTables(*folder_),
                StatusIs(absl::StatusCode::kDataLoss, HasSubstr(words)));
  }

  ScratchFolder scratch_;
  std::unique_ptr<const SnapshotFolder> folder_;
};

TEST_F(TableFilesTest, WhatIsWrittenIsRead) {
  Open([](v1::SnapshotManifest&) {});
  C2V_ASSERT_OK_AND_ASSIGN(Tables tables, LoadTables(*folder_));
  EXPECT_EQ(tables.items.Find("tea"), 1);
  EXPECT_EQ(tables.catalogue.Name(0), "Milk");
  EXPECT_EQ(tables.catalogue.Value(0, 0), "DAIRY");
  EXPECT_EQ(tables.catalogue.Value(1, 1), "0.5");
  EXPECT_THAT(tables.catalogue.Postings(0, 0), ElementsAre(0));
  EXPECT_THAT(tables.basket_counts, ElementsAre(2, 1));
  EXPECT_EQ(tables.basket_count, 3);
  EXPECT_EQ(tables.customers.Find("ann"), 0);
  EXPECT_EQ(tables.histories.Of(0)[0].last_time, 7);
}

TEST_F(TableFilesTest, TheManifestDescribesThem) {
  Open([](v1::SnapshotManifest&) {});
  const v1::SnapshotManifest& manifest = folder_->manifest();
  EXPECT_EQ(manifest.item_count(), 2);
  EXPECT_EQ(manifest.customer_count(), 1);
  EXPECT_EQ(manifest.basket_count(), 3);
  ASSERT_EQ(manifest.attributes_size(), 2);
  EXPECT_EQ(manifest.attributes(0).name(), "department");
  EXPECT_EQ(manifest.attributes(0).type(), v1::ATTRIBUTE_TYPE_CATEGORY);
  EXPECT_EQ(manifest.attributes(0).value_count(), 1);
  EXPECT_EQ(manifest.attributes(1).type(), v1::ATTRIBUTE_TYPE_NUMBER);
}

TEST_F(TableFilesTest, RefusesAnotherItemCount) {
  ExpectDataLoss([](v1::SnapshotManifest& m) { m.set_item_count(3); },
                 "items/ids.offsets.u64: has 3 values instead of the 4");
}

TEST_F(TableFilesTest, RefusesANegativeCount) {
  ExpectDataLoss([](v1::SnapshotManifest& m) { m.set_customer_count(-1); },
                 "manifest.json: a count is negative");
}

TEST_F(TableFilesTest, RefusesAHugeCount) {
  ExpectDataLoss([](v1::SnapshotManifest& m) { m.set_item_count(INT64_MAX); },
                 "items/ids.offsets.u64: has 3 values");
}

TEST_F(TableFilesTest, RefusesAnotherValueCount) {
  ExpectDataLoss(
      [](v1::SnapshotManifest& m) {
        m.mutable_attributes(1)->set_value_count(9);
      },
      "attributes/1/values.offsets.u64");
}

TEST_F(TableFilesTest, RefusesANegativeValueCount) {
  ExpectDataLoss(
      [](v1::SnapshotManifest& m) {
        m.mutable_attributes(1)->set_value_count(-1);
      },
      "attribute size has a negative value_count");
}

TEST_F(TableFilesTest, RefusesAnAttributeWithoutFiles) {
  ExpectDataLoss(
      [](v1::SnapshotManifest& m) {
        m.add_attributes()->set_type(v1::ATTRIBUTE_TYPE_CATEGORY);
      },
      "attributes/2/values.offsets.u64");
}

TEST_F(TableFilesTest, RefusesAnUnknownAttributeType) {
  ExpectDataLoss(
      [](v1::SnapshotManifest& m) {
        m.mutable_attributes(0)->set_type(v1::ATTRIBUTE_TYPE_UNSPECIFIED);
      },
      "attribute department has unknown type 0");
}

TEST_F(TableFilesTest, RefusesValuesThatCannotBe) {
  ExpectDataLoss([](v1::SnapshotManifest& m) { m.set_basket_count(1); },
                 "item row 0 is in 2 baskets, but there are 1");
}

TEST(WriteTablesTest, WritesNothingThatCouldNotBeLoaded) {
  ScratchFolder scratch;
  C2V_ASSERT_OK_AND_ASSIGN(SnapshotWriter writer,
                           SnapshotWriter::Create(scratch.path()));
  TablesArrays arrays = Shop();
  arrays.basket_count = 0;
  v1::SnapshotManifest manifest;
  EXPECT_THAT(WriteTables(arrays, &writer, &manifest),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("item row 0 is in 2 baskets")));
}

}  // namespace
}  // namespace customer2vec
