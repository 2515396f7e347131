// Whether a network's sizes fit, before anything is allocated or learned.
//
//   NetworkSize size;
//   // Values and Adam's two averages; of the GRU also a gradient a shard.
//   size.Add("items", item_count, 100, /*copies=*/3);
//   size.Add("gru.input", 300, 100, /*copies=*/3 + shards);
//   C2V_RETURN_IF_ERROR(size.Check(memory_bytes, "models[2].session_rnn"));
//   C2V_RETURN_IF_ERROR(CheckHeads(64, heads, "models[2].transformer"));
//
// Not thread-safe.

#ifndef CUSTOMER2VEC_TRAINER_NN_NETWORK_SIZE_H_
#define CUSTOMER2VEC_TRAINER_NN_NETWORK_SIZE_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace customer2vec::nn {

class NetworkSize {
 public:
  // rows * cols floats, so many times. Sums that leave 64 bits stay at their
  // end.
  void Add(absl::string_view name, uint64_t rows, uint64_t cols,
           uint64_t copies);

  uint64_t bytes() const { return bytes_; }

  // RESOURCE_EXHAUSTED, naming `path`, the largest array and both sizes, when
  // it is more than `most_bytes`; INVALID_ARGUMENT when an array has no
  // numbers.
  absl::Status Check(uint64_t most_bytes, absl::string_view path) const;

 private:
  uint64_t bytes_ = 0;
  uint64_t largest_bytes_ = 0;
  std::string largest_;
  std::string empty_;  // the first array without numbers
};

// INVALID_ARGUMENT, naming `path`.heads, when heads do not divide the
// dimension.
absl::Status CheckHeads(uint64_t dimension, uint64_t heads,
                        absl::string_view path);

}  // namespace customer2vec::nn

#endif  // CUSTOMER2VEC_TRAINER_NN_NETWORK_SIZE_H_
