// A search for good hyper-parameters: random points of the unit cube first,
// then changes of the best one. What a coordinate means is the caller's.
//
//   const Point best = SearchCube({.dimensions = 12, .budget = 70, .seed = 1},
//                                 [&](const Point& p) { return Quality(p); });
//
// Bergstra and Bengio 2012 for the random part: few dimensions matter, and
// nobody knows which. The second part draws each coordinate of the best point
// anew with probability 0.3, near it or anywhere. Deterministic for a seed.

#ifndef CUSTOMER2VEC_BENCH_QUALITY_PROTOCOLS_CUBE_SEARCH_H_
#define CUSTOMER2VEC_BENCH_QUALITY_PROTOCOLS_CUBE_SEARCH_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

namespace customer2vec::bench {

using Point = std::vector<double>;  // coordinates in [0, 1)

struct CubeSearch {
  size_t dimensions = 1;
  size_t budget = 70;  // points tried, half of them random
  uint64_t seed = 1;
};

// The point of the highest quality; of equal ones the first. NaN is lowest.
Point SearchCube(const CubeSearch& search,
                 const std::function<double(const Point&)>& quality);

// Coordinates as parameters.
double Between(double coordinate, double low, double high);
double LogBetween(double coordinate, double low, double high);
double OneOf(double coordinate, const std::vector<double>& values);

}  // namespace customer2vec::bench

#endif  // CUSTOMER2VEC_BENCH_QUALITY_PROTOCOLS_CUBE_SEARCH_H_
