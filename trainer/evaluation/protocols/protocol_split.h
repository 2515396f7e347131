// A published evaluation protocol, brought to one form: what may be learned
// from, and cases that ask for what came next.
//
//   C2V_ASSIGN_OR_RETURN(ProtocolSplit split, ReadSessionPrefixes(folder));
//   // learn from split.training, then for each case:
//   scorer.Rank({.events = EventsOf(each, &events), .customer =
//                CustomerOf(each)}, {.k = 20}, &top);
//
// Rows of cases are those of `training`, whose vocabulary also holds items that
// are only asked for: nothing is dropped because a model cannot know it, it is
// missed. Each protocol has a file of its own, which says where it comes from.

#ifndef CUSTOMER2VEC_TRAINER_EVALUATION_PROTOCOLS_PROTOCOL_SPLIT_H_
#define CUSTOMER2VEC_TRAINER_EVALUATION_PROTOCOLS_PROTOCOL_SPLIT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "trainer/corpus/corpus.h"

namespace customer2vec {

struct ProtocolCase {
  std::vector<uint32_t> events;     // rows, oldest first, repeats included
  uint32_t customer = kNoCustomer;  // row
  std::vector<uint32_t> targets;    // rows, ascending, distinct, not empty
  // Whose case it is where the query does not say; pairs cases of several runs.
  uint32_t subject = kNoCustomer;
  // What may be learned of the customer: baskets, or events where all baskets
  // are one sequence.
  uint32_t history = 0;
};

struct ProtocolSplit {
  Corpus training;
  std::vector<ProtocolCase> cases;
};

// The customer as a query names it.
inline std::optional<uint32_t> CustomerOf(const ProtocolCase& each) {
  if (each.customer == kNoCustomer) return std::nullopt;
  return each.customer;
}

// Cases that go along while a training corpus is built: items by id.
struct NamedCase {
  std::vector<std::string> events;
  std::string customer;  // empty for nobody
  std::vector<std::string> targets;
};

// `training` with the cases' ids turned into rows. REQUIRES: the corpus knows
// every id.
ProtocolSplit ResolveCases(Corpus training,
                           const std::vector<NamedCase>& cases);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_EVALUATION_PROTOCOLS_PROTOCOL_SPLIT_H_
