#include "trainer/models/segments/demographic_segments.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "core/base/status_matchers.h"

namespace customer2vec {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

v1::SegmentsConfig Config(const std::vector<std::string>& attributes,
                          int min_customers) {
  v1::SegmentsConfig config;
  for (const std::string& name : attributes) config.add_attributes(name);
  config.set_min_customers(min_customers);
  config.set_number_bins(2);
  return config;
}

const CustomersTable kTable = {
    {"a", "b", "c", "d", "e", "f"},
    {{.name = "age", .values = {"old", "old", "old", "young", "young", ""}},
     {.name = "town", .values = {"x", "x", "y", "x", "", "x"}},
     {.name = "kids",
      .is_number = true,
      .values = {"0", "0", "1", "2", "3", ""}}}};
const std::vector<std::string> kIds = {"a", "b", "c", "d", "e", "f", "g"};

TEST(DemographicSegmentsTest, SmallOnesBackOffToFewerAttributes) {
  C2V_ASSERT_OK_AND_ASSIGN(
      const DemographicSegments segments,
      GroupCustomers(kTable, kIds, Config({"age", "town"}, 2)));
  EXPECT_THAT(segments.names,
              ElementsAre("", "age=old", "age=young", "age=old, town=x"));
  EXPECT_THAT(segments.customers, ElementsAre(7, 3, 2, 2));
  EXPECT_THAT(segments.parents, ElementsAre(0, 0, 0, 1));
  // c is alone in y, e has no town, f no age, and g no row.
  EXPECT_THAT(segments.of_customer, ElementsAre(3, 3, 1, 2, 2, 0, 0));
  EXPECT_THAT(segments.MembershipsOf(0), ElementsAre(3, 1, 0));
  EXPECT_THAT(segments.MembershipsOf(6), ElementsAre(0));
}

TEST(DemographicSegmentsTest, NumbersAreBins) {
  C2V_ASSERT_OK_AND_ASSIGN(const DemographicSegments segments,
                           GroupCustomers(kTable, kIds, Config({"kids"}, 1)));
  ASSERT_EQ(segments.size(), 3u);
  EXPECT_EQ(segments.of_customer[0], segments.of_customer[1]);
  EXPECT_NE(segments.of_customer[0], segments.of_customer[4]);
  EXPECT_EQ(segments.of_customer[5], 0u);
}

TEST(DemographicSegmentsTest, RefusesAnUnknownAttribute) {
  EXPECT_THAT(
      GroupCustomers(kTable, kIds, Config({"income"}, 1)),
      StatusIs(absl::StatusCode::kInvalidArgument,
               HasSubstr("data.customers has no attribute \"income\"")));
}

}  // namespace
}  // namespace customer2vec
