#include "trainer/data/data_config.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "core/base/status_matchers.h"

namespace customer2vec {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr char kGood[] =
    R"(interactions { delimited { path: "a.csv" separator: ";"
                                  columns { order: "o" item: "i" } } }
       catalogue { delimited { path: "b.csv" item: "i" name: "n"
                               attributes { column: "price" } } }
)";

v1::DataConfig Parse(const std::string& text) {
  v1::DataConfig config;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &config))
      << text;
  return config;
}

TEST(DataConfigTest, TakesWhatIsComplete) {
  EXPECT_THAT(ValidateDataConfig(Parse(kGood)), IsOk());
  EXPECT_THAT(ValidateDataConfig(Parse("instacart { folder: \"f\" }")), IsOk());
  EXPECT_THAT(ValidateDataConfig(Parse(
                  absl::StrCat(kGood, "bad_rows { max_ratio: 1 samples: 3 }"))),
              IsOk());
}

// Each text added to a good configuration, or alone, breaks it.
TEST(DataConfigTest, NamesTheFieldAndTheRemedy) {
  struct Case {
    std::string config;
    std::string message;
  };
  const std::string good = kGood;
  const std::string more = good + "interactions { delimited { ";
  const std::string items = good + "catalogue { delimited { ";
  const std::string edges = good + "edges { delimited { ";
  const Case cases[] = {
      {"", "data names nothing to read: set data.interactions, "},
      {good + "interactions {}",
       "data.interactions[1] names no source: set delimited"},
      {more + "} }",
       "data.interactions[1].delimited.path is empty: name the file"},
      {more + "path: \"a\" separator: \"::\" } }",
       "data.interactions[1].delimited.separator: a separator is one ASCII"},
      {more + "path: \"a\" separator: \"\\\"\" } }",
       "data.interactions[1].delimited.separator: a separator is one ASCII"},
      {more + "path: \"a\" } }",
       "data.interactions[1].delimited.columns.order is empty: name the "},
      {more + "path: \"a\" columns { order: \"o\" } } }",
       "data.interactions[1].delimited.columns.item is empty: name the column "
       "that holds the item id"},
      {more +
           "path: \"a\" columns { order: \"o\" item: \"i\" time: \"t\" } } }",
       "data.interactions[1].delimited.columns.time: either every source"},
      {more + "path: \"a\" skip { } columns { order: \"o\" item: \"i\" } } }",
       "data.interactions[1].delimited.skip[0].column is empty: name the"},
      {good + "interactions { lines { } }",
       "data.interactions[1].lines.path is empty: name the file"},
      {good + "interactions { lines { path: \"a\" separator: \"::\" } }",
       "data.interactions[1].lines.separator: a separator is one ASCII"},
      {good + "interactions { json_baskets { } }",
       "data.interactions[1].json_baskets.path is empty: name the file"},
      {good +
           "interactions { lines { path: \"a\" } } interactions { delimited "
           "{ path: \"a\" columns { order: \"o\" item: \"i\" time: \"t\" } } "
           "}",
       "data.interactions[2].delimited.columns.time: either every source"},
      {"edges { delimited { path: \"e\" from: \"a\" to: \"b\" } } catalogue { "
       "delimited { path: \"c\" item: \"i\" } }",
       "data.catalogue: without data.interactions the items are the nodes"},
      {good + "catalogue {}", "data.catalogue[1] names no source"},
      {good + "edges {}", "data.edges[0] names no source: set delimited"},
      {edges + "} }", "data.edges[0].delimited.path is empty: name the file"},
      {edges + "path: \"e\" separator: \"::\" } }",
       "data.edges[0].delimited.separator: a separator is one ASCII"},
      {edges + "path: \"e\" } }",
       "data.edges[0].delimited.from is empty: name the column"},
      {edges + "path: \"e\" from: \"a\" } }",
       "data.edges[0].delimited.to is empty: name the column"},
      {edges + "path: \"e\" from: \"a\" to: \"b\" from_kind: 9 } }",
       "data.edges[0].delimited.from_kind: no such kind of node"},
      {edges + "path: \"e\" from: \"a\" to: \"b\" to_kind: 9 } }",
       "data.edges[0].delimited.to_kind: no such kind of node"},
      {items + "} }", "data.catalogue[1].delimited.path is empty"},
      {items + "path: \"b\" separator: \"\\n\" } }",
       "data.catalogue[1].delimited.separator: a separator is"},
      {items + "path: \"b\" } }",
       "data.catalogue[1].delimited.item is empty: name the column"},
      {items + "path: \"b\" item: \"i\" name: \"\" } }",
       "data.catalogue[1].delimited.name[0] is empty"},
      {items + "path: \"b\" item: \"i\" attributes {} } }",
       "data.catalogue[1].delimited.attributes[0].column is empty"},
      {items +
           "path: \"b\" item: \"i\" attributes { column: \"c\" type: 9 } } }",
       "data.catalogue[1].delimited.attributes[0].type: no such type"},
      {items + "path: \"b\" item: \"i\" attributes { column: \"c\" } "
               "attributes { column: \"d\" name: \"c\" } } }",
       "attributes[1]: a second attribute is called \"c\""},
      {items + "path: \"b\" item: \"i\" attributes { column: \"price\" "
               "type: ATTRIBUTE_TYPE_NUMBER } } }",
       "attribute \"price\" is a number in one source and a category"},
      {good + "bad_rows { max_ratio: 1.5 }",
       "data.bad_rows.max_ratio is 1.5: it is a share"},
      {good + "bad_rows { max_ratio: nan }", "data.bad_rows.max_ratio is nan"},
      {good + "bad_rows { samples: -1 }", "data.bad_rows.samples is -1"},
      {good + "instacart { folder: \"f\" }", "set it or them, not both"},
      {"instacart {}", "data.instacart.folder is empty: name the folder"},
  };
  for (const Case& test : cases) {
    EXPECT_THAT(
        ValidateDataConfig(Parse(test.config)),
        StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(test.message)))
        << test.config;
  }
}

