#include "trainer/evaluation/paired_test.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "core/base/random.h"

namespace customer2vec {
namespace {

double SumWithRandomSigns(std::span<const double> differences, Random& random) {
  double sum = 0;
  uint64_t bits = 0;
  for (size_t i = 0; i < differences.size(); ++i) {
    if (i % 32 == 0) bits = random();
    sum += (bits >> (i % 32)) & 1 ? differences[i] : -differences[i];
  }
  return sum;
}

double NormalPValue(std::span<const double> differences, double sum) {
  double squares = 0;
  for (const double difference : differences) {
    squares += difference * difference;
  }
  return std::erfc(std::abs(sum) / std::sqrt(2 * squares));
}

}  // namespace

double PairedPValue(std::span<const double> a, std::span<const double> b,
                    const PairedTestOptions& options) {
  std::vector<double> differences;
  double seen = 0;
  for (size_t i = 0; i < a.size(); ++i) {
    if (a[i] == b[i]) continue;  // it has no sign to change
    differences.push_back(a[i] - b[i]);
    seen += differences.back();
  }
  if (differences.empty()) return 1;
  if (differences.size() > options.normal_above) {
    return NormalPValue(differences, seen);
  }
  // Sums that are equal on paper may differ in their last bits.
  const double bar = std::abs(seen) * (1 - 1e-12);
  Random random(options.seed);
  size_t as_far = 1;
  for (size_t round = 0; round < options.rounds; ++round) {
    as_far += std::abs(SumWithRandomSigns(differences, random)) >= bar;
  }
  return static_cast<double>(as_far) / static_cast<double>(options.rounds + 1);
}

double ResampledPValue(std::span<const double> a, std::span<const double> b,
                       double test_over_train) {
  const auto n = static_cast<double>(a.size());
  double mean = 0, squares = 0;
  for (size_t i = 0; i < a.size(); ++i) mean += (a[i] - b[i]) / n;
  for (size_t i = 0; i < a.size(); ++i) {
    squares += (a[i] - b[i] - mean) * (a[i] - b[i] - mean);
  }
  if (mean == 0) return 1;
  if (squares == 0) return 0;
  const double variance = squares / (n - 1) * (1 / n + test_over_train);
  return StudentTwoSided(mean / std::sqrt(variance), a.size() - 1);
}

double StudentTwoSided(double t, size_t degrees) {
  const double theta =
      std::atan(std::abs(t) / std::sqrt(static_cast<double>(degrees)));
  const double cosine = std::cos(theta);
  const bool odd = degrees % 2 == 1;
  // Of odd degrees cos + 2/3 cos^3 + ..., of even ones 1 + 1/2 cos^2 + ...
  double term = odd ? cosine : 1, sum = 0;
  for (size_t i = odd ? 2 : 1; i < degrees; i += 2) {
    sum += term;
    term *=
        cosine * cosine * static_cast<double>(i) / static_cast<double>(i + 1);
  }
  double within = std::sin(theta) * sum;
  if (odd) within = (theta + within) * 2 / std::numbers::pi;
  return std::max(0.0, 1 - within);
}

}  // namespace customer2vec
