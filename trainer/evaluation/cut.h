// Cuts a corpus into what may be learned from and what is asked for.
//
//   Cut test = HoldOutLastBaskets(corpus);
//   Cut validation = HoldOutLastBaskets(test.training);
//   // choose parameters on `validation`, refit on test.training, measure on
//   `test`
//
// Each customer's last basket leaves the training data. Baskets without a
// customer stay. Items that nobody buys any more keep a row, with count 0.
//
// Rows of the cut are ranked anew by the baskets that are left, so that here
// too the items with at least `min_count` baskets are a prefix; customers keep
// their rows. Pure functions; thread-safe.

#ifndef CUSTOMER2VEC_TRAINER_EVALUATION_CUT_H_
#define CUSTOMER2VEC_TRAINER_EVALUATION_CUT_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "trainer/corpus/corpus.h"

namespace customer2vec {

// The last basket of a customer who has earlier ones.
struct HeldOutBasket {
  uint32_t customer;            // row
  std::vector<uint32_t> items;  // rows of Cut::training, as in the basket
};

struct Cut {
  Corpus training;
  std::vector<HeldOutBasket> held_out;  // by customer
};

Cut HoldOutLastBaskets(const Corpus& corpus);

// The same baskets with items ranked anew by how many baskets hold them, as a
// corpus as read has them.
struct RankedCorpus {
  Corpus corpus;
  std::vector<uint32_t> row_of;  // new row by old row
};
RankedCorpus RankItems(const Corpus& corpus);

// What the customer buys next: `targets` are the distinct items of the held-out
// basket below `vocabulary`, ascending; a case has at least one.
struct CustomerCase {
  uint32_t customer;
  std::vector<uint32_t> targets;
};
std::vector<CustomerCase> CustomerCases(const Cut& cut, size_t vocabulary);

// What else is in the basket: one of its items, drawn uniformly by `seed`, is
// hidden. A case needs at least three items below `vocabulary`.
struct SessionCase {
  uint32_t customer;
  std::vector<uint32_t> session;  // the others, in the basket's order
  uint32_t target;
};
std::vector<SessionCase> SessionCases(const Cut& cut, size_t vocabulary,
                                      uint64_t seed);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_EVALUATION_CUT_H_
