#include "trainer/data/catalogue_reader.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/base/scratch_folder.h"
#include "core/base/status_matchers.h"

namespace customer2vec {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

const AttributeSchema kSchema[] = {
    {"department"}, {"price", /*is_number=*/true}, {"colour"}};

class CatalogueReaderTest : public testing::Test {
 protected:
  absl::StatusOr<std::unique_ptr<CatalogueReader>> Open(
      const std::string& config, absl::string_view bytes) {
    v1::DelimitedCatalogue parsed;
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(config, &parsed));
    return OpenDelimitedCatalogue(parsed, folder_.Write("a.csv", bytes),
                                  "data.catalogue[1].delimited", kSchema, log_);
  }

  // Every row as "item: name [values]".
  std::vector<std::string> Rows(const std::string& config,
                                absl::string_view bytes) {
    const auto reader = Open(config, bytes);
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

  const ScratchFolder folder_;
  BadRowLog log_{{.max_ratio = 1}};
};

TEST_F(CatalogueReaderTest, JoinsNamesAndPlacesAttributes) {
  EXPECT_THAT(Rows(R"(item: "id" name: "type" name: "size" name: "brand"
              attributes { column: "cost" name: "price"
                           type: ATTRIBUTE_TYPE_NUMBER }
              attributes { column: "department" })",
                   "id,type,size,brand,cost,department\n"
                   "1,MILK,1 GA,Private,2.5,GROCERY\n"
                   "2,MILK,,Private,,\n"
                   "3,,,,1,DRUG\n"),
              ElementsAre("1: MILK, 1 GA, Private [GROCERY|2.5|]",
                          "2: MILK, Private [||]", "3: 3 [DRUG|1|]"));
}

TEST_F(CatalogueReaderTest, WithoutNameColumnsTheIdIsTheName) {
  EXPECT_THAT(Rows("item: \"id\"", "id,x\nmilk,1\n"),
              ElementsAre("milk: milk [||]"));
}

TEST_F(CatalogueReaderTest, NumbersMustBeNumbers) {
  EXPECT_THAT(Rows(R"(item: "id" attributes { column: "price"
                                      type: ATTRIBUTE_TYPE_NUMBER })",
                   "id,price\n1,cheap\n,1\n2,3\n"),
              ElementsAre("2: 2 [|3|]"));
  const FileLog& file = log_.files().front();
  ASSERT_EQ(file.samples().size(), 2u);
  EXPECT_EQ(file.samples()[0].line, 2u);
  EXPECT_EQ(file.samples()[0].detail,
            "column \"price\": \"cheap\" is not a number");
  EXPECT_EQ(file.samples()[1].reason, BadRowReason::kEmptyId);
}

TEST_F(CatalogueReaderTest, CallersRejectRowsToo) {
  const auto reader = Open("item: \"id\"", "id\n1\n");
  ASSERT_THAT(reader, IsOk());
  ASSERT_TRUE((*reader)->Next());
  (*reader)->Reject(BadRowReason::kDuplicateId, "again");
  EXPECT_EQ(log_.files().front().samples()[0].detail, "again");
}

TEST_F(CatalogueReaderTest, ErrorsNameTheFieldOfTheConfiguration) {
  for (const auto& [config, field] :
       {std::pair("item: \"x\"", "item"),
        std::pair("item: \"id\" name: \"id\" name: \"x\"", "name[1]"),
        std::pair("item: \"id\" attributes { column: \"x\" name: \"colour\" }",
                  "attributes[0].column")}) {
    EXPECT_THAT(
        Open(config, "id\n"),
        StatusIs(absl::StatusCode::kInvalidArgument,
                 AllOf(StartsWith(absl::StrCat("data.catalogue[1].delimited.",
                                               field, ": ")),
                       HasSubstr("no column \"x\""))));
  }
  EXPECT_THAT(Open("item: \"id\"", ""),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       StartsWith("data.catalogue[1].delimited.path: ")));
}

}  // namespace
}  // namespace customer2vec
