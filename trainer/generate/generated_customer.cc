#include "trainer/generate/generated_customer.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace customer2vec {
namespace {

// How often a customer thinks again before it gives up on a line.
constexpr int kTries = 60;

// A number from 0 with the given mean and P(n) falling by a constant factor.
uint32_t Geometric(double mean, Random& random) {
  if (mean <= 0) return 0;
  const double keep = mean / (1 + mean);
  const double number = std::log(1 - random.Uniform()) / std::log(keep);
  return static_cast<uint32_t>(std::min(number, 1e6));
}

}  // namespace

GeneratedCustomer::GeneratedCustomer(const GeneratedShop& shop,
                                     const GenerateOptions& options,
                                     Random random)
    : shop_(shop), options_(options), random_(random) {
  double sum = 0;
  for (uint32_t taste = 0; taste < shop.taste_count(); ++taste) {
    sum += std::pow(-std::log(1 - random_.Uniform()), 4);
    taste_sums_.push_back(sum);
  }
  order_count_ = 2 + Geometric(options.mean_orders - 2, random_);
}

const GeneratedOrder& GeneratedCustomer::NextOrder() {
  for (const GeneratedLine& line : order_.lines) {
    taken_lines_.push_back(line.product);
    taken_.insert(line.product);
  }
  if (first_) {
    // All begin in the first week: added-up gaps then tell the season.
    order_.day = random_.Below(kDaysPerWeek);
    order_.gap_days = 0;
    first_ = false;
  } else {
    order_.gap_days = std::min(1 + Geometric(8, random_), 30u);
    order_.day += order_.gap_days;
  }
  order_.hour = 6 + random_.Below(9) + random_.Below(9);
  DrawBasket();
  return order_;
}

void GeneratedCustomer::DrawBasket() {
  const double half = (options_.mean_basket - 1) / 2;
  const uint32_t lines =
      1 + Geometric(half, random_) + Geometric(half, random_);
  const uint32_t theme = DrawTaste();
  order_.lines.clear();
  while (order_.lines.size() < lines) {
    const bool repeat =
        !taken_.empty() && random_.Uniform() < options_.repeat_share;
    std::optional<uint32_t> product = repeat ? Repeat(theme) : Discover(theme);
    if (!product) product = repeat ? Discover(theme) : Repeat(theme);
    if (!product) break;
    order_.lines.push_back({*product, taken_.contains(*product)});
  }
  // Nothing came to mind in an empty shop: take what is popular.
  if (order_.lines.empty()) {
    const uint32_t product = shop_.Draw(random_);
    order_.lines.push_back({product, taken_.contains(product)});
  }
}

uint32_t GeneratedCustomer::DrawTaste() {
  const double at = random_.Uniform() * taste_sums_.back();
  const auto found =
      std::upper_bound(taste_sums_.begin(), taste_sums_.end(), at);
  return static_cast<uint32_t>(
      std::min<size_t>(found - taste_sums_.begin(), taste_sums_.size() - 1));
}

bool GeneratedCustomer::Holds(uint32_t product) const {
  return std::any_of(
      order_.lines.begin(), order_.lines.end(),
      [product](const GeneratedLine& line) { return line.product == product; });
}

// Something taken before that is not in the basket yet.
std::optional<uint32_t> GeneratedCustomer::Repeat(uint32_t theme) {
  if (taken_lines_.empty()) return std::nullopt;
  const bool of_theme = random_.Below(10) < 7;
  for (int i = 0; i < kTries; ++i) {
    const uint32_t product =
        taken_lines_[random_.Below(static_cast<uint32_t>(taken_lines_.size()))];
    // After a third of the tries any taste will do.
    if (of_theme && i < kTries / 3 && shop_.product(product).taste != theme) {
      continue;
    }
    if (!Holds(product) && shop_.AcceptedAt(product, order_.day, random_)) {
      return product;
    }
  }
  return std::nullopt;
}

// Something never taken before.
std::optional<uint32_t> GeneratedCustomer::Discover(uint32_t theme) {
  for (int i = 0; i < kTries; ++i) {
    const uint32_t product = Think(theme);
    if (!taken_.contains(product) && !Holds(product) &&
        shop_.AcceptedAt(product, order_.day, random_)) {
      return product;
    }
  }
  return std::nullopt;
}

uint32_t GeneratedCustomer::Think(uint32_t theme) {
  const uint32_t dice = random_.Below(10);
  if (dice < 7) return shop_.DrawOfTaste(theme, random_);
  if (dice < 9) return shop_.DrawOfTaste(DrawTaste(), random_);
  return shop_.Draw(random_);
}

}  // namespace customer2vec
