// How repeat, popularity and discovery become one score. Evaluation and serving
// both blend by this file, so that a measured figure is a figure of what is
// served.
//
//   const DiscoveryShares discovery(top);       // best items by `next`
//   BlendScore({.repeat = frequency / frequency_sum,
//               .popularity = basket_count / basket_count_sum,
//               .discovery = discovery.ShareOf(next_score)},
//              {.popularity = 2, .discovery = 1});
//
//   score = repeat + w_popularity * popularity + w_discovery * discovery
//
// Each part is a share of its own mass, so that neither the length of a history
// nor the scale of a space's scores decides between them:
//
//   repeat      the item's part of the customer's personal frequency
//   popularity  the item's part of everything taken
//   discovery   softmax of `next`: SGNS learns log-linear scores (Mikolov et
//               al. 2013), so exp(score) is proportional to a probability. Its
//               mass is summed over the kDiscoveryMass best items.
//
// Pure; safe for concurrent use.

#ifndef CUSTOMER2VEC_CORE_SERVABLES_BLEND_FORMULA_H_
#define CUSTOMER2VEC_CORE_SERVABLES_BLEND_FORMULA_H_

#include <cmath>
#include <cstddef>
#include <limits>
#include <span>

#include "core/vectors/scored_item.h"

namespace customer2vec {

// Items whose exp(score) makes up the mass of discovery.
inline constexpr size_t kDiscoveryMass = 200;

// Weights beside repeat, whose weight is 1. Finite, at least 0.
struct BlendWeights {
  float popularity = 0;
  float discovery = 0;
};

struct BlendShares {
  double repeat = 0;
  double popularity = 0;
  double discovery = 0;
};

inline float BlendScore(const BlendShares& shares,
                        const BlendWeights& weights) {
  return static_cast<float>(shares.repeat +
                            weights.popularity * shares.popularity +
                            weights.discovery * shares.discovery);
}

// Turns `next` scores into shares.
class DiscoveryShares {
 public:
  // `top`: the kDiscoveryMass best items, best first. No items: all shares are
  // 0.
  explicit DiscoveryShares(std::span<const ScoredItem> top) {
    if (top.empty()) return;
    double mass = 0;
    for (const ScoredItem& item : top) {
      mass += std::exp(double{item.score} - top.front().score);
    }
    log_mass_ = top.front().score + std::log(mass);
  }

  double ShareOf(float score) const { return std::exp(score - log_mass_); }

 private:
  double log_mass_ = std::numeric_limits<double>::infinity();
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_SERVABLES_BLEND_FORMULA_H_
