#include "bench/quality/neighbours.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/recommend/recommend.h"

namespace customer2vec::bench {
namespace {

// Value ids of the items with vectors in the default space.
std::vector<uint32_t> ValueIds(const Snapshot& snapshot, size_t attribute) {
  const Space* space =
      snapshot.FindSpace(snapshot.manifest().defaults().similar_items());
  const size_t items = space == nullptr ? 0 : space->item_count();
  std::vector<uint32_t> ids(items);
  for (uint32_t row = 0; row < items; ++row) {
    ids[row] = snapshot.tables().catalogue.ValueId(attribute, row);
  }
  return ids;
}

// How many of the item's neighbours have its value.
absl::StatusOr<int> CountSame(const Snapshot& snapshot, size_t attribute,
                              uint32_t row, int neighbours) {
  const Tables& tables = snapshot.tables();
  v1::RecommendSimilarItemsRequest request;
  request.set_item_id(std::string(tables.items.Id(row)));
  request.set_k(neighbours);
  request.mutable_options()->set_fallback_policy(v1::FALLBACK_POLICY_REFUSE);
  v1::RecommendSimilarItemsResponse response;
  C2V_RETURN_IF_ERROR(RecommendSimilarItems(snapshot, request, &response));
  const uint32_t value = tables.catalogue.ValueId(attribute, row);
  return std::count_if(
      response.items().begin(), response.items().end(),
      [&](const v1::RecommendedItem& item) {
        const std::optional<uint32_t> other = tables.items.Find(item.item_id());
        return other && tables.catalogue.ValueId(attribute, *other) == value;
      });
}

}  // namespace

double ChanceOfSameValue(std::span<const uint32_t> value_ids, uint32_t row) {
  const uint32_t value = value_ids[row];
  if (value == kNoValue) return 0;
  const auto same = std::count(value_ids.begin(), value_ids.end(), value) - 1;
  return static_cast<double>(same) / (value_ids.size() - 1);
}

absl::StatusOr<Neighbourhood> MeasureNeighbours(
    const Snapshot& snapshot, const NeighbourOptions& options) {
  const auto attribute =
      snapshot.tables().catalogue.FindAttribute(options.attribute);
  if (!attribute) {
    return absl::NotFoundError(absl::StrCat("snapshot ", snapshot.version(),
                                            " has no attribute ",
                                            options.attribute));
  }
  const std::vector<uint32_t> value_ids = ValueIds(snapshot, *attribute);
  const uint32_t rows = std::min<size_t>(options.products, value_ids.size());
  Neighbourhood result;
  for (uint32_t row = 0; row < rows && value_ids.size() > 1; ++row) {
    if (value_ids[row] == kNoValue) continue;
    C2V_ASSIGN_OR_RETURN(const int same, CountSame(snapshot, *attribute, row,
                                                   options.neighbours));
    ++result.products;
    result.same_share += static_cast<double>(same) / options.neighbours;
    result.chance_share += ChanceOfSameValue(value_ids, row);
    result.frequent_with_enough +=
        result.products <= options.frequent_products &&
        same >= options.frequent_neighbours;
  }
  if (result.products == 0) {
    return absl::NotFoundError(absl::StrCat("no product of snapshot ",
                                            snapshot.version(), " has a ",
                                            options.attribute));
  }
  result.same_share /= result.products;
  result.chance_share /= result.products;
  return result;
}

}  // namespace customer2vec::bench
