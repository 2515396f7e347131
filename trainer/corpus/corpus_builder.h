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
// Memory, beside the ids: 4 bytes a line and 8 each time a line is of another
// basket than the one before (4 more a line where positions are used, 8 more
// where there are prices), and 16 a basket, while rows come. Build() lets go of
// them while it fills the arrays of the corpus; beside those it takes 12 bytes
// a basket and, where positions are used, 4 a line. Not thread-safe.

#ifndef CUSTOMER2VEC_TRAINER_CORPUS_CORPUS_BUILDER_H_
#define CUSTOMER2VEC_TRAINER_CORPUS_CORPUS_BUILDER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
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

  size_t line_count() const { return line_count_; }

  Corpus Build() &&;

 private:
  static constexpr size_t kBlockLines = 1 << 16;

  // Lines of one basket that came one after another.
  struct Run {
    uint32_t basket;  // number in orders_
    uint32_t lines;
  };
  // Lines as they came. Blocks, since they are filled one by one and let go of
  // one by one, and never move.
  struct LineBlock {
    std::vector<Run> runs;
    std::unique_ptr<uint32_t[]> items;      // numbers in items_
    std::unique_ptr<uint32_t[]> positions;  // null while all are 0
    std::unique_ptr<Paid[]> paid;           // null while none has a price
  };
  struct Basket {
    uint32_t customer;  // number in customers_, then row; or kNoCustomer
    uint32_t lines;
    int64_t time;
  };

  absl::string_view CustomerOf(uint32_t order) const;
  uint32_t BasketOf(const Interaction& interaction);
  void AddLine(uint32_t basket, const Interaction& interaction);
  void FillCustomers(CorpusArrays& arrays);
  std::vector<uint32_t> SortedBaskets(const CorpusArrays& arrays) const;
  void FillBaskets(CorpusArrays& arrays);
  void FillLines(std::vector<uint64_t> next, CorpusArrays& arrays);
  void FillItems(CorpusArrays& arrays) const;
  std::vector<uint32_t> SortedItems(const CorpusArrays& arrays) const;

  const bool has_times_;
  const bool keep_repeats_;
  const bool absolute_times_;
  StringInterner items_;
  StringInterner customers_;
  StringInterner orders_;
  std::vector<Basket> baskets_;  // by number in orders_
  uint32_t last_basket_ = 0;     // of the line before
  std::vector<LineBlock> blocks_;
  size_t line_count_ = 0;
  bool has_positions_ = false;
  bool has_prices_ = false;
};

// Whether id `a` stands before `b` among baskets of one time.
[[nodiscard]] bool BasketIdLess(absl::string_view a, absl::string_view b);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_CORPUS_CORPUS_BUILDER_H_
