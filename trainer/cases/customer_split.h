// The next basket of some customers: the protocol next_basket, of "A Next
// Basket Recommendation Reality Check" (Li et al. 2023).
//
//   const CustomerSplit split =
//       SplitCustomers(corpus, {.test_share = 0.2, .seed = 1});
//   // learn from split.training, choose on split.validation, ask split.test
//
// A part of the customers is tested and a part of the others validates: their
// last baskets are asked for and not learned from, and one training corpus
// serves both. The other customers' last baskets are what the benchmark's
// neural models learn to predict and its nearest-neighbour models leave aside.
// Customers with one basket are only learned from.
//
// Customers keep their rows; items are ranked anew. Pure; thread-safe.

#ifndef CUSTOMER2VEC_TRAINER_CASES_CUSTOMER_SPLIT_H_
#define CUSTOMER2VEC_TRAINER_CASES_CUSTOMER_SPLIT_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "trainer/corpus/corpus.h"
#include "trainer/evaluation/protocols/protocol_split.h"

namespace customer2vec {

struct CustomerSplitOptions {
  double test_share = 0.2;          // of the customers, in (0, 1)
  double validation_share = 0.1;    // of the others, in [0, 1)
  bool learn_last_baskets = false;  // of customers that are not asked
  // Rows of the customers that are tested, instead of a share.
  std::optional<std::vector<uint32_t>> tested = std::nullopt;
  uint64_t seed = 1;
};

struct CustomerSplit {
  Corpus training;
  std::vector<ProtocolCase> validation;  // by customer
  std::vector<ProtocolCase> test;
};

CustomerSplit SplitCustomers(const Corpus& corpus,
                             const CustomerSplitOptions& options);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_CASES_CUSTOMER_SPLIT_H_
