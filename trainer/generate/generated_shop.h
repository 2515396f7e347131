// The hidden truth of a generated shop: what its products are and how likely
// each is taken.
//
//   const GeneratedShop shop(options);
//   Random random(7);
//   uint32_t product = shop.DrawOfTaste(/*taste=*/3, random);
//   shop.product(product).aisle;
//
// The structure:
//  - departments hold aisles, aisles hold products;
//  - every product is of one taste (vegan, Italian, ...), and tastes cut across
//    the aisles: aisle and taste are independent. Aisles are what the catalogue
//    tells, tastes are what only baskets tell;
//  - popularity is Zipf-like: the product of rank r has weight 1 / (r + 7), and
//    ranks are independent of aisle and taste;
//  - one product in ten is of one weekday, another one in ten of one quarter of
//    the year: at other times it is taken less often (see AcceptedAt()).
//
// Memory: about 40 bytes a product. Immutable, safe for concurrent use.

#ifndef CUSTOMER2VEC_TRAINER_GENERATE_GENERATED_SHOP_H_
#define CUSTOMER2VEC_TRAINER_GENERATE_GENERATED_SHOP_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/random.h"
#include "trainer/generate/generate_options.h"

namespace customer2vec {

// Days count from the shop's first, a day 0 of the week.
inline constexpr uint32_t kDaysPerWeek = 7;
inline constexpr uint32_t kDaysPerQuarter = 91;
inline constexpr uint32_t kQuarters = 4;

struct GeneratedProduct {
  uint32_t aisle;
  uint32_t taste;
  uint32_t popularity_rank;         // 0 is the most popular
  std::optional<uint32_t> weekday;  // 0 to 6
  std::optional<uint32_t> quarter;  // 0 to 3
};

class GeneratedShop {
 public:
  // REQUIRES: options are valid.
  explicit GeneratedShop(const GenerateOptions& options);

  uint32_t product_count() const {
    return static_cast<uint32_t>(products_.size());
  }
  uint32_t aisle_count() const { return aisles_; }
  uint32_t department_count() const { return departments_; }
  uint32_t taste_count() const {
    return static_cast<uint32_t>(by_taste_.size());
  }

  const GeneratedProduct& product(uint32_t product) const {
    return products_[product];
  }
  uint32_t DepartmentOf(uint32_t aisle) const {
    return static_cast<uint32_t>(uint64_t{aisle} * departments_ / aisles_);
  }

  // Names for people; they give the taste away, so that a list of
  // recommendations can be judged at a glance.
  std::string DepartmentName(uint32_t department) const;
  std::string AisleName(uint32_t aisle) const;
  std::string ProductName(uint32_t product) const;

  // A product by popularity, of all or of one taste. O(log products).
  uint32_t Draw(Random& random) const { return all_.Draw(random); }
  uint32_t DrawOfTaste(uint32_t taste, Random& random) const {
    return by_taste_[taste].Draw(random);
  }

  // Whether a customer who thinks of the product on that day takes it: a
  // weekday's product on another day with probability 1/4, a quarter's product
  // in another quarter with probability 1/10.
  bool AcceptedAt(uint32_t product, uint32_t day, Random& random) const;

 private:
  // Products with running sums of their weights.
  class Shelf {
   public:
    void Add(uint32_t product, double weight);
    uint32_t Draw(Random& random) const;

   private:
    std::vector<uint32_t> products_;
    std::vector<double> sums_;
  };

  const uint32_t aisles_;
  const uint32_t departments_;
  std::vector<GeneratedProduct> products_;
  Shelf all_;
  std::vector<Shelf> by_taste_;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_GENERATE_GENERATED_SHOP_H_
