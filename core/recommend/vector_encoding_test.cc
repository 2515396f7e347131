#include "core/recommend/vector_encoding.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstring>
#include <string>
#include <vector>

#include "core/base/random.h"

namespace customer2vec {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// The number that binary16 bits stand for, by its definition.
double FromFloat16(uint16_t bits) {
  const int sign = bits & 0x8000 ? -1 : 1;
  const int exponent = (bits >> 10) & 31;
  const int mantissa = bits & 1023;
  if (exponent == 31) return sign * INFINITY;
  if (exponent == 0) return sign * std::ldexp(mantissa, -24);
  return sign * std::ldexp(1024 + mantissa, exponent - 25);
}

TEST(ToFloat16Test, KnowsPublishedValues) {
  EXPECT_EQ(ToFloat16(0.0f), 0x0000);
  EXPECT_EQ(ToFloat16(-0.0f), 0x8000);
  EXPECT_EQ(ToFloat16(1.0f), 0x3c00);
  EXPECT_EQ(ToFloat16(-2.0f), 0xc000);
  EXPECT_EQ(ToFloat16(65504.0f), 0x7bff);
  EXPECT_EQ(ToFloat16(65519.0f), 0x7bff);
  EXPECT_EQ(ToFloat16(65520.0f), 0x7c00);
  EXPECT_EQ(ToFloat16(-1e30f), 0xfc00);
  EXPECT_EQ(ToFloat16(0x1p-14f), 0x0400);
  EXPECT_EQ(ToFloat16(0x1p-24f), 0x0001);
  EXPECT_EQ(ToFloat16(0x1p-25f), 0x0000);  // a tie, to even
  EXPECT_EQ(ToFloat16(1 + 0x1p-11f), 0x3c00);
  EXPECT_EQ(ToFloat16(1 + 3 * 0x1p-11f), 0x3c02);
}

TEST(ToFloat16Test, IsExactForAllItsOwnValues) {
  for (uint32_t bits = 0; bits < 0x7c00; ++bits) {
    const auto value = static_cast<float>(FromFloat16(bits));
    EXPECT_EQ(ToFloat16(value), bits);
    EXPECT_EQ(ToFloat16(-value), bits | 0x8000);
  }
}

TEST(ToFloat16Test, TakesTheNearest) {
  Random random(/*seed=*/1);
  for (int i = 0; i < 20000; ++i) {
    const auto value = static_cast<float>(
        random.Normal() *
        std::ldexp(1.0, static_cast<int>(random.Below(40)) - 26));
    const uint16_t bits = ToFloat16(value);
    const double error = std::abs(FromFloat16(bits) - value);
    EXPECT_LE(error, std::abs(FromFloat16(bits + 1) - value)) << value;
    if ((bits & 0x7fff) != 0) {
      EXPECT_LE(error, std::abs(FromFloat16(bits - 1) - value)) << value;
    }
  }
}

const std::vector<float> kVector = {0.5f, -1.27f, 0, 1.0f};

TEST(EncodeVectorTest, FloatsAreTheDefault) {
  for (const auto encoding :
       {v1::VECTOR_ENCODING_UNSPECIFIED, v1::VECTOR_ENCODING_FLOATS}) {
    v1::Vector message;
    EncodeVector(kVector, encoding, &message);
    EXPECT_THAT(message.values(), ElementsAre(0.5f, -1.27f, 0, 1.0f));
    EXPECT_THAT(message.packed(), IsEmpty());
    EXPECT_EQ(message.dimension(), 4);
  }
}

TEST(EncodeVectorTest, PacksFloat32) {
  v1::Vector message;
  EncodeVector(kVector, v1::VECTOR_ENCODING_FLOAT32, &message);
  ASSERT_EQ(message.packed().size(), 16u);
  std::vector<float> values(4);
  std::memcpy(values.data(), message.packed().data(), 16);
  EXPECT_EQ(values, kVector);
  EXPECT_EQ(message.packed().substr(0, 4), std::string("\0\0\0\x3f", 4));
  EXPECT_THAT(message.values(), IsEmpty());
  EXPECT_EQ(message.dimension(), 4);
}

TEST(EncodeVectorTest, PacksFloat16) {
  v1::Vector message;
  EncodeVector(kVector, v1::VECTOR_ENCODING_FLOAT16, &message);
  ASSERT_EQ(message.packed().size(), 8u);
  EXPECT_EQ(message.packed().substr(0, 2), std::string("\x00\x38", 2));
  EXPECT_EQ(message.dimension(), 4);
}

TEST(EncodeVectorTest, PacksInt8WithItsScale) {
  v1::Vector message;
  EncodeVector(kVector, v1::VECTOR_ENCODING_INT8, &message);
  EXPECT_FLOAT_EQ(message.scale(), 0.01f);
  ASSERT_EQ(message.packed().size(), 4u);
  for (size_t i = 0; i < 4; ++i) {
    const int step = static_cast<signed char>(message.packed()[i]);
    EXPECT_NEAR(step * message.scale(), kVector[i], message.scale() / 2);
  }
  EXPECT_EQ(static_cast<signed char>(message.packed()[1]), -127);
}

TEST(EncodeVectorTest, PacksZerosAsInt8) {
  v1::Vector message;
  EncodeVector(std::vector<float>{0, 0}, v1::VECTOR_ENCODING_INT8, &message);
  EXPECT_EQ(message.packed(), std::string(2, '\0'));
  EXPECT_EQ(message.scale(), 0);
}

}  // namespace
}  // namespace customer2vec
