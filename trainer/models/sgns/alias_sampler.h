// Draws rows with given weights in constant time: negatives of SGNS.
//
//   const AliasSampler sampler(PowerWeights(counts, 0.75));
//   uint32_t negative = sampler.Draw(random);
//
// The alias method (Walker 1977, in the form of Vose 1991): one table of n
// slots, each shared by at most two rows; a draw is one look-up and one
// comparison. 8 bytes a row. Immutable, safe for concurrent use with a Random
// for each thread.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_SGNS_ALIAS_SAMPLER_H_
#define CUSTOMER2VEC_TRAINER_MODELS_SGNS_ALIAS_SAMPLER_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/random.h"

namespace customer2vec {

class AliasSampler {
 public:
  // REQUIRES: weights are finite and >= 0, their sum is > 0, fewer than 2^32.
  explicit AliasSampler(std::span<const double> weights);

  size_t size() const { return slots_.size(); }

  // A row, each with probability weight / sum of weights (to 24 bits).
  uint32_t Draw(Random& random) const {
    const auto bits = random();
    const auto slot =
        static_cast<uint32_t>(((bits >> 32) * slots_.size()) >> 32);
    const float share = static_cast<float>(bits & 0xffffff) * 0x1p-24f;
    return share < slots_[slot].keep ? slot : slots_[slot].alias;
  }

 private:
  struct Slot {
    float keep;      // share of the slot that is its own row's
    uint32_t alias;  // the row that has the rest
  };

  std::vector<Slot> slots_;
};

// count^exponent for each count; 0 for a count of 0, so that what was never
// seen is never drawn, whatever the exponent.
std::vector<double> PowerWeights(std::span<const uint32_t> counts,
                                 double exponent);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_SGNS_ALIAS_SAMPLER_H_
