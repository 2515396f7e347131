// The input of look-alike models: which features a configuration asks for, as
// the spec that a snapshot stores and as the object that fills vectors.
//
//   C2V_ASSIGN_OR_RETURN(LookalikeInputs inputs,
//                        MakeLookalikeInputs(config, corpus, tables,
//                                            side.customers, spaces));
//   const std::vector<float> x = FillInputs(inputs.inputs, customer_rows);
//
// Deterministic; one thread.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_LOOKALIKE_LOOKALIKE_INPUTS_H_
#define CUSTOMER2VEC_TRAINER_MODELS_LOOKALIKE_LOOKALIKE_INPUTS_H_

#include <cstdint>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "core/servables/customer_inputs.h"
#include "core/servables/servable_set.h"
#include "core/tables/tables.h"
#include "customer2vec/v1/feature_models.pb.h"
#include "trainer/corpus/corpus.h"
#include "trainer/corpus/side_tables.h"

namespace customer2vec {

struct LookalikeInputs {
  // Parts as a snapshot stores them. Where columns are among them they are part
  // 0.
  std::vector<v1::LogisticInput> spec;
  std::vector<float> columns;  // of part 0, or empty; `inputs` refers to it
  CustomerInputs inputs;
};

// REQUIRES: config has its defaults; tables are of the corpus, and with the
// spaces outlive the result. INVALID_ARGUMENT when an attribute, a column or a
// space is not there, a space has no customer vectors, or nothing is asked for.
absl::StatusOr<LookalikeInputs> MakeLookalikeInputs(
    const v1::LookalikeConfig& config, const Corpus& corpus,
    const Tables& tables, const CustomersTable& customers,
    const ServableSet& spaces);

// Vectors of these customers, row-major. REQUIRES: each has a history.
std::vector<float> FillInputs(const CustomerInputs& inputs,
                              std::span<const uint32_t> customers);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_LOOKALIKE_LOOKALIKE_INPUTS_H_
