#include "trainer/nn/network_size.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/status_matchers.h"

namespace customer2vec::nn {
namespace {

using ::testing::HasSubstr;

TEST(NetworkSizeTest, BytesAreThoseOfAllCopies) {
  NetworkSize size;
  size.Add("items", 1000, 10, 3);
  size.Add("gru.input", 30, 10, 5);
  EXPECT_EQ(size.bytes(), 4 * (30000 + 1500));
  EXPECT_THAT(size.Check(4 * 31500, "models[0]"), IsOk());
}

TEST(NetworkSizeTest, TooLargeANetworkNamesItsLargestArray) {
  NetworkSize size;
  size.Add("gru.input", 30, 10, 5);
  size.Add("items", 10'000'000, 128, 3);
  EXPECT_THAT(
      size.Check(uint64_t{4} << 30, "models[0].session_rnn"),
      StatusIs(absl::StatusCode::kResourceExhausted,
               "models[0].session_rnn: learning takes 14.31 GiB, there are "
               "4.00 GiB; the most is items, 10000000 x 128 in 3 copies, 14.31 "
               "GiB: lower its sizes"));
}

TEST(NetworkSizeTest, SizesBeyondAllNumbersAreTooLarge) {
  NetworkSize size;
  size.Add("items", uint64_t{1} << 40, uint64_t{1} << 40, 1);
  size.Add("more", 1, 1, 1);
  EXPECT_THAT(size.Check(uint64_t{1} << 62, "models[0]"),
              StatusIs(absl::StatusCode::kResourceExhausted,
                       HasSubstr("the most is items")));
}

TEST(NetworkSizeTest, AnArrayWithoutNumbersIsRefused) {
  NetworkSize size;
  size.Add("gru.input", 0, 10, 1);
  EXPECT_THAT(
      size.Check(1000, "models[0]"),
      StatusIs(absl::StatusCode::kInvalidArgument,
               "models[0]: gru.input has no numbers; give it a size above 0"));
}

TEST(CheckHeadsTest, HeadsDivideTheDimension) {
  EXPECT_THAT(CheckHeads(64, 4, "models[0]"), IsOk());
  EXPECT_THAT(CheckHeads(64, 3, "models[0].transformer"),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       "models[0].transformer.heads is 3, wanted is a divisor "
                       "of the dimension, 64"));
  EXPECT_FALSE(CheckHeads(64, 0, "models[0]").ok());
}

}  // namespace
}  // namespace customer2vec::nn
