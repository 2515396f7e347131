#include "trainer/data/instacart_orders.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "core/base/scratch_folder.h"
#include "core/base/status_matchers.h"

namespace customer2vec {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsNull;
using ::testing::NotNull;

constexpr char kHeader[] =
    "order_id,user_id,eval_set,order_number,order_dow,order_hour_of_day,"
    "days_since_prior_order\n";
constexpr int64_t kHour = 3600;
constexpr int64_t kDay = 24 * kHour;

class InstacartOrdersTest : public testing::Test {
 protected:
  absl::StatusOr<InstacartOrders> Read(absl::string_view rows) {
    return InstacartOrders::Read(
        folder_.Write("orders.csv", absl::StrCat(kHeader, rows)), log_);
  }

  const ScratchFolder folder_;
  BadRowLog log_{{.max_ratio = 1}};
};

TEST_F(InstacartOrdersTest, AddsUpTheDaysOfEachCustomer) {
  C2V_ASSERT_OK_AND_ASSIGN(const InstacartOrders orders,
                           Read("30,1,prior,3,0,09,7.0\n"
                                "10,1,prior,1,2,08,\n"
                                "40,2,train,1,0,23,5\n"
                                "20,1,prior,2,3,07,15.0\n"));
  ASSERT_THAT(orders.Find(10), NotNull());
  EXPECT_EQ(orders.Find(10)->user, 1u);
  EXPECT_EQ(orders.Find(10)->time, 8 * kHour);
  EXPECT_EQ(orders.Find(20)->time, 15 * kDay + 7 * kHour);
  EXPECT_EQ(orders.Find(30)->time, 22 * kDay + 9 * kHour);
  // The first order known of a customer starts the clock, whatever its gap.
  EXPECT_EQ(orders.Find(40)->time, 23 * kHour);
  EXPECT_EQ(orders.Find(40)->user, 2u);
  EXPECT_THAT(orders.Find(15), IsNull());
  EXPECT_THAT(orders.Find(50), IsNull());
}

TEST_F(InstacartOrdersTest, TimeRisesWithTheOrderNumber) {
  C2V_ASSERT_OK_AND_ASSIGN(const InstacartOrders orders,
                           Read("3,1,prior,1,0,20,\n"
                                "2,1,prior,2,0,20,0\n"
                                "1,1,prior,3,0,8,0\n"
                                "4,1,prior,4,0,8,1\n"));
  EXPECT_EQ(orders.Find(3)->time, 20 * kHour);
  EXPECT_EQ(orders.Find(2)->time, 20 * kHour + 1);
  EXPECT_EQ(orders.Find(1)->time, 20 * kHour + 2);
  EXPECT_EQ(orders.Find(4)->time, kDay + 8 * kHour);
}

TEST_F(InstacartOrdersTest, BadRowsAreRejected) {
  C2V_ASSERT_OK_AND_ASSIGN(const InstacartOrders orders,
                           Read("x,1,prior,1,0,8,\n"
                                "1,,prior,1,0,8,\n"
                                "1,1,prior,first,0,8,\n"
                                "1,1,prior,1,0,24,\n"
                                "1,1,prior,1,0,8,-1\n"
                                "1,1,prior,1,0,8,\n"
                                "1,2,prior,1,0,8,\n"));
  const FileLog& file = log_.files().front();
  EXPECT_EQ(file.bad_rows(BadRowReason::kNotANumber), 5u);
  EXPECT_EQ(file.bad_rows(BadRowReason::kDuplicateId), 1u);
  std::vector<uint64_t> lines;
  for (const BadRow& row : file.samples()) lines.push_back(row.line);
  EXPECT_THAT(lines, ElementsAre(2, 3, 4, 5, 6));
  EXPECT_EQ(orders.Find(1)->user, 1u);
}

TEST_F(InstacartOrdersTest, ErrorsNameTheFile) {
  EXPECT_THAT(
      InstacartOrders::Read(folder_.Write("orders.csv", "order_id\n"), log_),
      StatusIs(absl::StatusCode::kInvalidArgument,
               HasSubstr("orders.csv:1: no column \"user_id\"")));
}

}  // namespace
}  // namespace customer2vec
