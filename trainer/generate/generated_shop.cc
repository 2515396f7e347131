#include "trainer/generate/generated_shop.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace customer2vec {
namespace {

constexpr std::array<absl::string_view, 21> kDepartments = {
    "produce", "dairy",   "bakery", "snacks",    "beverages", "frozen",
    "pantry",  "meat",    "deli",   "household", "babies",    "breakfast",
    "pets",    "canned",  "spices", "pasta",     "seafood",   "bulk",
    "beauty",  "alcohol", "sweets"};
constexpr std::array<absl::string_view, 20> kTastes = {
    "Italian",  "Vegan",    "Family",  "Party",   "Organic",
    "Mexican",  "Japanese", "Budget",  "Gourmet", "Fitness",
    "Indian",   "Nordic",   "Holiday", "Student", "Greek",
    "Southern", "Thai",     "French",  "Keto",    "Farmhouse"};

template <size_t n>
std::string NameOf(const std::array<absl::string_view, n>& names,
                   absl::string_view kind, uint32_t number) {
  if (number < n) return std::string(names[number]);
  return absl::StrCat(kind, " ", number + 1);
}

// 0 to count - 1, shuffled.
std::vector<uint32_t> Shuffled(uint32_t count, Random& random) {
  std::vector<uint32_t> order(count);
  std::iota(order.begin(), order.end(), 0);
  for (uint32_t i = count; i > 1; --i) {
    std::swap(order[i - 1], order[random.Below(i)]);
  }
  return order;
}

// One product in ten each.
void AddSeason(GeneratedProduct& product, Random& random) {
  switch (random.Below(10)) {
    case 0:
      product.weekday = random.Below(kDaysPerWeek);
      break;
    case 1:
      product.quarter = random.Below(kQuarters);
      break;
    default:
      break;
  }
}

}  // namespace

void GeneratedShop::Shelf::Add(uint32_t product, double weight) {
  products_.push_back(product);
  sums_.push_back((sums_.empty() ? 0 : sums_.back()) + weight);
}

uint32_t GeneratedShop::Shelf::Draw(Random& random) const {
  const double at = random.Uniform() * sums_.back();
  const size_t place =
      std::upper_bound(sums_.begin(), sums_.end(), at) - sums_.begin();
  return products_[std::min(place, products_.size() - 1)];
}

GeneratedShop::GeneratedShop(const GenerateOptions& options)
    : aisles_(options.aisles),
      departments_(options.departments),
      by_taste_(options.tastes) {
  Random random = Random(options.seed).Fork(0);
  // Aisles and tastes in turn over two shuffles: independent, none empty.
  const std::vector<uint32_t> aisles = Shuffled(options.products, random);
  const std::vector<uint32_t> tastes = Shuffled(options.products, random);
  const std::vector<uint32_t> ranks = Shuffled(options.products, random);
  products_.reserve(options.products);
  for (uint32_t i = 0; i < options.products; ++i) {
    GeneratedProduct product{
        aisles[i] % aisles_, tastes[i] % options.tastes, ranks[i], {}, {}};
    AddSeason(product, random);
    const double weight = 1.0 / (product.popularity_rank + 7.0);
    all_.Add(i, weight);
    by_taste_[product.taste].Add(i, weight);
    products_.push_back(product);
  }
}

std::string GeneratedShop::DepartmentName(uint32_t department) const {
  return NameOf(kDepartments, "department", department);
}

std::string GeneratedShop::AisleName(uint32_t aisle) const {
  return absl::StrCat(DepartmentName(DepartmentOf(aisle)), " aisle ",
                      aisle + 1);
}

std::string GeneratedShop::ProductName(uint32_t product) const {
  return absl::StrCat(NameOf(kTastes, "Taste", products_[product].taste), " ",
                      DepartmentName(DepartmentOf(products_[product].aisle)),
                      ", no. ", product + 1);
}

bool GeneratedShop::AcceptedAt(uint32_t product, uint32_t day,
                               Random& random) const {
  const GeneratedProduct& wanted = products_[product];
  if (wanted.weekday && *wanted.weekday != day % kDaysPerWeek) {
    return random.Below(4) == 0;
  }
  if (wanted.quarter && *wanted.quarter != day / kDaysPerQuarter % kQuarters) {
    return random.Below(10) == 0;
  }
  return true;
}

}  // namespace customer2vec
