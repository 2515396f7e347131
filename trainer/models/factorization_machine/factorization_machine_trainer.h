// Learns a factorisation machine on features and the item one-hot, basket by
// basket.
//
//   C2V_ASSIGN_OR_RETURN(FactorizationMachineModel model,
//                        TrainFactorizationMachine(data, config, {.seed = 1}));
//   // to be published by WriteFactorizationMachine()
//
// Each of a customer's last `max_baskets` baskets, from the second on, is two
// examples: all its items from the baskets before it; and half of them, drawn
// anew each epoch, from those baskets and the other half as context. Every
// positive meets `negatives` items that are not in the basket, drawn by
// count^negative_exponent. Baskets without a customer, and first ones, give the
// second kind of example only.
//
// A run may start from what an earlier one published (factorization_start.h),
// and keep it near: what is published, and while learning each of its parts.
//
// With one thread the same seed gives the same bytes. With more, threads step
// on shared rows without locks (Hogwild), and runs differ slightly.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_FACTORIZATION_MACHINE_FACTORIZATION_MACHINE_TRAINER_H_
#define CUSTOMER2VEC_TRAINER_MODELS_FACTORIZATION_MACHINE_FACTORIZATION_MACHINE_TRAINER_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "core/catalogue/catalogue.h"
#include "core/servables/factorization_machine_scorer.h"
#include "customer2vec/v1/factor_models.pb.h"
#include "trainer/corpus/corpus.h"
#include "trainer/models/factorization_machine/factorization_start.h"
#include "trainer/models/learning_checkpoint.h"

namespace customer2vec {

// What is learned from; views that outlive the training.
struct FactorizationData {
  const Corpus& corpus;
  const Catalogue& catalogue;      // of the corpus's items
  std::vector<size_t> attributes;  // numbers of the catalogue's that are used
  // The customers' own attributes: rows of one table of values, by customer.
  std::vector<std::vector<uint32_t>> customer_values;  // or empty
  size_t customer_value_count = 0;
};

// After each epoch. One that was gone on with tells of its part since.
struct FactorizationProgress {
  int epoch = 0;  // from 1
  int epochs = 0;
  double loss = 0;  // mean over the epoch's positives and negatives
  double seconds = 0;
  double seconds_left = 0;
};

struct FactorizationOptions {
  uint64_t seed = 1;
  size_t threads = 1;
  std::function<void(const FactorizationProgress&)> progress = {};
  // Where parameters start, of the rows of this run; null: anew.
  const FactorizationStart* start = nullptr;
  // Asked after every 16 customers; may be null.
  LearningCheckpoint* checkpoint = nullptr;
};

// INVALID_ARGUMENT for a configuration out of range; FAILED_PRECONDITION when
// fewer than two items have min_count baskets or training diverged; otherwise
// what the checkpoint returned. The model's popularity weight is the
// configuration's.
absl::StatusOr<FactorizationMachineModel> TrainFactorizationMachine(
    const FactorizationData& data, const v1::FactorizationMachineConfig& config,
    const FactorizationOptions& options);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_FACTORIZATION_MACHINE_FACTORIZATION_MACHINE_TRAINER_H_
