// One small seeded generator for everything random in the project, so that a
// seed means the same numbers on every platform (the standard distributions do
// not).
//
//   Random random(/*seed=*/7);
//   uint32_t row = random.Below(item_count);   // uniform in [0, item_count)
//   double share = random.Uniform();           // uniform in [0, 1)
//   Random worker = random.Fork(thread_index); // an independent stream
//
// xoshiro256** (Blackman and Vigna 2018, "Scrambled linear pseudorandom number
// generators"), seeded by SplitMix64. Not for secrets. Not thread-safe: one a
// thread. All methods are O(1) and inline.

#ifndef CUSTOMER2VEC_CORE_BASE_RANDOM_H_
#define CUSTOMER2VEC_CORE_BASE_RANDOM_H_

#include <bit>
#include <cmath>
#include <cstdint>
#include <numbers>

namespace customer2vec {

// A well-mixed 64-bit hash of `state`; also the step that seeds Random.
constexpr uint64_t SplitMix64(uint64_t state) {
  state += 0x9e3779b97f4a7c15;
  state = (state ^ (state >> 30)) * 0xbf58476d1ce4e5b9;
  state = (state ^ (state >> 27)) * 0x94d049bb133111eb;
  return state ^ (state >> 31);
}

class Random {
 public:
  using result_type = uint64_t;  // a standard UniformRandomBitGenerator

  explicit Random(uint64_t seed) {
    for (uint64_t& word : state_) word = seed = SplitMix64(seed);
  }

  static constexpr uint64_t min() { return 0; }
  static constexpr uint64_t max() { return UINT64_MAX; }

  // 64 uniform bits.
  uint64_t operator()() {
    const uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
    const uint64_t shifted = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= shifted;
    state_[3] = std::rotl(state_[3], 45);
    return result;
  }

  // Uniform in [0, bound). REQUIRES: bound > 0. Lemire's multiplication without
  // the rejection step: the bias is below bound / 2^32.
  uint32_t Below(uint32_t bound) {
    return static_cast<uint32_t>(((operator()() >> 32) * bound) >> 32);
  }

  // Uniform in [0, 1), 53 bits.
  double Uniform() { return static_cast<double>(operator()() >> 11) * 0x1p-53; }

  // Standard normal (Box and Muller 1958).
  double Normal() {
    const double radius = std::sqrt(-2.0 * std::log(1.0 - Uniform()));
    return radius * std::cos(2.0 * std::numbers::pi * Uniform());
  }

  // An independent stream for `index`, the same each time for the same state.
  Random Fork(uint64_t index) const {
    return Random(SplitMix64(state_[0] ^ SplitMix64(index + 1)));
  }

 private:
  uint64_t state_[4];
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_BASE_RANDOM_H_
