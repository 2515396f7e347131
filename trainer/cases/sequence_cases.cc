#include "trainer/cases/sequence_cases.h"

#include <algorithm>
#include <numeric>
#include <span>
#include <utility>
#include <vector>

#include "core/base/random.h"
#include "trainer/evaluation/cut.h"

namespace customer2vec {
namespace {

// Baskets that follow one another, and how many items they have.
struct Sequence {
  uint32_t customer = kNoCustomer;
  size_t first = 0;
  size_t end = 0;
  size_t items = 0;
};

std::vector<Sequence> SequencesOf(const Corpus& corpus, bool of_baskets) {
  std::vector<Sequence> sequences;
  const auto add = [&](uint32_t customer, size_t first, size_t end) {
    const auto& offsets = corpus.arrays().basket_offsets;
    sequences.push_back({customer, first, end,
                         static_cast<size_t>(offsets[end] - offsets[first])});
  };
  if (of_baskets) {
    for (size_t basket = 0; basket < corpus.basket_count(); ++basket) {
      add(corpus.Customer(basket), basket, basket + 1);
    }
    return sequences;
  }
  for (uint32_t customer = 0; customer < corpus.customer_count(); ++customer) {
    const auto& offsets = corpus.arrays().customer_offsets;
    add(customer, offsets[customer], offsets[customer + 1]);
  }
  return sequences;
}

// Its items stand side by side in the corpus.
std::span<const uint32_t> ItemsOf(const Corpus& corpus,
                                  const Sequence& sequence) {
  return std::span(corpus.arrays().items)
      .subspan(corpus.arrays().basket_offsets[sequence.first], sequence.items);
}

// The sequences that are cut.
std::vector<Sequence> Drawn(const std::vector<Sequence>& sequences,
                            const LastItems& options) {
  Random random(options.seed);
  std::vector<Sequence> drawn;
  for (const Sequence& sequence : sequences) {
    const bool wanted = options.share >= 1 || random.Uniform() < options.share;
    if (wanted && sequence.items > options.held_out) drawn.push_back(sequence);
  }
  return drawn;
}

// Takes `count` items away from the end of the sequence.
void Shorten(const Corpus& corpus, const Sequence& sequence, size_t count,
             std::vector<size_t>* kept) {
  for (size_t basket = sequence.end; count > 0; --basket) {
    const size_t taken = std::min(count, corpus.Items(basket - 1).size());
    (*kept)[basket - 1] -= taken;
    count -= taken;
  }
}

// The first kept[basket] items of each basket; baskets without any leave. As
// Corpus::Select() has it, nothing is known of a customer from the time on at
// which they were cut.
Corpus Shortened(const Corpus& corpus, const std::vector<size_t>& kept) {
  const CorpusArrays& from = corpus.arrays();
  CorpusArrays to{from.item_ids,    from.customer_ids, {}, {0}, {}, {}, {0},
                  from.item_prices, from.has_times};
  if (!from.paid.empty()) to.item_prices.assign(from.item_ids.size(), 0);
  size_t basket = 0;
  const auto append_until = [&](size_t end, int64_t* horizon) {
    for (; basket < end; ++basket) {
      if (horizon != nullptr && kept[basket] < corpus.Items(basket).size()) {
        *horizon = std::min(*horizon, corpus.Time(basket));
      }
      if (kept[basket] > 0) AppendBasket(from, basket, kept[basket], to);
    }
  };
  for (uint32_t row = 0; row < corpus.customer_count(); ++row) {
    int64_t horizon = corpus.FirstHeldOut(row);
    append_until(from.customer_offsets[row + 1], &horizon);
    to.horizons.push_back(horizon);
    to.customer_offsets.push_back(to.basket_times.size());
  }
  append_until(corpus.basket_count(), nullptr);
  return Corpus(std::move(to));
}

// Baskets of the customer whose basket it is, or events of the sequence.
uint32_t HistoryOf(const Corpus& corpus, const Sequence& sequence,
                   const LastItems& options) {
  if (options.of_baskets && sequence.customer != kNoCustomer) {
    return static_cast<uint32_t>(corpus.BasketsOf(sequence.customer).size());
  }
  return static_cast<uint32_t>(sequence.items - options.held_out);
}

ProtocolCase AskedOf(const Corpus& corpus, const Sequence& sequence,
                     const LastItems& options,
                     const std::vector<uint32_t>& row_of) {
  const auto items = ItemsOf(corpus, sequence);
  const size_t place = items.size() - options.asked;
  const size_t shown =
      options.max_events == 0 ? place : std::min(place, options.max_events);
  ProtocolCase each{.targets = {row_of[items[place]]},
                    .subject = sequence.customer,
                    .history = HistoryOf(corpus, sequence, options)};
  for (const uint32_t item : items.subspan(place - shown, shown)) {
    each.events.push_back(row_of[item]);
  }
  return each;
}

// The number of each basket, the earliest first.
std::vector<size_t> ByTime(const Corpus& corpus) {
  std::vector<size_t> order(corpus.basket_count());
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) {
    return corpus.Time(a) < corpus.Time(b);
  });
  return order;
}

