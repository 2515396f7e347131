#include "core/base/random.h"

#include <gtest/gtest.h>

#include <array>

namespace customer2vec {
namespace {

TEST(RandomTest, SameSeedSameNumbers) {
  Random a(5), b(5), c(6);
  const uint64_t first = a();
  EXPECT_EQ(first, b());
  EXPECT_NE(first, c());
}

TEST(RandomTest, BelowIsUniform) {
  Random random(1);
  std::array<int, 10> counts{};
  for (int i = 0; i < 100000; ++i) ++counts[random.Below(10)];
  // Binomial(1e5, .1): standard deviation 95; six of them.
  for (int count : counts) EXPECT_NEAR(count, 10000, 570);
}

TEST(RandomTest, UniformStaysBelowOneAndAveragesAHalf) {
  Random random(2);
  double sum = 0;
  for (int i = 0; i < 100000; ++i) {
    const double value = random.Uniform();
    ASSERT_GE(value, 0.0);
    ASSERT_LT(value, 1.0);
    sum += value;
  }
  EXPECT_NEAR(sum / 100000, 0.5, 0.006);
}

TEST(RandomTest, NormalHasUnitVariance) {
  Random random(3);
  double sum = 0, squares = 0;
  for (int i = 0; i < 100000; ++i) {
    const double value = random.Normal();
    sum += value;
    squares += value * value;
  }
  EXPECT_NEAR(sum / 100000, 0.0, 0.02);
  EXPECT_NEAR(squares / 100000, 1.0, 0.03);
}

TEST(RandomTest, ForksAreReproducibleAndDiffer) {
  const Random random(4);
  EXPECT_EQ(random.Fork(1)(), random.Fork(1)());
  EXPECT_NE(random.Fork(1)(), random.Fork(2)());
}

}  // namespace
}  // namespace customer2vec
