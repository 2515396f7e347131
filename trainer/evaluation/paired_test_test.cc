#include "trainer/evaluation/paired_test.h"

#include <gtest/gtest.h>

#include <cmath>
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

TEST(PairedPValueTest, ManyCasesAgreeWithTheirSample) {
  Random random(5);
  std::vector<double> a, b;
  for (int i = 0; i < 3000; ++i) {
    a.push_back(random.Below(2));
    b.push_back(random.Below(100) < 51 ? 0 : 1);
  }
  const double sampled = PairedPValue(a, b, {.rounds = 20000});
  EXPECT_NEAR(PairedPValue(a, b, {.normal_above = 100}), sampled, 0.02);
  EXPECT_GT(sampled, 0.001);
}

TEST(StudentTwoSidedTest, AgreesWithTheTables) {
  const struct {
    size_t degrees;
    double t;
  } at_one_in_twenty[] = {{1, 12.7062}, {2, 4.30265}, {3, 3.18245},
                          {4, 2.77645}, {9, 2.26216}, {24, 2.06390},
                          {49, 2.00958}};
  for (const auto& [degrees, t] : at_one_in_twenty) {
    EXPECT_NEAR(StudentTwoSided(t, degrees), 0.05, 1e-5) << degrees;
    EXPECT_NEAR(StudentTwoSided(-t, degrees), 0.05, 1e-5) << degrees;
  }
  EXPECT_EQ(StudentTwoSided(0, 5), 1);
}

TEST(ResampledPValueTest, SplitsThatShareDataSayLess) {
  const std::vector<double> a = {0.3, 0.5, 0.4, 0.4}, b = {0.2, 0.3, 0.3, 0.2};
  // Mean .15, variance .01 / 3; t = .15 / sqrt(.01 / 3 * (1 / 4 + 1)).
  EXPECT_NEAR(ResampledPValue(a, b, 1),
              StudentTwoSided(0.15 / std::sqrt(0.01 / 3 * 1.25), 3), 1e-9);
  EXPECT_GT(ResampledPValue(a, b, 1), ResampledPValue(a, b, 0));
  EXPECT_EQ(ResampledPValue(a, a, 1), 1);
}

}  // namespace
}  // namespace customer2vec
