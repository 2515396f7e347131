// Ranked rows as the items of a response.
//
//   FillItems(tables, page, {.first_rank = 1, .names = true, .seen = &seen},
//             response->mutable_items());
//
// Thread-safe.

#ifndef CUSTOMER2VEC_CORE_RECOMMEND_RESPONSE_ITEMS_H_
#define CUSTOMER2VEC_CORE_RECOMMEND_RESPONSE_ITEMS_H_

#include <cstdint>
#include <span>

#include "absl/strings/string_view.h"
#include "core/recommend/seen_items.h"
#include "core/tables/tables.h"
#include "core/vectors/scored_item.h"
#include "customer2vec/v1/common.pb.h"
#include "customer2vec/v1/recommendation_service.pb.h"

namespace customer2vec {

struct ItemDetails {
  int32_t first_rank = 1;
  bool names = false;
  bool attributes = false;
  const SeenItems* seen = nullptr;  // null: sources are not said
};

// The name of an item; its id where the catalogue has none.
absl::string_view DisplayName(const Tables& tables, uint32_t row);

// Adds the attributes that the item has, in the catalogue's order.
void FillAttributes(
    const Catalogue& catalogue, uint32_t row,
    google::protobuf::RepeatedPtrField<v1::Attribute>* attributes);

void FillItems(const Tables& tables, std::span<const ScoredItem> ranked,
               const ItemDetails& details,
               google::protobuf::RepeatedPtrField<v1::RecommendedItem>* items);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_RECOMMEND_RESPONSE_ITEMS_H_
