#include "bench/shop/generated_shop.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "core/base/random.h"
#include "core/base/status_macros.h"
#include "core/servables/embedding_vectors.h"

namespace customer2vec::bench {
namespace {

// Streams of the seed, so that one part's size does not move another's numbers.
enum Stream : uint64_t { kCentres, kItems, kPurchases, kDepartments };

// What one customer took of one item.
struct Purchase {
  uint32_t basket_count = 0, last_basket = 0;
  float decayed_count = 0;
};
using History = std::map<uint32_t, Purchase>;  // by item

absl::Status Validate(const ShopOptions& options) {
  const bool positive =
      options.items > 0 && options.customers > 0 && options.dimension > 0 &&
      options.clusters > 0 && options.tastes > 0 && options.departments > 0 &&
      options.baskets_per_customer > 0 && options.items_per_basket > 0;
  if (positive && options.tastes <= options.clusters &&
      options.departments <= options.clusters &&
      options.clusters <= options.items) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(
      "a shop needs items, customers, dimensions and baskets, no more tastes "
      "or departments than clusters and no more clusters than items");
}

// Items of a cluster are clusters apart: item % clusters is its cluster.
uint32_t DrawItem(const ShopOptions& options, uint32_t cluster,
                  Random* random) {
  const uint32_t size = (options.items - cluster - 1) / options.clusters + 1;
  // The square of a uniform number: the first items of a cluster sell most.
  const double uniform = random->Uniform();
  const auto rank = static_cast<uint32_t>(uniform * uniform * size);
  return cluster + rank * options.clusters;
}

History DrawHistory(const ShopOptions& options, Random random) {
  std::vector<uint32_t> tastes(options.tastes);
  for (uint32_t& taste : tastes) taste = random.Below(options.clusters);
  History history;
  for (uint32_t basket = 0; basket < options.baskets_per_customer; ++basket) {
    const float weight =
        std::pow(options.decay, options.baskets_per_customer - 1 - basket);
    for (uint32_t i = 0; i < options.items_per_basket; ++i) {
      const uint32_t taste = tastes[random.Below(options.tastes)];
      Purchase& purchase = history[DrawItem(options, taste, &random)];
      const bool again =
          purchase.basket_count > 0 && purchase.last_basket == basket;
      if (again) continue;
      ++purchase.basket_count;
      purchase.last_basket = basket;
      purchase.decayed_count += weight;
    }
  }
  return history;
}

std::string ItemId(uint32_t item) { return absl::StrFormat("item%06d", item); }

// Items by descending basket count, ties by id: the order of rows.
std::vector<uint32_t> RowOrder(const std::vector<uint32_t>& counts) {
  std::vector<uint32_t> order(counts.size());
  std::iota(order.begin(), order.end(), 0u);
  std::stable_sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) {
    return counts[a] > counts[b];
  });
  return order;
}

std::vector<float> NormalVectors(size_t rows, size_t dimension, Random random) {
  std::vector<float> vectors(rows * dimension);
  for (float& value : vectors) value = static_cast<float>(random.Normal());
  return vectors;
}

class ShopBuilder {
 public:
  explicit ShopBuilder(const ShopOptions& options)
      : options_(options), random_(options.seed) {}

  absl::StatusOr<GeneratedShop> Build() {
    DrawHistories();
    C2V_RETURN_IF_ERROR(FillItems());
    C2V_RETURN_IF_ERROR(FillCustomers());
    DrawVectors();
    C2V_RETURN_IF_ERROR(RollUp());
    return std::move(shop_);
  }

 private:
  void DrawHistories() {
    const Random purchases = random_.Fork(kPurchases);
    std::vector<uint32_t> counts(options_.items);
    for (uint32_t c = 0; c < options_.customers; ++c) {
      histories_.push_back(DrawHistory(options_, purchases.Fork(c)));
      for (const auto& [item, purchase] : histories_.back()) {
        counts[item] += purchase.basket_count;
      }
    }
    items_by_row_ = RowOrder(counts);
    row_of_item_.resize(options_.items);
    for (uint32_t row = 0; row < options_.items; ++row) {
      row_of_item_[items_by_row_[row]] = row;
      shop_.tables.basket_counts.push_back(counts[items_by_row_[row]]);
    }
    shop_.tables.basket_count =
        uint64_t{options_.customers} * options_.baskets_per_customer;
  }

