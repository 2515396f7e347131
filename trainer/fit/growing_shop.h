// A shop that grows, for tests: customers of four groups who shop in their own
// group's shelf, in as many visits as asked for.
//
//   WriteGrowingShop(folder.path(), {.customers = 60, .visits = 5});
//   ... fit ...
//   WriteGrowingShop(folder.path(), {.customers = 80, .visits = 7,
//                                    .items_a_group = 12});
//
// The first visits of a customer are the same whatever is asked for, so that a
// larger shop is the smaller one later on. Items from the tenth of a shelf on
// are taken from the sixth visit on.

#ifndef CUSTOMER2VEC_TRAINER_FIT_GROWING_SHOP_H_
#define CUSTOMER2VEC_TRAINER_FIT_GROWING_SHOP_H_

#include <fstream>
#include <string>

#include "core/base/random.h"
#include "trainer/config/training_config.h"

namespace customer2vec {

struct GrowingShop {
  int customers = 60;
  int visits = 6;
  int items_a_group = 10;
};

inline constexpr int kShopGroups = 4;

inline void WriteGrowingShop(const std::string& folder,
                             const GrowingShop& shop) {
  std::ofstream lines(folder + "/lines.csv");
  lines << "customer,basket,item,time\n";
  for (int customer = 0; customer < shop.customers; ++customer) {
    Random random(static_cast<uint64_t>(customer) + 1);
    for (int visit = 0; visit < shop.visits; ++visit) {
      const int items = visit < 5 ? 10 : shop.items_a_group;
      for (int line = 0; line < 5; ++line) {
        lines << "c" << customer << ",c" << customer << "v" << visit << ",g"
              << customer % kShopGroups << "_"
              << random.Below(static_cast<uint32_t>(items)) << ","
              << visit * 1000 + customer << "\n";
      }
    }
  }
}

// The shop's data, and the models given as text.
inline v1::TrainingConfig GrowingShopConfig(const std::string& models) {
  return *ParseTrainingConfig(
      R"(data { interactions { delimited {
           path: "lines.csv"
           columns { customer: "customer" order: "basket" item: "item"
                     time: "time" }
         } } }
         threads: 1 )" +
          models,
      "shop");
}

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_FIT_GROWING_SHOP_H_
