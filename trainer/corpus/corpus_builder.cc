#include "trainer/corpus/corpus_builder.h"

#include <algorithm>
#include <numeric>
#include <optional>
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

}  // namespace

bool BasketIdLess(absl::string_view a, absl::string_view b) {
  if (a.size() != b.size()) return a.size() < b.size();
  return a < b;
}

bool CorpusBuilder::Add(const Interaction& interaction) {
  const std::optional<uint32_t> known = orders_.Find(interaction.order);
  if (known && CustomerOf(*known) != interaction.customer) return false;
  const uint32_t number = known ? *known : AddBasket(interaction);
  Basket& basket = baskets_[number];
  ++basket.lines;
  if (has_times_) basket.time = std::min(basket.time, interaction.time);
  NotePosition(interaction.position);
  NotePrice(interaction);
  lines_.push_back({number, items_.Intern(interaction.item)});
  return true;
}

uint32_t CorpusBuilder::AddBasket(const Interaction& interaction) {
  const uint32_t number = orders_.Intern(interaction.order);
  const uint32_t customer = interaction.customer.empty()
                                ? kNoCustomer
                                : customers_.Intern(interaction.customer);
  baskets_.push_back({customer, 0, has_times_ ? interaction.time : number});
  return number;
}

// Most sources have no positions and pay nothing for them.
void CorpusBuilder::NotePosition(uint32_t position) {
  if (positions_.empty() && position == 0) return;
  positions_.resize(lines_.size());
  positions_.push_back(position);
}

// A gift, a return and a coupon line say nothing about what an item costs.
void CorpusBuilder::NotePrice(const Interaction& interaction) {
  const bool tells = interaction.price > 0 && interaction.quantity > 0;
  if (paid_.empty() && !tells) return;
  paid_.resize(lines_.size());
  paid_.push_back(tells ? Paid{static_cast<float>(interaction.price),
                               static_cast<float>(interaction.quantity)}
                        : Paid{});
}

absl::string_view CorpusBuilder::CustomerOf(absl::string_view order) const {
  const std::optional<uint32_t> number = orders_.Find(order);
  return number ? CustomerOf(*number) : absl::string_view();
}

absl::string_view CorpusBuilder::CustomerOf(uint32_t order) const {
  const uint32_t customer = baskets_[order].customer;
  return customer == kNoCustomer ? absl::string_view() : customers_[customer];
}

// Brings the lines of each basket together and lets go of lines_.
CorpusBuilder::Grouped CorpusBuilder::GroupLines() {
  Grouped grouped;
  grouped.offsets.assign(baskets_.size() + 1, 0);
  for (size_t i = 0; i < baskets_.size(); ++i) {
    grouped.offsets[i + 1] = grouped.offsets[i] + baskets_[i].lines;
  }
  grouped.items.resize(lines_.size());
  grouped.paid.resize(paid_.size());
  std::vector<uint32_t> positions(positions_.size());
  std::vector<uint64_t> next = grouped.offsets;
  for (size_t i = 0; i < lines_.size(); ++i) {
    const uint64_t place = next[lines_[i].basket]++;
    grouped.items[place] = lines_[i].item;
    if (!positions.empty()) positions[place] = positions_[i];
    if (!paid_.empty()) grouped.paid[place] = paid_[i];
  }
  lines_ = {};
  paid_ = {};
  positions_ = {};
  if (!positions.empty()) SortByPosition(positions, grouped);
  return grouped;
}

void CorpusBuilder::SortByPosition(const std::vector<uint32_t>& positions,
                                   Grouped& grouped) const {
  struct PlacedLine {
    uint32_t position;
    uint32_t item;
    Paid paid;
  };
  const bool has_prices = !grouped.paid.empty();
  std::vector<PlacedLine> lines;
  for (size_t i = 0; i < baskets_.size(); ++i) {
    const uint64_t begin = grouped.offsets[i];
    lines.clear();
    for (uint64_t j = begin; j < grouped.offsets[i + 1]; ++j) {
      lines.push_back({positions[j], grouped.items[j],
                       has_prices ? grouped.paid[j] : Paid{}});
    }
    std::stable_sort(lines.begin(), lines.end(),
                     [](const PlacedLine& a, const PlacedLine& b) {
                       return a.position < b.position;
                     });
    for (size_t j = 0; j < lines.size(); ++j) {
      grouped.items[begin + j] = lines[j].item;
      if (has_prices) grouped.paid[begin + j] = lines[j].paid;
    }
  }
}