// Leaves `count` of the cases, in their order.
void Sample(size_t count, uint64_t seed, std::vector<ProtocolCase>* cases) {
  Random random(seed);
  std::vector<ProtocolCase> kept;
  size_t wanted = std::min(count, cases->size());
  for (size_t i = 0; i < cases->size(); ++i) {
    const auto left = static_cast<uint32_t>(cases->size() - i);
    if (random.Below(left) >= wanted) continue;
    kept.push_back(std::move((*cases)[i]));
    --wanted;
  }
  *cases = std::move(kept);
}

// Its cases' items are rows of `training`.
void AddPrefixes(const Corpus& training, uint32_t customer,
                 std::vector<uint32_t> items, bool only_known,
                 std::vector<ProtocolCase>* cases) {
  if (only_known) {
    std::erase_if(items, [&](uint32_t item) {
      return training.basket_counts()[item] == 0;
    });
  }
  const size_t history =
      customer == kNoCustomer ? 0 : training.BasketsOf(customer).size();
  for (size_t i = 1; i < items.size(); ++i) {
    cases->push_back({.events = {items.begin(), items.begin() + i},
                      .customer = customer,
                      .targets = {items[i]},
                      .history = static_cast<uint32_t>(history)});
  }
}

}  // namespace

ProtocolSplit HoldOutLastItems(const Corpus& corpus, const LastItems& options) {
  const std::vector<Sequence> sequences =
      Drawn(SequencesOf(corpus, options.of_baskets), options);
  std::vector<size_t> kept(corpus.basket_count());
  for (size_t i = 0; i < kept.size(); ++i) kept[i] = corpus.Items(i).size();
  for (const Sequence& sequence : sequences) {
    Shorten(corpus, sequence, options.held_out, &kept);
  }
  RankedCorpus ranked = RankItems(Shortened(corpus, kept));
  ProtocolSplit split;
  for (const Sequence& sequence : sequences) {
    split.cases.push_back(AskedOf(corpus, sequence, options, ranked.row_of));
  }
  split.training = std::move(ranked.corpus);
  return split;
}

ProtocolSplit HoldOutLastBasketsAsSessions(const Corpus& corpus,
                                           const LastBaskets& options) {
  const std::vector<size_t> order = ByTime(corpus);
  const auto held_out =
      static_cast<size_t>(options.share * static_cast<double>(order.size()));
  const auto last = std::span(order).last(held_out);
  std::vector<bool> keep(corpus.basket_count(), true);
  for (const size_t basket : last) keep[basket] = false;
  RankedCorpus ranked = RankItems(corpus.Select(keep));
  ProtocolSplit split;
  for (const size_t basket : last) {
    std::vector<uint32_t> items;
    for (const uint32_t item : corpus.Items(basket)) {
      items.push_back(ranked.row_of[item]);
    }
    AddPrefixes(ranked.corpus, corpus.Customer(basket), std::move(items),
                options.only_known, &split.cases);
  }
  if (split.cases.size() > options.max_cases) {
    Sample(options.max_cases, options.seed, &split.cases);
  }
  split.training = std::move(ranked.corpus);
  return split;
}

}  // namespace customer2vec
