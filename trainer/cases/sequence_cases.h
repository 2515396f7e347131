// Cases from the ends of sequences: the protocol leave_one_out, and session
// where the run's own last baskets are the test.
//
//   ProtocolSplit split = HoldOutLastItems(corpus, {.held_out = 1, .asked =
//   1}); ProtocolSplit sessions =
//       HoldOutLastBasketsAsSessions(corpus, {.share = 0.1});
//
// Targets that training lacks stay asked for, and are missed. Customers keep
// their rows; items are ranked anew by training baskets. Pure; thread-safe;
// deterministic by seed.

#ifndef CUSTOMER2VEC_TRAINER_CASES_SEQUENCE_CASES_H_
#define CUSTOMER2VEC_TRAINER_CASES_SEQUENCE_CASES_H_

#include <cstddef>
#include <cstdint>

#include "trainer/corpus/corpus.h"
#include "trainer/evaluation/protocols/protocol_split.h"

namespace customer2vec {

struct LastItems {
  bool of_baskets = false;  // sequences are baskets, else customers
  size_t held_out = 1;      // items at the end that are not learned from, >= 1
  size_t asked = 1;         // which from the end is asked for, <= held_out
  size_t max_events = 0;    // last items before it that are shown; 0: all
  double share = 1;         // of the sequences that are cut, drawn by the seed;
                            // the others are learned from whole
  uint64_t seed = 1;
};

// Sequences of at least held_out + 1 items lose their last ones and are asked
// for one of them. A customer's sequence is that of their baskets, one after
// another; baskets that lose all their items leave.
ProtocolSplit HoldOutLastItems(const Corpus& corpus, const LastItems& options);

struct LastBaskets {
  double share = 0.1;           // of the baskets, the last ones, in (0, 1)
  size_t max_cases = SIZE_MAX;  // drawn by the seed where there are more
  // Items that training lacks leave the sessions, as published preprocessing
  // has it; else they stay.
  bool only_known = false;
  uint64_t seed = 1;
};

// Every proper prefix of the last baskets asks for its next item. Baskets are
// ordered by time; those of one time by their place in the corpus.
ProtocolSplit HoldOutLastBasketsAsSessions(const Corpus& corpus,
                                           const LastBaskets& options);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_CASES_SEQUENCE_CASES_H_
