// A shop made by seed, for measuring how fast it is served: items with vectors
// in clusters of departments, as learned ones are, and customers who buy from a
// few clusters.
//
//   GeneratedShop shop = GenerateShop({.items = 50'000, .dimension = 128});
//   shop.input;                 // items * dimension, row-major
//   shop.tables.histories;
//
// It is no model of people: nothing is learned from it and no quality figure is
// taken on it. Same options, same bytes. Pure, thread-safe.

#ifndef CUSTOMER2VEC_BENCH_SHOP_GENERATED_SHOP_H_
#define CUSTOMER2VEC_BENCH_SHOP_GENERATED_SHOP_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "core/tables/tables_arrays.h"

namespace customer2vec::bench {

struct ShopOptions {
  uint32_t items = 50'000;
  uint32_t customers = 20'000;
  size_t dimension = 128;
  uint32_t clusters = 500;    // of items
  uint32_t departments = 20;  // of clusters
  uint32_t tastes = 4;        // clusters that a customer buys from
  uint32_t baskets_per_customer = 12;
  uint32_t items_per_basket = 8;
  double spread = 1;    // of an item around its cluster's centre, as a share of
                        // the spread of the centres; half of the latter is the
                        // department's
  float decay = 0.95f;  // of the personal frequency
  uint64_t seed = 1;
};

struct GeneratedShop {
  TablesArrays tables;
  std::vector<float> input, output;  // items * dimension, by item row
  std::vector<float> customers;      // customers * dimension
};

// INVALID_ARGUMENT when an option is 0 or there are more tastes than clusters
// or more clusters than items.
absl::StatusOr<GeneratedShop> GenerateShop(const ShopOptions& options);

}  // namespace customer2vec::bench

#endif  // CUSTOMER2VEC_BENCH_SHOP_GENERATED_SHOP_H_
