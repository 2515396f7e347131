// How large a generated shop is and how its customers behave.
//
//   GenerateOptions options;
//   options.customers = 100000;
//   C2V_RETURN_IF_ERROR(ValidateGenerateOptions(options));

#ifndef CUSTOMER2VEC_TRAINER_GENERATE_GENERATE_OPTIONS_H_
#define CUSTOMER2VEC_TRAINER_GENERATE_GENERATE_OPTIONS_H_

#include <cstdint>

#include "absl/status/status.h"

namespace customer2vec {

struct GenerateOptions {
  uint32_t customers = 2000;  // 1 to 100 million
  uint32_t products = 2000;   // at least aisles and tastes, to 100 million
  uint32_t aisles = 60;       // at least departments
  uint32_t departments = 12;  // at least 1
  uint32_t tastes = 20;       // at least 1
  double mean_orders = 12;    // of a customer, 2 to 1000
  double mean_basket = 10;    // lines of an order, 1 to 1000
  // Lines after a customer's first order that repeat something taken before,
  // 0 to 0.95. The share comes out as asked while customers have enough left to
  // repeat and to discover.
  double repeat_share = 0.5;
  uint64_t seed = 1;
  bool gzip = false;  // compress the files
};

// OK, or INVALID_ARGUMENT naming the option and its range.
absl::Status ValidateGenerateOptions(const GenerateOptions& options);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_GENERATE_GENERATE_OPTIONS_H_