TEST(DataConfigTest, LimitsHaveDefaults) {
  const BadRowLimits defaults = LimitsOf({});
  EXPECT_EQ(defaults.max_ratio, 0.01);
  EXPECT_EQ(defaults.samples, 5u);
  EXPECT_FALSE(defaults.strict);
  v1::BadRowPolicy policy;
  policy.set_max_ratio(0.5);
  policy.set_samples(2);
  policy.set_strict(true);
  EXPECT_EQ(LimitsOf(policy).max_ratio, 0.5);
  EXPECT_EQ(LimitsOf(policy).samples, 2u);
  EXPECT_TRUE(LimitsOf(policy).strict);
}

TEST(DataConfigTest, AttributesOfAllSourcesAreOneSchema) {
  const v1::DataConfig config = Parse(
      R"(catalogue { delimited { attributes { column: "a" }
                                 attributes { column: "b" name: "c"
                                              type: ATTRIBUTE_TYPE_NUMBER } } }
         catalogue { delimited { attributes { column: "d" }
                                 attributes { column: "a" } } })");
  EXPECT_THAT(AttributesOf(config), ElementsAre(AttributeSchema{"a", false},
                                                AttributeSchema{"c", true},
                                                AttributeSchema{"d", false}));
  EXPECT_THAT(AttributesOf(Parse("instacart {}")),
              ElementsAre(AttributeSchema{"aisle", false},
                          AttributeSchema{"department", false}));
}

TEST(DataConfigTest, TimesAndKnownItems) {
  EXPECT_FALSE(HasTimes(Parse(kGood)));
  EXPECT_TRUE(HasTimes(
      Parse("interactions { delimited { columns { time: \"t\" } } }")));
  EXPECT_TRUE(HasTimes(Parse("instacart {}")));
  EXPECT_FALSE(RequiresCatalogueItem(Parse(kGood)));
  EXPECT_TRUE(RequiresCatalogueItem(
      Parse("bad_rows { require_catalogue_item: true }")));
  EXPECT_TRUE(RequiresCatalogueItem(Parse("instacart {}")));
}

TEST(DataConfigTest, SeparatorsAndPaths) {
  EXPECT_EQ(SeparatorOf("", "a.csv"), ',');
  EXPECT_EQ(SeparatorOf("", "a.tsv"), '\t');
  EXPECT_EQ(SeparatorOf("", "a.tsv.gz"), '\t');
  EXPECT_EQ(SeparatorOf("|", "a.tsv"), '|');
  EXPECT_EQ(ResolvePath("", "a"), "a");
  EXPECT_EQ(ResolvePath("r", "a"), "r/a");
  EXPECT_EQ(ResolvePath("r/", "a"), "r/a");
  EXPECT_EQ(ResolvePath("r", "/a"), "/a");
  EXPECT_EQ(ResolvePath("r", "."), "r");
  EXPECT_EQ(ResolvePath("", "."), ".");
}

}  // namespace
}  // namespace customer2vec
