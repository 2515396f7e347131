// Lists of neighbours as a model to publish.
//
//   return ItemNeighborsModel(config.name(), std::move(lists),
//                             {.max_events = 1});

#ifndef CUSTOMER2VEC_TRAINER_MODELS_ITEM_KNN_ITEM_NEIGHBORS_ENTRY_H_
#define CUSTOMER2VEC_TRAINER_MODELS_ITEM_KNN_ITEM_NEIGHBORS_ENTRY_H_

#include <string>

#include "absl/status/statusor.h"
#include "core/servables/query_events.h"
#include "trainer/models/item_knn/neighbor_lists.h"
#include "trainer/models/model_family.h"

namespace customer2vec {

absl::StatusOr<LearnedModel> ItemNeighborsModel(
    const std::string& name, OwnedNeighborLists lists,
    const QueryEventOptions& options);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_ITEM_KNN_ITEM_NEIGHBORS_ENTRY_H_
