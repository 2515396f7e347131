// One customer of a generated shop: tastes, habits, and orders one by one.
//
//   GeneratedCustomer customer(shop, options, random.Fork(number));
//   for (uint32_t i = 0; i < customer.order_count(); ++i) {
//     const GeneratedOrder& order = customer.NextOrder();
//   }
//
// How it shops:
//  - its tastes are shares in proportion to e^4 of exponential e, one for each
//    taste: Dirichlet-like, most of it one to three tastes;
//  - it places 2 orders and a geometric number more; the gap to the next is 1
//    day and a geometric number more, 9 on average, 30 at most;
//  - an order has a theme, one of its tastes, and 1 line and a negative
//  binomial
//    number more;
//  - a line after the first order is a repeat with probability `repeat_share`:
//    something taken before, in proportion to how often, and mostly of the
//    theme: so staples come about. Otherwise it is new to the customer: of the
//    theme (7 in 10), of another of its tastes (2 in 10), or just popular.
//
// Memory: its lines so far. Not thread-safe.

#ifndef CUSTOMER2VEC_TRAINER_GENERATE_GENERATED_CUSTOMER_H_
#define CUSTOMER2VEC_TRAINER_GENERATE_GENERATED_CUSTOMER_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "core/base/random.h"
#include "trainer/generate/generate_options.h"
#include "trainer/generate/generated_shop.h"

namespace customer2vec {

struct GeneratedLine {
  uint32_t product;
  bool reordered;  // taken in an earlier order
};

struct GeneratedOrder {
  uint32_t day;                      // since the shop's first
  uint32_t gap_days;                 // since the order before; 0 for the first
  uint32_t hour;                     // 6 to 22
  std::vector<GeneratedLine> lines;  // distinct products, at least one
};

class GeneratedCustomer {
 public:
  // `shop` and `options` outlive the customer.
  GeneratedCustomer(const GeneratedShop& shop, const GenerateOptions& options,
                    Random random);

  uint32_t order_count() const { return order_count_; }

  // The next order, valid until the one after.
  const GeneratedOrder& NextOrder();

 private:
  uint32_t DrawTaste();
  void DrawBasket();
  bool Holds(uint32_t product) const;
  std::optional<uint32_t> Repeat(uint32_t theme);
  std::optional<uint32_t> Discover(uint32_t theme);
  uint32_t Think(uint32_t theme);

  const GeneratedShop& shop_;
  const GenerateOptions& options_;
  Random random_;
  std::vector<double> taste_sums_;
  uint32_t order_count_;
  bool first_ = true;
  GeneratedOrder order_;
  std::vector<uint32_t> taken_lines_;  // products of all earlier lines
  absl::flat_hash_set<uint32_t> taken_;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_GENERATE_GENERATED_CUSTOMER_H_
