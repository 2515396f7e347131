#include "bench/graph/adjusted_rand_index.h"

#include <map>
#include <utility>

namespace customer2vec::bench {
namespace {

double Pairs(double count) { return count * (count - 1) / 2; }

}  // namespace

double AdjustedRandIndex(std::span<const uint32_t> a,
                         std::span<const uint32_t> b) {
  std::map<std::pair<uint32_t, uint32_t>, double> both;
  std::map<uint32_t, double> in_a, in_b;
  for (size_t i = 0; i < a.size(); ++i) {
    ++both[{a[i], b[i]}];
    ++in_a[a[i]];
    ++in_b[b[i]];
  }
  double together = 0, together_a = 0, together_b = 0;
  for (const auto& [cell, count] : both) together += Pairs(count);
  for (const auto& [segment, count] : in_a) together_a += Pairs(count);
  for (const auto& [segment, count] : in_b) together_b += Pairs(count);
  const double by_chance =
      together_a * together_b / Pairs(static_cast<double>(a.size()));
  const double most = (together_a + together_b) / 2;
  return most == by_chance ? 1 : (together - by_chance) / (most - by_chance);
}

}  // namespace customer2vec::bench