  absl::Status FillItems() {
    std::vector<std::string> ids, names;
    std::vector<AttributeColumn> attributes = {{.name = "cluster"},
                                               {.name = "department"}};
    for (const uint32_t item : items_by_row_) {
      ids.push_back(ItemId(item));
      names.push_back(absl::StrCat("Item ", item));
      const uint32_t cluster = item % options_.clusters;
      attributes[0].values.push_back(absl::StrCat(cluster));
      attributes[1].values.push_back(
          absl::StrCat(cluster % options_.departments));
    }
    C2V_ASSIGN_OR_RETURN(shop_.tables.items, BuildVocabulary(ids));
    C2V_ASSIGN_OR_RETURN(shop_.tables.catalogue,
                         BuildCatalogue(names, attributes));
    return absl::OkStatus();
  }

  absl::Status FillCustomers() {
    std::vector<std::string> ids;
    CustomerHistoriesArrays& arrays = shop_.tables.histories;
    for (uint32_t c = 0; c < options_.customers; ++c) {
      ids.push_back(absl::StrFormat("customer%06d", c));
      arrays.basket_counts.push_back(options_.baskets_per_customer);
      AppendEntries(histories_[c], &arrays.entries);
      arrays.offsets.push_back(arrays.entries.size());
    }
    C2V_ASSIGN_OR_RETURN(shop_.tables.customers, BuildVocabulary(ids));
    return absl::OkStatus();
  }

  void AppendEntries(const History& history,
                     std::vector<HistoryEntry>* entries) const {
    const size_t begin = entries->size();
    for (const auto& [item, purchase] : history) {
      entries->push_back({.item = row_of_item_[item],
                          .basket_count = purchase.basket_count,
                          .last_basket = purchase.last_basket,
                          .decayed_count = purchase.decayed_count,
                          .last_time = purchase.last_basket});
    }
    std::sort(entries->begin() + begin, entries->end(),
              [](const HistoryEntry& a, const HistoryEntry& b) {
                return a.item < b.item;
              });
  }

  // Centres of the clusters: half their variance is their department's.
  std::vector<float> DrawCentres() const {
    const size_t d = options_.dimension;
    std::vector<float> centres =
        NormalVectors(options_.clusters, d, random_.Fork(kCentres));
    const std::vector<float> departments =
        NormalVectors(options_.departments, d, random_.Fork(kDepartments));
    for (size_t i = 0; i < centres.size(); ++i) {
      const size_t department = i / d % options_.departments;
      centres[i] =
          std::sqrt(0.5f) * (centres[i] + departments[department * d + i % d]);
    }
    return centres;
  }

  void DrawVectors() {
    const size_t d = options_.dimension;
    const std::vector<float> centres = DrawCentres();
    Random random = random_.Fork(kItems);
    for (const uint32_t item : items_by_row_) {
      const float* centre = &centres[item % options_.clusters * d];
      for (size_t i = 0; i < d; ++i) {
        const auto at = [&] {
          return static_cast<float>(centre[i] +
                                    options_.spread * random.Normal());
        };
        shop_.input.push_back(at());
        shop_.output.push_back(at() / std::sqrt(static_cast<float>(d)));
      }
    }
  }

  absl::Status RollUp() {
    C2V_ASSIGN_OR_RETURN(const CustomerHistories histories,
                         CustomerHistories::Create(
                             shop_.tables.histories.view(), options_.items));
    shop_.customers =
        RollUpCustomers(options_.dimension, shop_.input, histories);
    return absl::OkStatus();
  }

  const ShopOptions options_;
  const Random random_;
  std::vector<History> histories_;
  std::vector<uint32_t> items_by_row_, row_of_item_;
  GeneratedShop shop_;
};

}  // namespace

absl::StatusOr<GeneratedShop> GenerateShop(const ShopOptions& options) {
  C2V_RETURN_IF_ERROR(Validate(options));
  return ShopBuilder(options).Build();
}

}  // namespace customer2vec::bench
