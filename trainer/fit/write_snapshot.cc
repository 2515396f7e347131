#include "trainer/fit/write_snapshot.h"

#include <algorithm>
#include <memory>
#include <span>
#include <string>
#include <thread>
#include <utility>

#include "absl/strings/str_format.h"
#include "core/base/random.h"
#include "core/base/status_macros.h"
#include "core/recommend/warmup.h"
#include "core/servables/embedding_space_files.h"
#include "core/servables/embedding_vectors.h"
#include "core/snapshot/snapshot.h"
#include "core/snapshot/snapshot_file_names.h"
#include "core/snapshot/snapshot_writer.h"
#include "core/snapshot/table_files.h"
#include "trainer/fit/build_tables.h"
#include "trainer/fit/choose_index.h"

namespace customer2vec {
namespace {

// Queries on which an index's recall is measured: enough for a standard error
// of a fifth of a percent.
constexpr size_t kRecallQueries = 500;

size_t ThreadCount(const v1::TrainingConfig& config) {
  if (config.threads() > 0) return config.threads();
  return std::max(1u, std::thread::hardware_concurrency());
}

// Items' own vectors at unit length: what item-to-item asks.
std::vector<float> SimilarQueries(const EmbeddingVectors& vectors,
                                  Random* random) {
  const EmbeddingArrays& arrays = vectors.arrays();
  std::vector<float> queries;
  for (size_t i = 0; i < kRecallQueries; ++i) {
    const uint32_t item =
        random->Below(static_cast<uint32_t>(vectors.item_count()));
    for (float x :
         arrays.input.subspan(item * arrays.dimension, arrays.dimension)) {
      queries.push_back(x * vectors.inverse_norms()[item]);
    }
  }
  return queries;
}

// Means of the input vectors of baskets: what a session asks.
std::vector<float> NextQueries(const EmbeddingVectors& vectors,
                               const Corpus& corpus, Random* random) {
  const EmbeddingArrays& arrays = vectors.arrays();
  std::vector<float> queries;
  for (size_t i = 0; i < kRecallQueries; ++i) {
    std::vector<float> sum(arrays.dimension);
    float known = 0;
    const size_t basket =
        random->Below(static_cast<uint32_t>(corpus.basket_count()));
    for (uint32_t item : corpus.Items(basket)) {
      if (item >= vectors.item_count()) continue;
      const auto row =
          arrays.input.subspan(item * arrays.dimension, arrays.dimension);
      std::transform(row.begin(), row.end(), sum.begin(), sum.begin(),
                     std::plus<>());
      ++known;
    }
    if (known == 0) continue;
    for (float x : sum) queries.push_back(x / known);
  }
  return queries;
}

std::string ToLine(absl::string_view space, absl::string_view use,
                   const ChosenIndex& index) {
  if (index.graph == nullptr)
    return absl::StrFormat("%s: %s by exact scan", space, use);
  return absl::StrFormat("%s: %s by graph, beam %d, recall@20 %.4f", space, use,
                         index.search_beam, index.recall);
}

absl::StatusOr<v1::ServableEntry> WriteSpace(const SpaceModel& model,
                                             const Learned& learned,
                                             const CustomerHistories& histories,
                                             const ProgressLine& progress,
                                             SnapshotWriter* writer) {
  const std::vector<float> customers =
      RollUpCustomers(model.vectors.dimension, model.vectors.input, histories);
  C2V_ASSIGN_OR_RETURN(
      const EmbeddingVectors vectors,
      EmbeddingVectors::Create(
          {.dimension = model.vectors.dimension,
           .input = model.vectors.input,
           .output = model.vectors.output,
           .customers = customers},
          learned.corpus.basket_counts(),
          static_cast<float>(learned.parameters.prior_weight)));
  Random random(learned.config.seed());
  const v1::IndexConfig& config = learned.config.index();
  const size_t threads = ThreadCount(learned.config);
  C2V_ASSIGN_OR_RETURN(
      const ChosenIndex similar,
      ChooseIndex(vectors.similar(), SimilarQueries(vectors, &random), config,
                  threads));
  if (progress) progress(ToLine(model.name, "similar", similar));
  C2V_ASSIGN_OR_RETURN(
      const ChosenIndex next,
      ChooseIndex(vectors.next(), NextQueries(vectors, learned.corpus, &random),
                  config, threads));
  if (progress) progress(ToLine(model.name, "next", next));
  return WriteEmbeddingSpace(model.name, vectors, similar.index(), next.index(),
                             writer);
}

// Entries of the scorers and the defaults, which name them.
void AddScorers(const Learned& learned, v1::SnapshotManifest* manifest) {
  v1::ServableDefaults* defaults = manifest->mutable_defaults();
  const std::string& space = learned.models.front().name;
  defaults->set_similar_items(space);
  defaults->set_session(space);
  defaults->set_embeddings(space);
  std::string personal_frequency;
  for (const v1::ModelConfig& model : learned.config.models()) {
    if (model.has_personal_frequency()) personal_frequency = model.name();
  }
  for (const v1::ModelConfig& model : learned.config.models()) {
    if (model.has_item2vec()) continue;
    v1::ServableEntry* entry = manifest->add_servables();
    entry->set_name(model.name());
    entry->set_kind(v1::SERVABLE_KIND_SCORER);
    if (model.has_popularity()) {
      entry->mutable_popularity();
      defaults->set_fallback(model.name());
    } else if (model.has_personal_frequency()) {
      entry->mutable_personal_frequency()->set_decay(
          static_cast<float>(learned.parameters.decay));
    } else {
      v1::RepeatDiscoverySpec* spec = entry->mutable_repeat_discovery();
      spec->set_repeat_scorer(personal_frequency);
      spec->set_discovery_space(model.repeat_discovery().space());
      spec->set_discovery_weight(
          static_cast<float>(learned.parameters.discovery_weight));
      spec->set_popularity_weight(
          static_cast<float>(learned.parameters.popularity_weight));
      defaults->set_customer(model.name());
    }
  }
}

// Loads the folder as a server will, and stores what it answers.
absl::Status WriteWarmup(absl::string_view folder,
                         const v1::SnapshotManifest& manifest,
                         SnapshotWriter* writer) {
  std::string json;
  {
    C2V_ASSIGN_OR_RETURN(const std::unique_ptr<const Snapshot> snapshot,
                         Snapshot::Load(folder));
    C2V_ASSIGN_OR_RETURN(const v1::WarmupRequests warmup,
                         BuildWarmup(*snapshot));
    C2V_ASSIGN_OR_RETURN(json, WarmupToJson(warmup));
  }
  C2V_RETURN_IF_ERROR(writer->WriteFile(kWarmupFile, json));
  C2V_RETURN_IF_ERROR(writer->WriteManifest(manifest));
  C2V_ASSIGN_OR_RETURN(const std::unique_ptr<const Snapshot> snapshot,
                       Snapshot::Load(folder));
  return ReplayWarmup(*snapshot);
}

}  // namespace

absl::Status WriteSnapshot(absl::string_view folder, const Learned& learned,
                           v1::SnapshotManifest manifest,
                           const ProgressLine& progress) {
  C2V_ASSIGN_OR_RETURN(SnapshotWriter writer, SnapshotWriter::Create(folder));
  C2V_ASSIGN_OR_RETURN(
      const TablesArrays arrays,
      BuildTables(learned.corpus, &learned.catalogue,
                  learned.corpus.item_count(), learned.parameters.decay));
  C2V_ASSIGN_OR_RETURN(const Tables tables, CreateTables(arrays.view()));
  C2V_RETURN_IF_ERROR(WriteTables(arrays, &writer, &manifest));
  for (const SpaceModel& model : learned.models) {
    C2V_ASSIGN_OR_RETURN(
        *manifest.add_servables(),
        WriteSpace(model, learned, tables.histories, progress, &writer));
  }
  AddScorers(learned, &manifest);
  C2V_RETURN_IF_ERROR(writer.WriteManifest(manifest));
  return WriteWarmup(folder, manifest, &writer);
}

}  // namespace customer2vec
