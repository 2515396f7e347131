// Numbers as words: bins that hold about equally many of them.
//
//   NumberSample sample(20000, Random(7));
//   for (double price : prices) sample.Add(price);
//   const std::vector<double> edges = QuantileEdges(sample.numbers(), 5);
//   BinName(edges, BinOf(edges, 9.5));  // "8..12.5"
//
// Edge i is the upper end of bin i, itself included; the last bin has none.

#ifndef CUSTOMER2VEC_TRAINER_LOGS_QUANTILE_BINS_H_
#define CUSTOMER2VEC_TRAINER_LOGS_QUANTILE_BINS_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/base/random.h"

namespace customer2vec {

// A uniform sample of a stream of any length (reservoir sampling, Vitter 1985,
// algorithm R). All of it while there are no more than `size`. Not thread-safe.
class NumberSample {
 public:
  // REQUIRES: size > 0.
  NumberSample(size_t size, Random random) : size_(size), random_(random) {}

  void Add(double number);
  const std::vector<double>& numbers() const { return numbers_; }

 private:
  size_t size_;
  Random random_;
  uint64_t seen_ = 0;
  std::vector<double> numbers_;
};

// Edges, ascending, of at most `bins` bins. Equal numbers share a bin, however
// many they are, and what remains is divided equally among the bins that
// remain: 80 % zeros take one bin and leave the others to the rest. Fewer than
// two distinct numbers give no edge. REQUIRES: bins > 0, numbers are finite.
std::vector<double> QuantileEdges(std::vector<double> numbers, size_t bins);

// The bin of a number, in [0, edges.size()].
size_t BinOf(std::span<const double> edges, double number);

// "..8", "8..12.5" or "12.5..": above the first number, up to the second.
// REQUIRES: edges is not empty, bin <= edges.size().
std::string BinName(std::span<const double> edges, size_t bin);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_LOGS_QUANTILE_BINS_H_
