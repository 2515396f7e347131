#include "core/recommend/response_items.h"

#include <cstddef>

namespace customer2vec {
namespace {

void FillItem(const Tables& tables, uint32_t row, const ItemDetails& details,
              v1::RecommendedItem* item) {
  const absl::string_view id = tables.items.Id(row);
  item->set_item_id(id.data(), id.size());
  if (details.names) {
    const absl::string_view name = DisplayName(tables, row);
    item->set_name(name.data(), name.size());
  }
  if (details.attributes) {
    FillAttributes(tables.catalogue, row, item->mutable_attributes());
  }
  if (details.seen != nullptr) {
    item->set_source(details.seen->Has(row)
                         ? v1::RECOMMENDATION_SOURCE_REPEAT
                         : v1::RECOMMENDATION_SOURCE_DISCOVERY);
  }
}

}  // namespace

absl::string_view DisplayName(const Tables& tables, uint32_t row) {
  const absl::string_view name = tables.catalogue.Name(row);
  return name.empty() ? tables.items.Id(row) : name;
}

void FillAttributes(
    const Catalogue& catalogue, uint32_t row,
    google::protobuf::RepeatedPtrField<v1::Attribute>* attributes) {
  for (size_t i = 0; i < catalogue.attribute_count(); ++i) {
    const absl::string_view value = catalogue.Value(i, row);
    if (value.empty()) continue;
    v1::Attribute* attribute = attributes->Add();
    const absl::string_view name = catalogue.AttributeName(i);
    attribute->set_name(name.data(), name.size());
    attribute->set_value(value.data(), value.size());
  }
}

void FillItems(const Tables& tables, std::span<const ScoredItem> ranked,
               const ItemDetails& details,
               google::protobuf::RepeatedPtrField<v1::RecommendedItem>* items) {
  items->Reserve(static_cast<int>(ranked.size()));
  int32_t rank = details.first_rank;
  for (const ScoredItem& scored : ranked) {
    v1::RecommendedItem* item = items->Add();
    FillItem(tables, scored.item, details, item);
    item->set_score(scored.score);
    item->set_rank(rank++);
  }
}

}  // namespace customer2vec
