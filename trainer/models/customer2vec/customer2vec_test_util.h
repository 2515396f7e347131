// A small shop of two kinds of customers for tests of customer2vec.
//
//   const TwoTastes shop(/*customers=*/40);
//   shop.corpus, shop.catalogue();
//
// Customer c likes the items of taste c % 2: taste 0 are items 0 to 9, of
// department "food", taste 1 items 10 to 19, of "tools". Customers take five
// baskets of four items, one item in ten from anywhere. Item 20 stands in one
// basket only. The catalogue has the department and a number, "size".

#ifndef CUSTOMER2VEC_TRAINER_MODELS_CUSTOMER2VEC_CUSTOMER2VEC_TEST_UTIL_H_
#define CUSTOMER2VEC_TRAINER_MODELS_CUSTOMER2VEC_CUSTOMER2VEC_TEST_UTIL_H_

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "core/base/random.h"
#include "core/catalogue/catalogue.h"
#include "core/catalogue/catalogue_builder.h"
#include "trainer/corpus/corpus.h"

namespace customer2vec {

class TwoTastes {
 public:
  static constexpr uint32_t kItems = 20;  // and the rare one

  explicit TwoTastes(uint32_t customers)
      : corpus(MakeCorpus(customers)), arrays_(MakeCatalogue()) {
    catalogue_ = Catalogue::Create(arrays_.view(), kItems + 1).value();
  }

  const Catalogue& catalogue() const { return catalogue_; }
  static uint32_t TasteOf(size_t row) { return row % 2; }

  const Corpus corpus;

 private:
  static std::vector<uint32_t> Basket(uint32_t taste, Random& random) {
    std::vector<uint32_t> items;
    while (items.size() < 4) {
      const uint32_t item = random.Below(10) == 0
                                ? random.Below(kItems)
                                : 10 * taste + random.Below(10);
      if (std::ranges::count(items, item) == 0) items.push_back(item);
    }
    return items;
  }

  static Corpus MakeCorpus(uint32_t customers) {
    Random random(3);
    CorpusArrays arrays;
    for (uint32_t i = 0; i <= kItems; ++i) {
      arrays.item_ids.push_back("i" + std::to_string(100 + i));
    }
    arrays.basket_offsets = {0};
    arrays.customer_offsets = {0};
    for (uint32_t customer = 0; customer < customers; ++customer) {
      arrays.customer_ids.push_back("c" + std::to_string(1000 + customer));
      for (int basket = 0; basket < 5; ++basket) {
        std::vector<uint32_t> items = Basket(TasteOf(customer), random);
        if (customer == 0 && basket == 0) items.push_back(kItems);
        arrays.items.insert(arrays.items.end(), items.begin(), items.end());
        arrays.basket_offsets.push_back(arrays.items.size());
        arrays.basket_times.push_back(1000 + basket);
        arrays.basket_customers.push_back(customer);
      }
      arrays.customer_offsets.push_back(arrays.basket_times.size());
    }
    return Corpus(std::move(arrays));
  }

  static CatalogueArrays MakeCatalogue() {
    std::vector<std::string> names;
    AttributeColumn department{.name = "department"};
    AttributeColumn size{.name = "size", .is_number = true};
    for (uint32_t i = 0; i <= kItems; ++i) {
      names.push_back("item " + std::to_string(i));
      department.values.push_back(i < 10 ? "food" : i < kItems ? "tools" : "");
      size.values.push_back(std::to_string(i));
    }
    const std::vector<AttributeColumn> columns = {department, size};
    return BuildCatalogue(names, columns).value();
  }

  CatalogueArrays arrays_;
  Catalogue catalogue_;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_CUSTOMER2VEC_CUSTOMER2VEC_TEST_UTIL_H_
