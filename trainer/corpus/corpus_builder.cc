#include "trainer/corpus/corpus_builder.h"

#include <algorithm>
#include <numeric>
#include <optional>
#include <span>
#include <utility>

namespace customer2vec {
namespace {

// 0, 1, 2, ...
std::vector<uint32_t> Numbers(size_t count) {
  std::vector<uint32_t> numbers(count);
  std::iota(numbers.begin(), numbers.end(), 0);
  return numbers;
}

// The place of each number in `order`.
std::vector<uint32_t> Places(const std::vector<uint32_t>& order) {
  std::vector<uint32_t> places(order.size());
  for (uint32_t place = 0; place < order.size(); ++place) {
    places[order[place]] = place;
  }
  return places;
}

// Stably sorts the lines of each basket by position.
void SortByPosition(std::span<const uint32_t> positions, CorpusArrays& arrays) {
  struct PlacedLine {
    uint32_t position;
    uint32_t item;
    Paid paid;
  };
  const auto earlier = [](const PlacedLine& a, const PlacedLine& b) {
    return a.position < b.position;
  };
  const bool has_prices = !arrays.paid.empty();
  std::vector<PlacedLine> lines;
  for (size_t basket = 0; basket + 1 < arrays.basket_offsets.size(); ++basket) {
    const uint64_t begin = arrays.basket_offsets[basket];
    lines.clear();
    for (uint64_t i = begin; i < arrays.basket_offsets[basket + 1]; ++i) {
      lines.push_back({positions[i], arrays.items[i],
                       has_prices ? arrays.paid[i] : Paid{}});
    }
    if (std::is_sorted(lines.begin(), lines.end(), earlier)) continue;
    std::stable_sort(lines.begin(), lines.end(), earlier);
    for (size_t i = 0; i < lines.size(); ++i) {
      arrays.items[begin + i] = lines[i].item;
      if (has_prices) arrays.paid[begin + i] = lines[i].paid;
    }
  }
}

// Keeps the first line of each item of a basket, and what was paid at all of
// them.
void DropRepeats(size_t item_count, CorpusArrays& arrays) {
  const bool has_prices = !arrays.paid.empty();
  // One more than where the item's last line that was kept is.
  std::vector<uint64_t> kept_at(item_count, 0);
  uint64_t kept = 0;
  uint64_t from = 0;
  for (size_t basket = 0; basket + 1 < arrays.basket_offsets.size(); ++basket) {
    const uint64_t begin = kept;
    const uint64_t to = arrays.basket_offsets[basket + 1];
    for (uint64_t i = from; i < to; ++i) {
      const uint32_t item = arrays.items[i];
      const bool is_repeat = kept_at[item] > begin;
      if (is_repeat && has_prices) {
        Paid& paid = arrays.paid[kept_at[item] - 1];
        paid.price += arrays.paid[i].price;
        paid.quantity += arrays.paid[i].quantity;
      }
      if (is_repeat) continue;
      arrays.items[kept] = item;
      if (has_prices) arrays.paid[kept] = arrays.paid[i];
      kept_at[item] = ++kept;
    }
    from = to;
    arrays.basket_offsets[basket + 1] = kept;
  }
  arrays.items.resize(kept);
  arrays.items.shrink_to_fit();
  if (!has_prices) return;
  arrays.paid.resize(kept);
  arrays.paid.shrink_to_fit();
}

// Baskets that hold each item; a repeat counts no basket twice.
std::vector<uint32_t> CountBaskets(size_t item_count,
                                   const CorpusArrays& arrays) {
  std::vector<uint32_t> counts(item_count);
  std::vector<uint32_t> counted(item_count);  // basket + 1 counted last
  for (uint32_t basket = 0; basket + 1 < arrays.basket_offsets.size();
       ++basket) {
    const uint64_t end = arrays.basket_offsets[basket + 1];
    for (uint64_t i = arrays.basket_offsets[basket]; i < end; ++i) {
      const uint32_t item = arrays.items[i];
      if (counted[item] == basket + 1) continue;
      counted[item] = basket + 1;
      ++counts[item];
    }
  }
  return counts;
}

}  // namespace

bool BasketIdLess(absl::string_view a, absl::string_view b) {
  if (a.size() != b.size()) return a.size() < b.size();
  return a < b;
}

bool CorpusBuilder::Add(const Interaction& interaction) {
  const uint32_t number = BasketOf(interaction);
  Basket& basket = baskets_[number];
  if (basket.lines > 0 && CustomerOf(number) != interaction.customer) {
    return false;
  }
  ++basket.lines;
  if (has_times_) basket.time = std::min(basket.time, interaction.time);
  AddLine(number, interaction);
  last_basket_ = number;
  return true;
}

// The basket of the line's order; a new one has no lines yet. Lines of an order
// are mostly neighbours.
uint32_t CorpusBuilder::BasketOf(const Interaction& interaction) {
  if (!baskets_.empty() && orders_[last_basket_] == interaction.order) {
    return last_basket_;
  }
  const uint32_t number = orders_.Intern(interaction.order);
  if (number < baskets_.size()) return number;
  const uint32_t customer = interaction.customer.empty()
                                ? kNoCustomer
                                : customers_.Intern(interaction.customer);
  baskets_.push_back({customer, 0, has_times_ ? interaction.time : number});
  return number;
}

void CorpusBuilder::AddLine(uint32_t basket, const Interaction& interaction) {
  const size_t at = line_count_++ % kBlockLines;
  if (at == 0) {
    blocks_.emplace_back().items =
        std::make_unique_for_overwrite<uint32_t[]>(kBlockLines);
  }
  LineBlock& block = blocks_.back();
  if (block.runs.empty() || block.runs.back().basket != basket) {
    block.runs.push_back({basket, 0});
  }
  ++block.runs.back().lines;
  block.items[at] = items_.Intern(interaction.item);
  if (interaction.position != 0) {  // most sources pay nothing for positions
    has_positions_ = true;
    if (block.positions == nullptr) {
      block.positions = std::make_unique<uint32_t[]>(kBlockLines);
    }
    block.positions[at] = interaction.position;
  }
  // A gift, a return and a coupon line say nothing about what an item costs.
  if (interaction.price > 0 && interaction.quantity > 0) {
    has_prices_ = true;
    if (block.paid == nullptr) {
      block.paid = std::make_unique<Paid[]>(kBlockLines);
    }
    block.paid[at] = {static_cast<float>(interaction.price),
                      static_cast<float>(interaction.quantity)};
  }
}

absl::string_view CorpusBuilder::CustomerOf(absl::string_view order) const {
  const std::optional<uint32_t> number = orders_.Find(order);
  return number ? CustomerOf(*number) : absl::string_view();
}

absl::string_view CorpusBuilder::CustomerOf(uint32_t order) const {
  const uint32_t customer = baskets_[order].customer;
  return customer == kNoCustomer ? absl::string_view() : customers_[customer];
}

// Orders customers by id, turns the customers of baskets_ into rows, and lets
// go of the ids' table.
void CorpusBuilder::FillCustomers(CorpusArrays& arrays) {
  std::vector<uint32_t> customers = Numbers(customers_.size());
  std::sort(customers.begin(), customers.end(), [this](uint32_t a, uint32_t b) {
    return customers_[a] < customers_[b];
  });
  const std::vector<uint32_t> rows = Places(customers);
  arrays.customer_ids = customers_.Texts(customers);
  arrays.customer_offsets.assign(customers.size() + 1, 0);
  for (Basket& basket : baskets_) {
    if (basket.customer == kNoCustomer) continue;
    basket.customer = rows[basket.customer];
    ++arrays.customer_offsets[basket.customer + 1];
  }
  std::partial_sum(arrays.customer_offsets.begin(),
                   arrays.customer_offsets.end(),
                   arrays.customer_offsets.begin());
  customers_ = {};
}

// Numbers of baskets in the order of the corpus. REQUIRES: baskets hold
// customer rows.
std::vector<uint32_t> CorpusBuilder::SortedBaskets(
    const CorpusArrays& arrays) const {
  std::vector<uint32_t> numbers(baskets_.size());
  // The place of each customer's next basket; the last is that of nobody's.
  std::vector<uint64_t> next = arrays.customer_offsets;
  for (uint32_t basket = 0; basket < baskets_.size(); ++basket) {
    const uint32_t customer = baskets_[basket].customer;
    numbers[customer == kNoCustomer ? next.back()++ : next[customer]++] =
        basket;
  }
  uint64_t begin = 0;
  for (const uint64_t end : next) {
    std::sort(numbers.begin() + begin, numbers.begin() + end,
              [this](uint32_t a, uint32_t b) {
                const Basket& left = baskets_[a];
                const Basket& right = baskets_[b];
                if (left.time != right.time) return left.time < right.time;
                return BasketIdLess(orders_[a], orders_[b]);
              });
    begin = end;
  }
  return numbers;
}

// Fills all of baskets and lines, as numbers of items, and lets go of what they
// are made of. REQUIRES: baskets hold customer rows.
void CorpusBuilder::FillBaskets(CorpusArrays& arrays) {
  std::vector<uint64_t> next(baskets_.size());  // line of each basket
  arrays.basket_offsets.reserve(baskets_.size() + 1);
  arrays.basket_times.reserve(baskets_.size());
  arrays.basket_customers.reserve(baskets_.size());
  arrays.basket_offsets.push_back(0);
  for (const uint32_t number : SortedBaskets(arrays)) {
    const Basket& basket = baskets_[number];
    next[number] = arrays.basket_offsets.back();
    arrays.basket_offsets.push_back(next[number] + basket.lines);
    arrays.basket_times.push_back(basket.time);
    arrays.basket_customers.push_back(basket.customer);
  }
  orders_ = {};
  baskets_ = {};
  FillLines(std::move(next), arrays);
}

// `next` is where the first line of each basket stands.
void CorpusBuilder::FillLines(std::vector<uint64_t> next,
                              CorpusArrays& arrays) {
  arrays.items.resize(line_count_);
  arrays.paid.resize(has_prices_ ? line_count_ : 0);
  std::vector<uint32_t> positions(has_positions_ ? line_count_ : 0);
  for (LineBlock& block : blocks_) {
    size_t from = 0;
    for (const Run& run : block.runs) {
      const uint64_t to = next[run.basket];
      next[run.basket] += run.lines;
      std::copy_n(&block.items[from], run.lines, &arrays.items[to]);
      if (block.positions != nullptr) {
        std::copy_n(&block.positions[from], run.lines, &positions[to]);
      }
      if (block.paid != nullptr) {
        std::copy_n(&block.paid[from], run.lines, &arrays.paid[to]);
      }
      from += run.lines;
    }
    block = {};
  }
  if (has_positions_) SortByPosition(positions, arrays);
}

// Numbers of items in the order of rows.
std::vector<uint32_t> CorpusBuilder::SortedItems(
    const CorpusArrays& arrays) const {
  const std::vector<uint32_t> counts = CountBaskets(items_.size(), arrays);
  std::vector<uint32_t> numbers = Numbers(items_.size());
  std::sort(numbers.begin(), numbers.end(), [&](uint32_t a, uint32_t b) {
    if (counts[a] != counts[b]) return counts[a] > counts[b];
    return items_[a] < items_[b];
  });
  return numbers;
}

// Orders items, and turns those of lines from numbers into rows.
void CorpusBuilder::FillItems(CorpusArrays& arrays) const {
  const std::vector<uint32_t> numbers = SortedItems(arrays);
  arrays.item_ids = items_.Texts(numbers);
  const std::vector<uint32_t> rows = Places(numbers);
  for (uint32_t& item : arrays.items) item = rows[item];
}

Corpus CorpusBuilder::Build() && {
  CorpusArrays arrays;
  arrays.has_times = absolute_times_;
  FillCustomers(arrays);
  FillBaskets(arrays);
  if (!keep_repeats_) DropRepeats(items_.size(), arrays);
  FillItems(arrays);
  return Corpus(std::move(arrays));
}

}  // namespace customer2vec
