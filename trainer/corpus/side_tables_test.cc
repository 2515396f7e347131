#include "trainer/corpus/side_tables.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <string>

#include "core/base/scratch_folder.h"
#include "core/base/status_matchers.h"

namespace customer2vec {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class SideTablesTest : public testing::Test {
 protected:
  absl::StatusOr<SideTables> Load(const std::string& text) {
    v1::DataConfig config;
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &config));
    return LoadSideTables(config, folder_.path(), log_);
  }

  const ScratchFolder folder_;
  BadRowLog log_{{.max_ratio = 0.5}};
};

constexpr char kTwoCustomersFiles[] =
    R"(customers { delimited { path: "a.csv" customer: "id"
         attributes { column: "age" } } }
       customers { delimited { path: "b.csv" customer: "id"
         attributes { column: "kids" type: ATTRIBUTE_TYPE_NUMBER } } })";

TEST_F(SideTablesTest, JoinsCustomersOfAllSources) {
  folder_.Write("a.csv", "id,age\nann,45\nbob,\n");
  folder_.Write("b.csv", "id,kids\ncid,2\n");
  C2V_ASSERT_OK_AND_ASSIGN(const SideTables side, Load(kTwoCustomersFiles));
  EXPECT_THAT(side.customers.ids, ElementsAre("ann", "bob", "cid"));
  ASSERT_THAT(side.customers.attributes, SizeIs(2));
  EXPECT_THAT(side.customers.Find("age")->values, ElementsAre("45", "", ""));
  EXPECT_FALSE(side.customers.Find("age")->is_number);
  EXPECT_THAT(side.customers.Find("kids")->values, ElementsAre("", "", "2"));
  EXPECT_TRUE(side.customers.Find("kids")->is_number);
  EXPECT_EQ(side.customers.Find("town"), nullptr);
  EXPECT_THAT(side.outcomes.outcomes, IsEmpty());
}

TEST_F(SideTablesTest, ASecondRowOfACustomerIsBad) {
  folder_.Write("a.csv", "id,age\nann,45\nann,46\n");
  folder_.Write("b.csv", "id,kids\n");
  C2V_ASSERT_OK_AND_ASSIGN(const SideTables side, Load(kTwoCustomersFiles));
  EXPECT_THAT(side.customers.attributes[0].values, ElementsAre("45"));
  EXPECT_EQ(log_.files()[0].samples()[0].detail,
            "customer \"ann\" has a row already");
  folder_.Write("a.csv", "id,age\nann,45\nann,46\nann,47\n");
  EXPECT_THAT(Load(kTwoCustomersFiles),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("2 of 3 rows (66.7%) are bad: 2 duplicate")));
}

TEST_F(SideTablesTest, NumbersOutcomesByCustomerAndMetric) {
  folder_.Write("a.csv", "id,m,v\nann,x,1\nbob,x,0\nann,y,2.5\ncid,x,\n");
  C2V_ASSERT_OK_AND_ASSIGN(
      const SideTables side,
      Load(R"(outcomes { delimited { path: "a.csv" customer: "id"
                                     metric_column: "m" value: "v" } })"));
  const OutcomesTable& table = side.outcomes;
  EXPECT_THAT(table.ids, ElementsAre("ann", "bob"));
  EXPECT_THAT(table.metrics, ElementsAre("x", "y"));
  ASSERT_THAT(table.outcomes, SizeIs(3));
  EXPECT_EQ(table.outcomes[2].customer, 0u);
  EXPECT_EQ(table.outcomes[2].metric, 1u);
  EXPECT_EQ(table.outcomes[2].value, 2.5);
  EXPECT_EQ(table.without_value, 1u);
}

TEST_F(SideTablesTest, WithTimesTheLastOutcomeStands) {
  folder_.Write("a.csv", "id,v,t\nann,1,10\nann,2,30\nann,3,20\n");
  C2V_ASSERT_OK_AND_ASSIGN(
      const SideTables side,
      Load(R"(outcomes { delimited { path: "a.csv" customer: "id" metric: "m"
                                     value: "v" time: "t" } })"));
  ASSERT_THAT(side.outcomes.outcomes, SizeIs(1));
  EXPECT_EQ(side.outcomes.outcomes[0].value, 2);
  EXPECT_EQ(side.outcomes.superseded, 2u);
  EXPECT_EQ(log_.files()[0].bad_rows(), 0u);
}

TEST_F(SideTablesTest, WithoutTimesASecondOutcomeIsBad) {
  folder_.Write("a.csv", "id,v\nann,1\nann,2\n");
  C2V_ASSERT_OK_AND_ASSIGN(
      const SideTables side,
      Load(R"(outcomes { delimited { path: "a.csv" customer: "id" metric: "m"
                                     value: "v" } })"));
  EXPECT_EQ(side.outcomes.outcomes[0].value, 1);
  EXPECT_EQ(log_.files()[0].samples()[0].detail,
            "customer \"ann\" has an outcome of \"m\" already");
}

TEST_F(SideTablesTest, ErrorsOfFilesNameTheField) {
  EXPECT_THAT(Load(kTwoCustomersFiles),
              StatusIs(absl::StatusCode::kNotFound,
                       HasSubstr("data.customers[0].delimited.path: ")));
}

TEST(RowsOfTest, FindsIdsOrTellsThatTheyHaveNoRow) {
  const std::vector<std::string> ids = {"a", "b", "c"};
  EXPECT_THAT(RowsOf(ids, std::vector<std::string>{"c", "x", "a", "c"}),
              ElementsAre(2, kNoRow, 0, 2));
}

}  // namespace
}  // namespace customer2vec
