// Cases from each customer's last basket, which is held out: the protocols
// last_basket, hidden_item and next_item of
// customer2vec/v1/evaluation_protocol.proto, which tells what each asks.
//
//   ProtocolSplit split = SplitByHiddenItem(corpus, {.min_count = 5, .seed =
//   1});
//   // learn from split.training, ask split.cases
//
// Items in fewer than `min_count` training baskets are not asked for. Customers
// keep their rows; items are ranked anew by training baskets. Pure;
// thread-safe.

#ifndef CUSTOMER2VEC_TRAINER_CASES_OWN_CASES_H_
#define CUSTOMER2VEC_TRAINER_CASES_OWN_CASES_H_

#include <cstdint>

#include "trainer/corpus/corpus.h"
#include "trainer/evaluation/protocols/protocol_split.h"

namespace customer2vec {

struct OwnCaseOptions {
  uint32_t min_count = 5;
  uint64_t seed = 1;  // of the items that are hidden
};

ProtocolSplit SplitByLastBasket(const Corpus& corpus,
                                const OwnCaseOptions& options);
ProtocolSplit SplitByHiddenItem(const Corpus& corpus,
                                const OwnCaseOptions& options);
ProtocolSplit SplitByNextItem(const Corpus& corpus,
                              const OwnCaseOptions& options);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_CASES_OWN_CASES_H_
