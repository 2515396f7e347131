#include "trainer/data/instacart_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/base/scratch_folder.h"
#include "core/base/status_matchers.h"
#include "trainer/data/test_archives.h"

namespace customer2vec {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr char kLines[] = "order_id,product_id,add_to_cart_order,reordered\n";

class InstacartReaderTest : public testing::Test {
 protected:
  InstacartReaderTest() {
    folder_.Write("orders.csv",
                  "order_id,user_id,eval_set,order_number,order_dow,"
                  "order_hour_of_day,days_since_prior_order\n"
                  "10,1,prior,1,2,08,\n"
                  "20,1,train,2,3,07,2.0\n");
    folder_.Write("order_products__prior.csv.gz",
                  Gzip(absl::StrCat(kLines, "10,101,2,0\n10,102,1,0\n")));
    folder_.Write("order_products__train.csv.zst",
                  Zstd(absl::StrCat(kLines, "20,101,1,1\n")));
    folder_.Write("products.csv",
                  "product_id,product_name,aisle_id,department_id\n"
                  "101,\"Tea, 6\\\"\" Box\",1,7\n102,,2,7\n");
    folder_.Write("aisles.csv", "aisle_id,aisle\n1,tea\n2,\"nuts, dry\"\n");
    folder_.Write("departments.csv", "department_id,department\n7,pantry\n");
  }

  // Every row as "customer order item time position".
  std::vector<std::string> Rows() {
    const auto reader = OpenInstacartInteractions(folder_.path(), log_);
    EXPECT_THAT(reader, IsOk());
    std::vector<std::string> rows;
    while ((*reader)->Next()) {
      const Interaction& row = (*reader)->interaction();
      rows.push_back(absl::StrCat(row.customer, " ", row.order, " ", row.item,
                                  " ", row.time, " ", row.position));
    }
    EXPECT_THAT((*reader)->status(), IsOk());
    return rows;
  }

  // Every product as "item: name [aisle|department]".
  std::vector<std::string> Products() {
    const auto reader = OpenInstacartCatalogue(folder_.path(), log_);
    EXPECT_THAT(reader, IsOk());
    std::vector<std::string> rows;
    while ((*reader)->Next()) {
      const CatalogueRow& row = (*reader)->row();
      rows.push_back(absl::StrCat(row.item, ": ", row.name, " [",
                                  absl::StrJoin(row.values, "|"), "]"));
    }
    EXPECT_THAT((*reader)->status(), IsOk());
    return rows;
  }

  // The bad rows of the file opened last, as "line reason: detail".
  std::vector<std::string> BadRows(size_t from_last = 0) {
    std::vector<std::string> rows;
    const auto& files = log_.files();
    for (const BadRow& row : files[files.size() - 1 - from_last].samples()) {
      rows.push_back(absl::StrCat(row.line, " ", BadRowReasonName(row.reason),
                                  ": ", row.detail));
    }
    return rows;
  }

