// The shop's history as every model reads it: baskets of item rows, in time
// order, grouped by customer.
//
//   Corpus corpus = ...;
//   for (uint32_t row = 0; row < corpus.customer_count(); ++row) {
//     for (size_t basket : corpus.BasketsOf(row)) {
//       for (uint32_t item : corpus.Items(basket)) Count(item);
//     }
//   }
//
// Rows and order:
//  - items are rows of one vocabulary, ordered by how many baskets hold them,
//    most first, ties by id; so the items with at least `min_count` baskets are
//    a prefix;
//  - customers are rows ordered by id; a customer's baskets are neighbours,
//    ordered by (time, basket id); baskets without a customer stand after all
//    customers', in order of (time, basket id);
//  - an item stands once in a basket, at its first line; a corpus read with
//    ORDER_REPEATS_KEEP holds all its lines, in their order. Either way
//    basket_counts() counts a basket once.
//
// Memory: 4 bytes an item of a basket, 8 more where lines have prices, 20 bytes
// a basket. Immutable and safe
// for concurrent reads; move-only.

#ifndef CUSTOMER2VEC_TRAINER_CORPUS_CORPUS_H_
#define CUSTOMER2VEC_TRAINER_CORPUS_CORPUS_H_

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <span>
#include <string>
#include <vector>

namespace customer2vec {

// A basket without a customer.
inline constexpr uint32_t kNoCustomer = UINT32_MAX;

// What a basket's lines say was paid for an item: the sum of the prices of
// those whose price and quantity are above 0, and of their quantities.
struct Paid {
  float price = 0;
  float quantity = 0;
};

// The arrays of a corpus. All offsets start at 0 and end with the total.
struct CorpusArrays {
  std::vector<std::string> item_ids;      // by item row
  std::vector<std::string> customer_ids;  // by customer row
  std::vector<uint32_t> items;            // item rows, basket after basket
  std::vector<uint64_t> basket_offsets;   // into items; size baskets + 1
  std::vector<int64_t> basket_times;      // Unix seconds, or the order's number
                                          // where the data has no time
  std::vector<uint32_t> basket_customers;  // customer row or kNoCustomer
  std::vector<uint64_t> customer_offsets;  // into baskets; size customers + 1
  std::vector<float> item_prices;  // mean unit price by item row, 0 where
                                   // unknown; empty without any. With `paid`,
                                   // the corpus computes it
  bool has_times = true;           // whether basket_times are the clock's
  std::vector<int64_t> horizons =
      {};                       // by customer row, see Corpus::Horizon();
                                // empty where nothing was held out
  std::vector<Paid> paid = {};  // as items; empty where no line has a price
};

// The numbers of baskets that are neighbours: first, first + 1, ... A view by
// value, for loops and for the standard containers' habits.
class BasketRange {
 public:
  class Iterator {
   public:
    using iterator_category = std::forward_iterator_tag;
    using value_type = size_t;
    using difference_type = std::ptrdiff_t;
    using pointer = const size_t*;
    using reference = const size_t&;

    Iterator() = default;
    explicit Iterator(size_t basket) : basket_(basket) {}
    const size_t& operator*() const { return basket_; }
    Iterator& operator++() {
      ++basket_;
      return *this;
    }
    Iterator operator++(int) { return Iterator(basket_++); }
    bool operator==(const Iterator&) const = default;

   private:
    size_t basket_ = 0;
  };
  using value_type = size_t;
  using const_iterator = Iterator;

  BasketRange(size_t first, size_t end) : first_(first), end_(end) {}

  Iterator begin() const { return Iterator(first_); }
  Iterator end() const { return Iterator(end_); }
  size_t size() const { return end_ - first_; }
  bool empty() const { return first_ == end_; }
  size_t operator[](size_t i) const { return first_ + i; }
  // REQUIRES: not empty().
  size_t front() const { return first_; }
  size_t back() const { return end_ - 1; }

 private:
  size_t first_;
  size_t end_;
};

class Corpus {
 public:
  // The horizon of a customer of whom everything is known.
  static constexpr int64_t kNoHorizon = INT64_MAX;

  Corpus() : Corpus(CorpusArrays{{}, {}, {}, {0}, {}, {}, {0}, {}}) {}
  explicit Corpus(CorpusArrays arrays);
  Corpus(Corpus&&) = default;
  Corpus& operator=(Corpus&&) = default;

  size_t item_count() const { return arrays_.item_ids.size(); }
  size_t customer_count() const { return arrays_.customer_ids.size(); }
  size_t basket_count() const { return arrays_.basket_times.size(); }
  size_t token_count() const { return arrays_.items.size(); }

  std::span<const uint32_t> Items(size_t basket) const {
    return std::span(arrays_.items)
        .subspan(arrays_.basket_offsets[basket],
                 arrays_.basket_offsets[basket + 1] -
                     arrays_.basket_offsets[basket]);
  }
  int64_t Time(size_t basket) const { return arrays_.basket_times[basket]; }
  uint32_t Customer(size_t basket) const {
    return arrays_.basket_customers[basket];
  }
  // Basket numbers of the customer, oldest first.
  BasketRange BasketsOf(uint32_t customer) const {
    return {arrays_.customer_offsets[customer],
            arrays_.customer_offsets[customer + 1]};
  }

  // Baskets that hold each item, by row. Descending for a corpus as read; a cut
  // (see Select) keeps the rows and so may not be.
  const std::vector<uint32_t>& basket_counts() const { return basket_counts_; }
  // What a piece of the item cost on average in these baskets: the sum of what
  // was paid over the sum of quantities. 0 where no line told.
  float MeanPrice(uint32_t item) const {
    return arrays_.item_prices.empty() ? 0 : arrays_.item_prices[item];
  }
  const CorpusArrays& arrays() const { return arrays_; }

  // Whether Time() is the clock's, to compare with times of other data.
  bool has_times() const { return arrays_.has_times; }

  // The time from which on nothing may be known of the customer, because a
  // basket of theirs was held out: models that read more than baskets keep to
  // it, and say so where they cannot. None where baskets have no times.
  int64_t Horizon(uint32_t customer) const {
    return has_times() ? FirstHeldOut(customer) : kNoHorizon;
  }
  // Time() of the customer's first basket that was held out, an order's number
  // where baskets have no times; kNoHorizon where all are here.
  int64_t FirstHeldOut(uint32_t customer) const {
    return arrays_.horizons.empty() ? kNoHorizon : arrays_.horizons[customer];
  }
  // Whether a basket of some customer was held out.
  bool IsCut() const;

  // The same rows with only the baskets for which `keep[basket]` is true: how
  // evaluation cuts training data. Customers may end without baskets. Prices
  // are those of the lines that stay (`item_prices` without `paid` stay as
  // given). REQUIRES: keep.size() == basket_count().
  Corpus Select(const std::vector<bool>& keep) const;

 private:
  // Empty arrays with room for the baskets that are kept, so that a cut of a
  // large corpus takes no more than it holds.
  CorpusArrays RoomFor(const std::vector<bool>& keep) const;

  CorpusArrays arrays_;
  std::vector<uint32_t> basket_counts_;
};

// Appends the first `count` items of a basket of `from`, with all that is known
// of it, as a basket of `to`. REQUIRES: it has as many.
void AppendBasket(const CorpusArrays& from, size_t basket, size_t count,
                  CorpusArrays& to);

// Rows of items in at least `min_count` baskets: [0, this). REQUIRES: rows
// ranked by count, as those of a corpus as read and of a cut are.
size_t VocabularySize(const Corpus& corpus, uint32_t min_count);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_CORPUS_CORPUS_H_