// Keeps the first line of each item of a basket, and what was paid at all of
// them.
void CorpusBuilder::DropRepeats(Grouped& grouped) const {
  const bool has_prices = !grouped.paid.empty();
  // One more than where the item's last line that was kept is.
  std::vector<uint64_t> kept_at(items_.size(), 0);
  uint64_t kept = 0;
  uint64_t from = 0;
  for (size_t basket = 0; basket < baskets_.size(); ++basket) {
    const uint64_t begin = kept;
    const uint64_t to = grouped.offsets[basket + 1];
    for (uint64_t i = from; i < to; ++i) {
      const uint32_t item = grouped.items[i];
      const bool is_repeat = kept_at[item] > begin;
      if (is_repeat && has_prices) {
        Paid& paid = grouped.paid[kept_at[item] - 1];
        paid.price += grouped.paid[i].price;
        paid.quantity += grouped.paid[i].quantity;
      }
      if (is_repeat) continue;
      grouped.items[kept] = item;
      if (has_prices) grouped.paid[kept] = grouped.paid[i];
      kept_at[item] = ++kept;
    }
    from = to;
    grouped.offsets[basket + 1] = kept;
  }
  grouped.items.resize(kept);
  if (has_prices) grouped.paid.resize(kept);
}

// Baskets that hold each item; a repeat counts no basket twice.
std::vector<uint32_t> CorpusBuilder::CountBaskets(
    const Grouped& grouped) const {
  std::vector<uint32_t> counts(items_.size());
  std::vector<uint32_t> counted(items_.size());  // basket + 1 counted last
  for (uint32_t basket = 0; basket < baskets_.size(); ++basket) {
    const uint64_t end = grouped.offsets[basket + 1];
    for (uint64_t i = grouped.offsets[basket]; i < end; ++i) {
      const uint32_t item = grouped.items[i];
      if (counted[item] == basket + 1) continue;
      counted[item] = basket + 1;
      ++counts[item];
    }
  }
  return counts;
}

std::vector<uint32_t> CorpusBuilder::SortedItems(const Grouped& grouped) const {
  const std::vector<uint32_t> counts = CountBaskets(grouped);
  std::vector<uint32_t> numbers = Numbers(items_.size());
  std::sort(numbers.begin(), numbers.end(), [&](uint32_t a, uint32_t b) {
    if (counts[a] != counts[b]) return counts[a] > counts[b];
    return items_[a] < items_[b];
  });
  return numbers;
}

std::vector<uint32_t> CorpusBuilder::SortedCustomers() const {
  std::vector<uint32_t> numbers = Numbers(customers_.size());
  std::sort(numbers.begin(), numbers.end(), [this](uint32_t a, uint32_t b) {
    return customers_[a] < customers_[b];
  });
  return numbers;
}

// REQUIRES: baskets hold customer rows; kNoCustomer is the last of them.
std::vector<uint32_t> CorpusBuilder::SortedBaskets() const {
  std::vector<uint32_t> numbers = Numbers(baskets_.size());
  std::sort(numbers.begin(), numbers.end(), [this](uint32_t a, uint32_t b) {
    const Basket& left = baskets_[a];
    const Basket& right = baskets_[b];
    if (left.customer != right.customer) return left.customer < right.customer;
    if (left.time != right.time) return left.time < right.time;
    return BasketIdLess(orders_[a], orders_[b]);
  });
  return numbers;
}

// Also turns the customers of baskets_ into rows.
void CorpusBuilder::FillCustomers(CorpusArrays& arrays) {
  const std::vector<uint32_t> customers = SortedCustomers();
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
}

void CorpusBuilder::FillBaskets(const Grouped& grouped,
                                const std::vector<uint32_t>& item_rows,
                                CorpusArrays& arrays) const {
  arrays.items.reserve(grouped.items.size());
  arrays.paid.reserve(grouped.paid.size());
  arrays.basket_offsets.push_back(0);
  for (const uint32_t basket : SortedBaskets()) {
    for (uint64_t i = grouped.offsets[basket]; i < grouped.offsets[basket + 1];
         ++i) {
      arrays.items.push_back(item_rows[grouped.items[i]]);
      if (!grouped.paid.empty()) arrays.paid.push_back(grouped.paid[i]);
    }
    arrays.basket_offsets.push_back(arrays.items.size());
    arrays.basket_times.push_back(baskets_[basket].time);
    arrays.basket_customers.push_back(baskets_[basket].customer);
  }
}

Corpus CorpusBuilder::Build() && {
  Grouped grouped = GroupLines();
  if (!keep_repeats_) DropRepeats(grouped);
  const std::vector<uint32_t> items = SortedItems(grouped);
  CorpusArrays arrays;
  arrays.item_ids = items_.Texts(items);
  arrays.has_times = absolute_times_;
  FillCustomers(arrays);
  FillBaskets(grouped, Places(items), arrays);
  return Corpus(std::move(arrays));
}

}  // namespace customer2vec
