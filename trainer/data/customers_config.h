// What a customer2vec.v1.DataConfig asks for of customers and outcomes:
// checked, and its defaults. Pure functions: no file is touched.

#ifndef CUSTOMER2VEC_TRAINER_DATA_CUSTOMERS_CONFIG_H_
#define CUSTOMER2VEC_TRAINER_DATA_CUSTOMERS_CONFIG_H_

#include <vector>

#include "absl/status/status.h"
#include "customer2vec/v1/training_config.pb.h"
#include "trainer/data/catalogue_reader.h"

namespace customer2vec {

// OK, or INVALID_ARGUMENT with the path of the field that is wrong and what to
// do, as ValidateDataConfig(), which calls it.
absl::Status ValidateCustomersAndOutcomes(const v1::DataConfig& config);

// Every attribute of all customers sources, in order of first mention.
// REQUIRES: config is valid.
std::vector<AttributeSchema> CustomerAttributesOf(const v1::DataConfig& config);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_DATA_CUSTOMERS_CONFIG_H_