  const ScratchFolder folder_;
  BadRowLog log_{{.max_ratio = 1}};
};

TEST_F(InstacartReaderTest, JoinsLinesWithOrders) {
  EXPECT_THAT(Rows(), ElementsAre("1 10 101 28800 2", "1 10 102 28800 1",
                                  "1 20 101 198000 1"));
}

TEST_F(InstacartReaderTest, OneFileOfLinesIsEnough) {
  std::filesystem::remove(folder_.Path("order_products__prior.csv.gz"));
  EXPECT_THAT(Rows(), ElementsAre("1 20 101 198000 1"));
}

TEST_F(InstacartReaderTest, BadLinesAreRejected) {
  folder_.Write("order_products__train.csv.zst",
                Zstd(absl::StrCat(kLines,
                                  "30,101,1,1\n20,,1,1\nx,101,1,0\n"
                                  "20,101,,\n020,101,1,1\n")));
  EXPECT_THAT(Rows(), ElementsAre("1 10 101 28800 2", "1 10 102 28800 1",
                                  "1 20 101 198000 1"));
  EXPECT_THAT(
      BadRows(1),
      ElementsAre(
          "2 unknown order: column \"order_id\": \"30\" is not in orders.csv",
          "3 empty id: column \"product_id\": \"\" is no id",
          "4 not a number: column \"order_id\": \"x\" is not a whole number "
          "from 0",
          "5 not a number: column \"add_to_cart_order\": \"\" is not a whole "
          "number from 0"));
}

TEST_F(InstacartReaderTest, CallersRejectRowsOfTheRightFile) {
  const auto reader = OpenInstacartInteractions(folder_.path(), log_);
  ASSERT_THAT(reader, IsOk());
  for (int row = 0; row < 3; ++row) ASSERT_TRUE((*reader)->Next());
  (*reader)->Reject(BadRowReason::kUnknownProduct, "no such product");
  EXPECT_THAT(BadRows(1), ElementsAre("2 unknown product: no such product"));
}

TEST_F(InstacartReaderTest, ProductsCarryAisleAndDepartment) {
  EXPECT_THAT(Products(), ElementsAre("101: Tea, 6\" Box [tea|pantry]",
                                      "102: 102 [nuts, dry|pantry]"));
}

TEST_F(InstacartReaderTest, BadProductsAreRejected) {
  folder_.Write("products.csv",
                "product_id,product_name,aisle_id,department_id\n"
                "101,Tea,3,7\n102,Nuts,2,8\n,Nuts,2,7\n103,Nuts,2,7\n");
  EXPECT_THAT(Products(), ElementsAre("103: Nuts [nuts, dry|pantry]"));
  EXPECT_THAT(BadRows(),
              ElementsAre("2 unknown aisle or department: column \"aisle_id\": "
                          "\"3\" is not in aisles.csv",
                          "3 unknown aisle or department: column "
                          "\"department_id\": \"8\" is not in departments.csv",
                          "4 empty id: column \"product_id\": \"\" is no id"));
}

TEST_F(InstacartReaderTest, ANameGivenTwiceIsRejected) {
  folder_.Write("aisles.csv", "aisle_id,aisle\n1,tea\n1,coffee\n2,nuts\n");
  EXPECT_THAT(Products(), ElementsAre("101: Tea, 6\" Box [tea|pantry]",
                                      "102: 102 [nuts|pantry]"));
  EXPECT_THAT(BadRows(2),
              ElementsAre("3 duplicate id: column \"aisle_id\": \"1\" stands "
                          "in the table already"));
}

TEST_F(InstacartReaderTest, MissingTablesAreNamed) {
  for (const char* name : {"products.csv", "aisles.csv", "departments.csv"}) {
    const std::string path = folder_.Path(name);
    std::filesystem::rename(path, path + ".away");
    EXPECT_THAT(OpenInstacartCatalogue(folder_.path(), log_),
                StatusIs(absl::StatusCode::kNotFound,
                         AllOf(HasSubstr("data.instacart.folder: "),
                               HasSubstr(absl::StrCat("has no ", name)))));
    std::filesystem::rename(path + ".away", path);
  }
  std::filesystem::remove(folder_.Path("order_products__prior.csv.gz"));
  std::filesystem::remove(folder_.Path("order_products__train.csv.zst"));
  EXPECT_THAT(OpenInstacartInteractions(folder_.path(), log_),
              StatusIs(absl::StatusCode::kNotFound,
                       HasSubstr("has no order_products__prior.csv or "
                                 "order_products__train.csv")));
  std::filesystem::remove(folder_.Path("orders.csv"));
  EXPECT_THAT(OpenInstacartInteractions(folder_.path(), log_),
              StatusIs(absl::StatusCode::kNotFound,
                       HasSubstr("has no orders.csv (plain, .gz or .zst)")));
}

TEST_F(InstacartReaderTest, TwoFormsOfOneTableAreRefused) {
  folder_.Write("orders.csv.gz", Gzip("order_id\n"));
  EXPECT_THAT(OpenInstacartInteractions(folder_.path(), log_),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       AllOf(HasSubstr("orders.csv and "),
                             HasSubstr("orders.csv.gz are both there"))));
}

}  // namespace
}  // namespace customer2vec
