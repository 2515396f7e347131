#include "trainer/evaluation/paired_test.h"

#include <cmath>
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
  // Sums that are equal on paper may differ in their last bits.
  const double bar = std::abs(seen) * (1 - 1e-12);
  Random random(options.seed);
  size_t as_far = 1;
  for (size_t round = 0; round < options.rounds; ++round) {
    as_far += std::abs(SumWithRandomSigns(differences, random)) >= bar;
  }
  return static_cast<double>(as_far) / static_cast<double>(options.rounds + 1);
}

}  // namespace customer2vec
