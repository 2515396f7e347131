// From rows of interactions, in whatever order they come, to a Corpus.
//
//   CorpusBuilder builder(/*has_times=*/true);
//   builder.AddItem("milk");        // of the catalogue, perhaps never taken
//   while (reader.Next()) {
//     if (!builder.Add(reader.interaction())) {
//       // the order belongs to another customer: CustomerOf() says to whom
//     }
//   }
//   Corpus corpus = std::move(builder).Build();
//
// What makes a basket:
//  - an order is one basket of one customer; its lines may be scattered over
//    the files;
//  - its time is that of its earliest line; without times, its number in the
//    order in which baskets first appear, from 0;
//  - its items stand by `position`, then in the order read, each at its first
//    line, or at each of its lines where repeats are kept.
//
// An item's mean price is the sum of its lines' prices over the sum of their
// quantities, of the lines where both are above 0.
//
// Baskets of a customer are ordered by (time, basket id). Ids are compared
// shorter first, then bytewise: so numbers, as ids mostly are, stand in
// numeric order. The result depends on the rows and, only where positions or
// times are equal or missing, on their order.
//
// Memory, beside the ids: 8 bytes a line (4 more where positions are used, 8
// more where there are prices) and 16 a basket while rows come; Build() adds
// the arrays of the corpus and 4 bytes a line. Not thread-safe.

#ifndef CUSTOMER2VEC_TRAINER_CORPUS_CORPUS_BUILDER_H_
#define CUSTOMER2VEC_TRAINER_CORPUS_CORPUS_BUILDER_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/strings/string_view.h"
#include "trainer/base/string_interner.h"
#include "trainer/corpus/corpus.h"
#include "trainer/data/interaction_reader.h"

namespace customer2vec {

class CorpusBuilder {
 public:
  // `absolute_times` says that times are those of the clock, to compare with
  // those of other data; an Instacart folder only knows gaps between orders.
  explicit CorpusBuilder(bool has_times, bool keep_repeats = false,
                         bool absolute_times = true)
      : has_times_(has_times),
        keep_repeats_(keep_repeats),
        absolute_times_(has_times && absolute_times) {}

  // Makes an item known that may never be taken.
  void AddItem(absl::string_view item) { items_.Intern(item); }

  // Adds one line. False, and nothing is added, when its order belongs to
  // another customer (or to nobody, or the line to nobody).
  [[nodiscard]] bool Add(const Interaction& interaction);

  // The customer of an order that was added; empty when it has none.
  absl::string_view CustomerOf(absl::string_view order) const;

  size_t line_count() const { return lines_.size(); }

  Corpus Build() &&;

 private:
  struct Line {
    uint32_t basket;  // number in orders_
    uint32_t item;    // number in items_
  };
  struct Basket {
    uint32_t customer;  // number in customers_, then row; or kNoCustomer
    uint32_t lines;
    int64_t time;
  };
  // Lines of all baskets, basket after basket, by number.
  struct Grouped {
    std::vector<uint64_t> offsets;
    std::vector<uint32_t> items;
    std::vector<Paid> paid;  // as items; empty without prices
  };

  absl::string_view CustomerOf(uint32_t order) const;
  uint32_t AddBasket(const Interaction& interaction);
  void NotePosition(uint32_t position);
  void NotePrice(const Interaction& interaction);
  Grouped GroupLines();
  void SortByPosition(const std::vector<uint32_t>& positions,
                      Grouped& grouped) const;
  void DropRepeats(Grouped& grouped) const;
  std::vector<uint32_t> CountBaskets(const Grouped& grouped) const;
  std::vector<uint32_t> SortedItems(const Grouped& grouped) const;
  std::vector<uint32_t> SortedCustomers() const;
  std::vector<uint32_t> SortedBaskets() const;
  void FillCustomers(CorpusArrays& arrays);
  void FillBaskets(const Grouped& grouped,
                   const std::vector<uint32_t>& item_rows,
                   CorpusArrays& arrays) const;

  const bool has_times_;
  const bool keep_repeats_;
  const bool absolute_times_;
  StringInterner items_;
  StringInterner customers_;
  StringInterner orders_;
  std::vector<Basket> baskets_;  // by number in orders_
  std::vector<Line> lines_;
  std::vector<uint32_t> positions_;  // by line; empty while all are 0
  std::vector<Paid> paid_;           // by line; empty while none has a price
};

// Whether id `a` stands before `b` among baskets of one time.
[[nodiscard]] bool BasketIdLess(absl::string_view a, absl::string_view b);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_CORPUS_CORPUS_BUILDER_H_
