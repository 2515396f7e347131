// Whether a request is answered where it arrived or handed to the executor.
//
//   const RequestCost cost{.vectors_compared = 50'000, .dimension = 200, .k =
//   10}; EstimateMicroseconds(cost);   // some 1500 RunsInline(cost); // false:
//   to the executor
//
// Handing over costs some 10 us and a place in a queue, staying blocks one of
// the few threads of gRPC: below kInlineMicroseconds staying is cheaper for
// everybody. The estimate only has to be right within a factor of a few. It
// counts bytes touched, since everything here is bound by memory, and rounds
// up: a wrong hand-over costs one caller 10 us, a wrong stay costs all of them.
//
// Pure functions, thread-safe.

#ifndef CUSTOMER2VEC_SERVER_EXECUTOR_REQUEST_COST_H_
#define CUSTOMER2VEC_SERVER_EXECUTOR_REQUEST_COST_H_

#include <cstddef>

namespace customer2vec {

// What a request will touch.
struct RequestCost {
  size_t vectors_compared = 0;  // n for an exact scan, the beam for a graph
  size_t dimension = 0;
  size_t rows_scanned = 0;  // rows looked at without a vector: popularity, text
  size_t ids = 0;           // ids to look up: excluded, candidates, a session's
  size_t k = 0;             // results to write
};

inline constexpr double kInlineMicroseconds = 50;

double EstimateMicroseconds(const RequestCost& cost);

bool RunsInline(const RequestCost& cost);

// Vectors that a search compares: all `n` when it is exact or the index is flat
// (`beam` 0) or so much is asked that the graph does not pay; else what a graph
// search with this beam visits.
size_t VectorsCompared(size_t n, size_t beam, size_t k, bool exact);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_SERVER_EXECUTOR_REQUEST_COST_H_
