#include "trainer/evaluation/paired_test.h"

#include <gtest/gtest.h>

#include <vector>

#include "core/base/random.h"

namespace customer2vec {
namespace {

TEST(PairedPValueTest, IsExactOnFewCases) {
  // Of the 16 signs of four equal differences, two are as far: p = 1/8.
  const std::vector<double> a = {1, 1, 1, 1}, b = {0, 0, 0, 0};
  EXPECT_NEAR(PairedPValue(a, b, {.rounds = 20000}), 0.125, 0.01);
}

TEST(PairedPValueTest, ModelsThatAgreeAreAlike) {
  const std::vector<double> a = {1, 0.5, 0};
  EXPECT_EQ(PairedPValue(a, a, {}), 1);
  EXPECT_EQ(PairedPValue({}, {}, {}), 1);
}

TEST(PairedPValueTest, FindsASmallSteadyDifference) {
  Random random(3);
  std::vector<double> a, b;
  for (int i = 0; i < 400; ++i) {
    a.push_back(random.Uniform());
    b.push_back(a.back() - 0.02 + 0.1 * (random.Uniform() - 0.5));
  }
  EXPECT_LT(PairedPValue(a, b, {}), 0.001);
  EXPECT_EQ(PairedPValue(a, b, {}), PairedPValue(b, a, {}));
}

TEST(PairedPValueTest, IsUniformWhereThereIsNoDifference) {
  Random random(5);
  int below_a_tenth = 0;
  for (int trial = 0; trial < 400; ++trial) {
    std::vector<double> a, b;
    for (int i = 0; i < 50; ++i) {
      a.push_back(random.Uniform());
      b.push_back(random.Uniform());
    }
    below_a_tenth += PairedPValue(a, b, {.rounds = 400}) < 0.1;
  }
  // 40 expected, standard deviation 6.
  EXPECT_GT(below_a_tenth, 15);
  EXPECT_LT(below_a_tenth, 65);
}

}  // namespace
}  // namespace customer2vec
