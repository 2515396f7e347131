// Makes a payment network whose structure is known, so that tests and
// demonstrations know the truth that a model of the graph should find.
//
//   C2V_ASSIGN_OR_RETURN(PaymentCounts counts,
//                        GeneratePayments({.entities = 5000}, "network"));
//
// Writes (with the suffix .gz on request):
//
//   payments.csv       payer,payee,amount,paid_at
//   usage.csv          entity_id,order_id,service_id,used_at
//   services.csv       service_id,name
//   truth.csv          entity_id,industry,behavior
//   service_truth.csv  service_id,kind,group,rank
//
// What the truth means: trainer/generate/payment_world.h. A partner is paid
// 1 time and a geometric number more, over a year; amounts are log-normal and
// grow with the payer. An entity places 2 orders and a geometric number more,
// each of 1 service and a geometric number more; 7 services in 10 are new to
// it.
//
// The same options give the same bytes. Memory: the world and one entity.

#ifndef CUSTOMER2VEC_TRAINER_GENERATE_PAYMENT_GENERATOR_H_
#define CUSTOMER2VEC_TRAINER_GENERATE_PAYMENT_GENERATOR_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "trainer/generate/payment_world.h"

namespace customer2vec {

struct PaymentCounts {
  uint64_t payments = 0;
  uint64_t orders = 0;
  uint64_t lines = 0;  // services of orders
};

// Makes `folder`, whole or not at all (see generated_folder.h).
// INVALID_ARGUMENT for bad options.
absl::StatusOr<PaymentCounts> GeneratePayments(const PaymentOptions& options,
                                               const std::string& folder);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_GENERATE_PAYMENT_GENERATOR_H_
