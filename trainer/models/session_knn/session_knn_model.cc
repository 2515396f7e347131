#include "trainer/models/session_knn/session_knn_model.h"

#include <utility>

#include "core/base/status_macros.h"
#include "core/servables/neighbor_model_files.h"
#include "core/snapshot/snapshot_file_names.h"
#include "trainer/models/session_knn/session_knn_index.h"

namespace customer2vec {
namespace {

void FillDefaults(v1::ModelConfig* model) {
  FillSessionKnnDefaults(model->mutable_session_knn());
}

absl::Status Check(const v1::ModelConfig& model, const std::string& field) {
  v1::ModelConfig filled = model;
  FillDefaults(&filled);
  return CheckSessionKnn(filled.session_knn(), field);
}

void FillSpec(const v1::SessionKnnConfig& config,
              const OwnedSessionLists& lists, v1::SessionKnnSpec* spec) {
  spec->set_session_count(lists.session_weights.size());
  spec->set_event_count(lists.session_items.size());
  spec->set_posting_count(lists.postings.size());
  spec->set_item_count(lists.item_weights.size());
  const SessionKnnParameters p = SessionKnnParametersOf(config);
  spec->set_neighbors(static_cast<int32_t>(p.neighbors));
  spec->set_sample_size(static_cast<int32_t>(p.sample_size));
  spec->set_max_events(static_cast<int32_t>(p.max_events));
  spec->set_position_decay(p.position_decay);
  spec->set_distance_decay(p.distance_decay);
  spec->set_backward_weight(p.backward_weight);
  spec->set_repeat_weight(p.repeat_weight);
  spec->set_repeat_decay(p.repeat_decay);
  spec->set_without_last_item(p.without_last_item);
  spec->set_own_votes(p.own_votes);
}

absl::Status AdoptLists(const std::string& name, OwnedSessionLists lists,
                        MemoryFiles* files) {
  const auto file = [&name](const char* array) {
    return ServableFile(name, array);
  };
  C2V_RETURN_IF_ERROR(
      files->Adopt(file(kSessionOffsets), std::move(lists.session_offsets)));
  C2V_RETURN_IF_ERROR(
      files->Adopt(file(kSessionItems), std::move(lists.session_items)));
  C2V_RETURN_IF_ERROR(
      files->Adopt(file(kSessionWeights), std::move(lists.session_weights)));
  C2V_RETURN_IF_ERROR(
      files->Adopt(file(kPostingOffsets), std::move(lists.posting_offsets)));
  C2V_RETURN_IF_ERROR(files->Adopt(file(kPostings), std::move(lists.postings)));
  C2V_RETURN_IF_ERROR(
      files->Adopt(file(kQueryWeights), std::move(lists.query_weights)));
  return files->Adopt(file(kItemWeights), std::move(lists.item_weights));
}

absl::StatusOr<LearnedModel> Learn(const v1::ModelConfig& config,
                                   const ModelContext& context) {
  OwnedSessionLists lists =
      BuildSessionLists(context.corpus, config.session_knn());
  LearnedModel model;
  model.entry.set_name(config.name());
  model.entry.set_kind(v1::SERVABLE_KIND_SCORER);
  FillSpec(config.session_knn(), lists, model.entry.mutable_session_knn());
  C2V_RETURN_IF_ERROR(
      AdoptLists(config.name(), std::move(lists), &model.files));
  return model;
}

}  // namespace

const ModelFamily& SessionKnnFamily() {
  static constexpr ModelFamily kFamily = {
      .kind = v1::ModelConfig::kSessionKnn,
      .name = "session_knn",
      .publishes = v1::SERVABLE_KIND_SCORER,
      .fill_defaults = FillDefaults,
      .check = Check,
      .dependencies = NoDependencies,
      .learn = Learn,
      .tunables = NoTunables,
  };
  return kFamily;
}

}  // namespace customer2vec
