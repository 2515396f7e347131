#include "trainer/data/customers_reader.h"

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
    {"town"}, {"age"}, {"children", /*is_number=*/true}};

class CustomersReaderTest : public testing::Test {
 protected:
  absl::StatusOr<std::unique_ptr<CustomersReader>> Open(
      const std::string& config, absl::string_view bytes) {
    v1::DelimitedCustomers parsed;
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(config, &parsed));
    return OpenDelimitedCustomers(parsed, folder_.Write("a.csv", bytes),
                                  "data.customers[1].delimited", kSchema, log_);
  }

  const ScratchFolder folder_;
  BadRowLog log_{{.max_ratio = 1}};
};

TEST_F(CustomersReaderTest, PlacesAttributesAndRejectsBadRows) {
  const auto reader = Open(
      R"(customer: "id" attributes { column: "age" }
         attributes { column: "kids" name: "children"
                      type: ATTRIBUTE_TYPE_NUMBER })",
      "kids,age,id\n2,45-54,ann\n,,bob\nmany,19-24,cid\nNaN,1,eve\n1,25,\n");
  ASSERT_THAT(reader, IsOk());
  std::vector<std::string> rows;
  while ((*reader)->Next()) {
    const CustomerRow& row = (*reader)->row();
    rows.push_back(
        absl::StrCat(row.customer, " ", absl::StrJoin(row.values, "|")));
  }
  EXPECT_THAT((*reader)->status(), IsOk());
  EXPECT_THAT(rows, ElementsAre("ann |45-54|2", "bob ||"));
  const FileLog& file = log_.files().front();
  EXPECT_EQ(file.bad_rows(BadRowReason::kNotANumber), 2u);
  EXPECT_EQ(file.bad_rows(BadRowReason::kEmptyId), 1u);
  EXPECT_EQ(file.samples()[0].detail,
            "column \"kids\": \"many\" is not a number");
}

TEST_F(CustomersReaderTest, ErrorsNameTheFieldOfTheConfiguration) {
  for (const auto& [config, field] :
       {std::pair("customer: \"x\"", "customer"),
        std::pair("customer: \"id\" attributes { column: \"x\" name: \"age\" }",
                  "attributes[0].column")}) {
    EXPECT_THAT(
        Open(config, "id\n"),
        StatusIs(absl::StatusCode::kInvalidArgument,
                 AllOf(StartsWith(absl::StrCat("data.customers[1].delimited.",
                                               field, ": ")),
                       HasSubstr("no column \"x\""))));
  }
}

}  // namespace
}  // namespace customer2vec
