// The questions that the serving benchmarks ask, drawn from a snapshot by seed.
//
//   const auto requests = SessionRequests(snapshot->tables(), {.count = 4096});
//
// Each asks for `k` items without names. Items and customers are drawn
// uniformly, so that answers come from all over the index and not from a few
// warm rows: harder than life, where few items get most of the calls. Pure
// functions, thread-safe.

#ifndef CUSTOMER2VEC_BENCH_SERVE_REQUESTS_H_
#define CUSTOMER2VEC_BENCH_SERVE_REQUESTS_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/tables/tables.h"
#include "customer2vec/v1/recommendation_service.pb.h"

namespace customer2vec::bench {

struct RequestOptions {
  size_t count = 4096;
  uint64_t seed = 1;
  int k = 20;
  int session_items = 5;  // of one customer's history
};

// REQUIRES for all: `tables` has items; for customers and sessions also
// customers with histories.
std::vector<v1::RecommendSimilarItemsRequest> SimilarItemsRequests(
    const Tables& tables, const RequestOptions& options);
std::vector<v1::RecommendForCustomerRequest> CustomerRequests(
    const Tables& tables, const RequestOptions& options);
std::vector<v1::RecommendForSessionRequest> SessionRequests(
    const Tables& tables, const RequestOptions& options);

}  // namespace customer2vec::bench

#endif  // CUSTOMER2VEC_BENCH_SERVE_REQUESTS_H_
