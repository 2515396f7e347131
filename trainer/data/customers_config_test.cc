#include "trainer/data/customers_config.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <string>

#include "core/base/status_matchers.h"
#include "trainer/data/data_config.h"

namespace customer2vec {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr char kInteractions[] =
    R"(interactions { delimited { path: "a.csv"
                                  columns { order: "o" item: "i" } } } )";

v1::DataConfig Parse(const std::string& text) {
  v1::DataConfig config;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      kInteractions + text, &config))
      << text;
  return config;
}

TEST(CustomersConfigTest, TakesWhatIsComplete) {
  const v1::DataConfig config = Parse(
      R"(customers { delimited { path: "c" customer: "id"
           attributes { column: "age" }
           attributes { column: "kids" type: ATTRIBUTE_TYPE_NUMBER } } }
         customers { delimited { path: "d.tsv" customer: "id"
           attributes { column: "Age" name: "age" } } }
         outcomes { delimited { path: "o" customer: "id" metric: "m"
                                value: "v" } })");
  EXPECT_THAT(ValidateDataConfig(config), IsOk());
  EXPECT_THAT(CustomerAttributesOf(config),
              ElementsAre(AttributeSchema{"age", false},
                          AttributeSchema{"kids", true}));
}

TEST(CustomersConfigTest, NamesTheFieldAndTheRemedy) {
  const std::string customers = "customers { delimited { path: \"c\" ";
  const std::string outcomes =
      "outcomes { delimited { path: \"o\" customer: \"id\" ";
  const std::pair<std::string, std::string> cases[] = {
      {"customers {}", "data.customers[0] names no source: set delimited"},
      {"customers { delimited {} }",
       "data.customers[0].delimited.path is empty: name the file"},
      {customers + "separator: \"ab\" } }",
       "data.customers[0].delimited.separator: a separator is one"},
      {customers + "} }",
       "data.customers[0].delimited.customer is empty: name the column"},
      {customers + "customer: \"id\" } }",
       "data.customers[0].delimited.attributes is empty: name a column"},
      {customers + "customer: \"id\" attributes { column: \"a\" } "
                   "attributes { column: \"b\" name: \"a\" } } }",
       "data.customers[0].delimited.attributes[1]: a second attribute"},
      {customers + "customer: \"id\" attributes { column: \"a\" } } } " +
           customers +
           "customer: \"id\" attributes { column: \"a\" type: "
           "ATTRIBUTE_TYPE_NUMBER } } }",
       "data.customers: attribute \"a\" is a number in one source"},
      {"outcomes {}", "data.outcomes[0] names no source: set delimited"},
      {"outcomes { delimited {} }",
       "data.outcomes[0].delimited.path is empty: name the file"},
      {"outcomes { delimited { path: \"o\" } }",
       "data.outcomes[0].delimited.customer is empty: name the column"},
      {outcomes + "} }",
       "data.outcomes[0].delimited says not what its rows are about: set"},
      {outcomes + "metric: \"m\" } }",
       "data.outcomes[0].delimited.value is empty: name the column"},
  };
  for (const auto& [config, message] : cases) {
    EXPECT_THAT(
        ValidateDataConfig(Parse(config)),
        StatusIs(absl::StatusCode::kInvalidArgument, StartsWith(message)));
  }
}

}  // namespace
}  // namespace customer2vec
