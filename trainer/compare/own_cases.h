// Evaluation protocols over the run's own data, brought to the form of the
// published ones.
//
//   C2V_ASSIGN_OR_RETURN(OwnProtocol protocol,
//   ParseOwnProtocol("hidden_item")); ProtocolSplit split = SplitBy(protocol,
//   corpus, {.min_count = 5, .seed = 1});
//
// Each customer's last basket is held out:
//
//  - last_basket: what a customer takes next. The case is the customer, the
//    targets are the basket's items.
//  - hidden_item: what else is in the basket. One item, uniform by the seed, is
//    hidden from baskets of three items and more; the others are the events.
//  - next_item: what comes next in a sequence. The basket's last item is the
//    target, the items before it are the events; where it stands alone, the
//    items of the customer's earlier baskets are, oldest first
//    (leave-one-out).
//
// Items in fewer than `min_count` training baskets are not asked for. Pure;
// thread-safe.

#ifndef CUSTOMER2VEC_TRAINER_COMPARE_OWN_CASES_H_
#define CUSTOMER2VEC_TRAINER_COMPARE_OWN_CASES_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "trainer/corpus/corpus.h"
#include "trainer/evaluation/protocols/protocol_split.h"

namespace customer2vec {

enum class OwnProtocol { kLastBasket, kHiddenItem, kNextItem };

// INVALID_ARGUMENT, with the names there are, for another one.
absl::StatusOr<OwnProtocol> ParseOwnProtocol(absl::string_view name);

// Whether a ranking leaves out what the case shows.
bool ExcludesEvents(OwnProtocol protocol);

struct OwnCaseOptions {
  uint32_t min_count = 5;
  uint64_t seed = 1;
};

// Customers keep their rows; items are ranked anew by training baskets.
ProtocolSplit SplitBy(OwnProtocol protocol, const Corpus& corpus,
                      const OwnCaseOptions& options);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_COMPARE_OWN_CASES_H_
