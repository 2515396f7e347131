#include "core/vectors/kernels.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "core/base/random.h"
#include "hwy/targets.h"

namespace customer2vec {
namespace {

using ::testing::AnyOf;

// Longest vector tried: two rounds of four accumulators of 16 lanes, and more.
constexpr size_t kLongest = 300;

std::vector<float> RandomFloats(size_t count, Random& random) {
  std::vector<float> values(count);
  for (float& value : values) value = static_cast<float>(random.Normal());
  return values;
}

// The exact dot product (products of floats are exact in double) and how far a
// float32 sum of it may be off.
struct Expected {
  double dot = 0;
  double tolerance = 0;
};

Expected DotNaive(std::span<const float> a, std::span<const float> b) {
  Expected expected;
  for (size_t i = 0; i < a.size(); ++i) {
    const double product = static_cast<double>(a[i]) * b[i];
    expected.dot += product;
    expected.tolerance += std::abs(product) * a.size() * 0x1p-23;
  }
  return expected;
}

// Runs `check` with each instruction set that this machine has.
template <typename Check>
void ForEachTarget(Check check) {
  for (const int64_t target : hwy::SupportedAndGeneratedTargets()) {
    hwy::SetSupportedTargetsForTest(target);
    hwy::GetChosenTarget().Update(hwy::SupportedTargets());
    SCOPED_TRACE(hwy::TargetName(target));
    check();
  }
  hwy::SetSupportedTargetsForTest(0);
  hwy::GetChosenTarget().Update(hwy::SupportedTargets());
}

TEST(KernelsTest, DotIsThePlainSumForEveryLengthAndAlignment) {
  Random random(1);
  const std::vector<float> a = RandomFloats(kLongest + 3, random);
  const std::vector<float> b = RandomFloats(kLongest + 3, random);
  ForEachTarget([&] {
    for (size_t size = 0; size <= kLongest; ++size) {
      for (size_t shift = 0; shift < 3; ++shift) {
        const auto x = std::span(a).subspan(shift, size);
        const auto y = std::span(b).subspan(2 - shift, size);
        const Expected expected = DotNaive(x, y);
        ASSERT_NEAR(Dot(x, y), expected.dot, expected.tolerance) << size;
      }
    }
  });
}

TEST(KernelsTest, DotRowsGivesTheBitsOfDot) {
  Random random(2);
  ForEachTarget([&] {
    for (const size_t dimension : {1, 7, 16, 33, 64, 200}) {
      const std::vector<float> query = RandomFloats(dimension, random);
      const std::vector<float> rows = RandomFloats(9 * dimension, random);
      std::vector<float> dots(9);
      DotRows(query, rows, dots);
      for (size_t row = 0; row < dots.size(); ++row) {
        EXPECT_EQ(dots[row], Dot(query, std::span(rows).subspan(row * dimension,
                                                                dimension)));
      }
    }
  });
}

TEST(KernelsTest, AddScaledIsThePlainSumForEveryLengthAndAlignment) {
  Random random(3);
  const std::vector<float> a = RandomFloats(kLongest + 3, random);
  const std::vector<float> b = RandomFloats(kLongest + 3, random);
  ForEachTarget([&] {
    for (size_t size = 0; size <= 70; ++size) {
      for (size_t shift = 0; shift < 3; ++shift) {
        std::vector<float> sum = b;
        const auto x = std::span(a).subspan(2 - shift, size);
        AddScaled(0.7f, x, std::span(sum).subspan(shift, size));
        for (size_t i = 0; i < sum.size(); ++i) {
          const bool added = i >= shift && i < shift + size;
          ASSERT_EQ(sum[i], added ? std::fma(0.7f, x[i - shift], b[i]) : b[i])
              << i << " of " << size;
        }
      }
    }
  });
}

TEST(KernelsTest, NeverReadsPastTheEnd) {
  // Values beyond the span would show in the sum.
  std::vector<float> values(40, 1);
  for (size_t size = 0; size < 40; ++size) {
    std::vector<float> poisoned = values;
    for (size_t i = size; i < 40; ++i) poisoned[i] = NAN;
    EXPECT_EQ(
        Dot(std::span(poisoned).first(size), std::span(values).first(size)),
        size);
  }
}

TEST(KernelsTest, NamesTheTargetChosen) {
  EXPECT_THAT(SimdTargetName(), AnyOf("AVX2", "AVX3", "AVX3_DL"));
}

}  // namespace
}  // namespace customer2vec
