#include "trainer/models/embedding_model.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "core/base/status_macros.h"
#include "core/snapshot/snapshot_file_names.h"
#include "trainer/models/field_checks.h"

namespace customer2vec {
namespace {

// Far beyond where popularity alone ranks.
constexpr double kMaxPopularityWeight = 100;

// From no prior to one that outweighs the vectors.
const std::vector<double> kPopularityWeights = {0.75, 0, 0.25, 0.5, 0.85, 1};

}  // namespace

absl::Status CheckPopularityWeight(double weight, absl::string_view path) {
  return FieldChecks(path)
      .That("popularity_weight", weight,
            weight >= 0 && weight <= kMaxPopularityWeight,
            absl::StrCat("0 to ", kMaxPopularityWeight,
                         ", or leave it out to have it chosen"))
      .status();
}

absl::StatusOr<LearnedModel> PublishEmbeddings(absl::string_view name,
                                               Embeddings embeddings,
                                               double popularity_weight) {
  if (!IsServableName(name)) {
    return absl::InvalidArgumentError(
        absl::StrCat("\"", name, "\" cannot be the name of a space"));
  }
  LearnedModel model;
  model.entry.set_name(std::string(name));
  model.entry.set_kind(v1::SERVABLE_KIND_SPACE);
  v1::EmbeddingSpaceSpec* spec = model.entry.mutable_embedding_space();
  const size_t dimension = embeddings.dimension;
  spec->set_dimension(static_cast<int32_t>(dimension));
  spec->set_item_count(
      static_cast<int64_t>(embeddings.input.size() / dimension));
  spec->set_customer_count(
      static_cast<int64_t>(embeddings.customers.size() / dimension));
  spec->set_popularity_weight(static_cast<float>(popularity_weight));
  spec->mutable_similar_index()->set_kind(v1::INDEX_KIND_FLAT);
  spec->mutable_similar_index()->set_recall(1);
  spec->mutable_next_index()->set_kind(v1::INDEX_KIND_FLAT);
  spec->mutable_next_index()->set_recall(1);
  MemoryFiles& files = model.files;
  C2V_RETURN_IF_ERROR(files.Adopt(SpaceFile(name, kSpaceInputVectors),
                                  std::move(embeddings.input)));
  C2V_RETURN_IF_ERROR(files.Adopt(SpaceFile(name, kSpaceOutputVectors),
                                  std::move(embeddings.output)));
  if (embeddings.customers.empty()) return model;
  C2V_RETURN_IF_ERROR(files.Adopt(SpaceFile(name, kSpaceCustomerVectors),
                                  std::move(embeddings.customers)));
  return model;
}

TunableParameter PopularityWeightTunable(
    std::function<void(double value, v1::ModelConfig* config)> record) {
  return {
      .name = "popularity_weight",
      .grid = kPopularityWeights,
      .metric = TuningMetric::kSessionHitRate20,
      .set = [record = std::move(record)](double value, v1::ModelConfig* config,
                                          v1::ServableEntry* entry) {
        record(value, config);
        entry->mutable_embedding_space()->set_popularity_weight(
            static_cast<float>(value));
      }};
}

ProgressCallback ReportTraining(const std::string& name,
                                const ModelContext& context,
                                absl::string_view unit) {
  if (!context.progress) return nullptr;
  return
      [&context, name, unit = std::string(unit)](const TrainingProgress& now) {
        context.progress(absl::StrFormat(
            "%s: epoch %d of %d, %.0f thousand %s/s, loss %.4f, %.0f s left",
            name, now.epoch, now.epochs, now.tokens_per_second / 1000, unit,
            now.loss, now.seconds_left));
      };
}

}  // namespace customer2vec
