#include "trainer/models/sgns/alias_sampler.h"

#include <cmath>
#include <numeric>

namespace customer2vec {

AliasSampler::AliasSampler(std::span<const double> weights)
    : slots_(weights.size()) {
  const double total = std::accumulate(weights.begin(), weights.end(), 0.0);
  const double scale = static_cast<double>(weights.size()) / total;
  std::vector<double> share(weights.size());  // 1 is a whole slot
  std::vector<uint32_t> poor, rich;
  for (uint32_t row = 0; row < weights.size(); ++row) {
    share[row] = weights[row] * scale;
    (share[row] < 1 ? poor : rich).push_back(row);
    slots_[row] = {1, row};
  }
  // A poor row's slot is filled up by a rich row, which may become poor by it.
  // What rounding leaves in either list keeps its whole slot.
  while (!poor.empty() && !rich.empty()) {
    const uint32_t row = poor.back(), giver = rich.back();
    poor.pop_back();
    slots_[row] = {static_cast<float>(share[row]), giver};
    share[giver] -= 1 - share[row];
    if (share[giver] < 1) {
      rich.pop_back();
      poor.push_back(giver);
    }
  }
}

std::vector<double> PowerWeights(std::span<const uint32_t> counts,
                                 double exponent) {
  std::vector<double> weights;
  weights.reserve(counts.size());
  for (uint32_t count : counts) {
    weights.push_back(count == 0 ? 0.0 : std::pow(count, exponent));
  }
  return weights;
}

}  // namespace customer2vec
