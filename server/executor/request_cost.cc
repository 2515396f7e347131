#include "server/executor/request_cost.h"

#include <algorithm>

namespace customer2vec {
namespace {

// Orders of magnitude, from float32 scans over 50 thousand vectors of 128
// numbers in about a millisecond, and from the calls of a tenth of a
// microsecond that a hash look-up or a copied name is.
constexpr double kMicrosPerNumber = 0.00015;
constexpr double kMicrosPerRow = 0.002;
constexpr double kMicrosPerId = 0.1;
constexpr double kMicrosPerResult = 0.1;

// A graph search visits the neighbourhoods of its beam: with 32 links, of which
// most were seen before, some twelve new vectors a place.
constexpr size_t kVisitedPerBeam = 12;

}  // namespace

double EstimateMicroseconds(const RequestCost& cost) {
  return kMicrosPerNumber * static_cast<double>(cost.vectors_compared) *
             static_cast<double>(cost.dimension) +
         kMicrosPerRow * static_cast<double>(cost.rows_scanned) +
         kMicrosPerId * static_cast<double>(cost.ids) +
         kMicrosPerResult * static_cast<double>(cost.k);
}

bool RunsInline(const RequestCost& cost) {
  return EstimateMicroseconds(cost) <= kInlineMicroseconds;
}

size_t VectorsCompared(size_t n, size_t beam, size_t k, bool exact) {
  if (exact || beam == 0) return n;
  return std::min(n, std::max(beam, k) * kVisitedPerBeam);
}

}  // namespace customer2vec
