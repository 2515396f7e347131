#include "trainer/models/item_knn/item_neighbors_entry.h"

#include <utility>

#include "core/base/status_macros.h"
#include "core/servables/neighbor_model_files.h"
#include "core/snapshot/snapshot_file_names.h"

namespace customer2vec {

absl::StatusOr<LearnedModel> ItemNeighborsModel(
    const std::string& name, OwnedNeighborLists lists,
    const QueryEventOptions& options) {
  LearnedModel model;
  model.entry.set_name(name);
  model.entry.set_kind(v1::SERVABLE_KIND_SCORER);
  v1::ItemNeighborsSpec* spec = model.entry.mutable_item_neighbors();
  spec->set_item_count(lists.offsets.size() - 1);
  spec->set_neighbor_count(lists.neighbors.size());
  spec->set_recency_decay(options.recency_decay);
  spec->set_max_events(static_cast<int32_t>(options.max_events));
  C2V_RETURN_IF_ERROR(model.files.Adopt(
      ServableFile(name, kItemNeighborOffsets), std::move(lists.offsets)));
  C2V_RETURN_IF_ERROR(model.files.Adopt(ServableFile(name, kItemNeighborRows),
                                        std::move(lists.neighbors)));
  C2V_RETURN_IF_ERROR(model.files.Adopt(
      ServableFile(name, kItemNeighborWeights), std::move(lists.weights)));
  return model;
}

}  // namespace customer2vec
