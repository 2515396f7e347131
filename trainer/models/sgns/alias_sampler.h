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

#include <algorithm>
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
    return RowAt(((bits >> 32) * slots_.size()) >> 32, bits);
  }

  // Fills `rows` with draws that are spread: the slots are cut into as many
  // parts of one size, and each draw is of its own part (stratified sampling,
  // Cochran 1977, chapter 5). A row stands as often in `rows` as it would by
  // Draw() in the mean, and deviates less from it. Draws of one call depend on
  // each other.
  void DrawSpread(Random& random, std::span<uint32_t> rows) const {
    const double part =
        static_cast<double>(slots_.size()) / static_cast<double>(rows.size());
    for (size_t i = 0; i < rows.size(); ++i) {
      const auto bits = random();
      const double place = static_cast<double>(bits >> 32) * 0x1p-32;
      const auto slot =
          static_cast<size_t>((static_cast<double>(i) + place) * part);
      rows[i] = RowAt(std::min(slot, slots_.size() - 1), bits);
    }
  }

 private:
  // The row of a slot that the low bits choose.
  uint32_t RowAt(size_t slot, uint64_t bits) const {
    const float share = static_cast<float>(bits & 0xffffff) * 0x1p-24f;
    return share < slots_[slot].keep ? static_cast<uint32_t>(slot)
                                     : slots_[slot].alias;
  }

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
