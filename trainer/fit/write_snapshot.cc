#include "trainer/fit/write_snapshot.h"

#include <algorithm>
#include <functional>
#include <memory>
#include <span>
#include <string>
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
#include "trainer/config/training_config.h"
#include "trainer/fit/choose_index.h"

namespace customer2vec {
namespace {

// Queries on which an index's recall is measured: enough for a standard error
// of a fifth of a percent.
constexpr size_t kRecallQueries = 500;

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

// Means of the input vectors of baskets: what a session asks. Where there are
// no baskets, as with edges alone, sessions of one item.
std::vector<float> NextQueries(const EmbeddingVectors& vectors,
                               const Corpus& corpus, Random* random) {
  if (corpus.basket_count() == 0) return SimilarQueries(vectors, random);
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

// Chooses the indexes of an embedding space, writes their graphs and says so
// in its entry.
absl::Status IndexSpace(const FittedModels& fitted, const Corpus& corpus,
                        const v1::TrainingConfig& config,
                        const ProgressLine& progress, SnapshotWriter* writer,
                        v1::ServableEntry* entry) {
  C2V_ASSIGN_OR_RETURN(const EmbeddingVectors vectors,
                       LoadEmbeddingVectors(fitted.files(entry->name()), *entry,
                                            fitted.tables()));
  v1::EmbeddingSpaceSpec* spec = entry->mutable_embedding_space();
  if (vectors.item_count() == 0) return absl::OkStatus();
  Random random(config.seed());
  const size_t threads = ThreadCount(config);
  C2V_ASSIGN_OR_RETURN(
      const ChosenIndex similar,
      ChooseIndex(vectors.similar(), SimilarQueries(vectors, &random),
                  config.index(), threads));
  if (progress) progress(ToLine(entry->name(), "similar", similar));
  C2V_ASSIGN_OR_RETURN(
      const ChosenIndex next,
      ChooseIndex(vectors.next(), NextQueries(vectors, corpus, &random),
                  config.index(), threads));
  if (progress) progress(ToLine(entry->name(), "next", next));
  C2V_RETURN_IF_ERROR(WriteSpaceIndex(similar.index(),
                                      SpaceFile(entry->name(), kSimilarIndex),
                                      writer, spec->mutable_similar_index()));
  return WriteSpaceIndex(next.index(), SpaceFile(entry->name(), kNextIndex),
                         writer, spec->mutable_next_index());
}

std::string FirstOfKind(const v1::SnapshotManifest& manifest,
                        v1::ServableKind kind) {
  for (const v1::ServableEntry& entry : manifest.servables()) {
    if (entry.kind() == kind) return entry.name();
  }
  return "";
}

std::string FirstOfSpec(const v1::SnapshotManifest& manifest,
                        v1::ServableEntry::SpecCase spec) {
  for (const v1::ServableEntry& entry : manifest.servables()) {
    if (entry.spec_case() == spec) return entry.name();
  }
  return "";
}

// Of all baskets alike: FillDefaults() sees to it that there is one.
std::string PlainPopularity(const v1::SnapshotManifest& manifest) {
  for (const v1::ServableEntry& entry : manifest.servables()) {
    if (entry.has_popularity() && !entry.popularity().decayed() &&
        entry.popularity().category().empty()) {
      return entry.name();
    }
  }
  return "";
}

// What the configuration names, else the first that fits.
v1::ServableDefaults DefaultsOf(const v1::SnapshotManifest& manifest,
                                const v1::DefaultsConfig& config) {
  const std::string space = FirstOfKind(manifest, v1::SERVABLE_KIND_SPACE);
  const std::string popularity = PlainPopularity(manifest);
  const std::string blend =
      FirstOfSpec(manifest, v1::ServableEntry::kRepeatDiscovery);
  const auto first_of = [](const std::string& a, const std::string& b) {
    return a.empty() ? b : a;
  };
  v1::ServableDefaults defaults;
  defaults.set_similar_items(first_of(config.similar_items(), space));
  defaults.set_embeddings(first_of(config.embeddings(), space));
  defaults.set_session(first_of(config.session(), first_of(space, popularity)));
  defaults.set_customer(first_of(config.customer(),
                                 first_of(blend, first_of(space, popularity))));
  defaults.set_fallback(popularity);
  return defaults;
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

absl::Status WriteSnapshot(absl::string_view folder, const FittedModels& fitted,
                           const Corpus& corpus,
                           const v1::TrainingConfig& config,
                           v1::SnapshotManifest manifest,
                           const ProgressLine& progress) {
  C2V_ASSIGN_OR_RETURN(SnapshotWriter writer, SnapshotWriter::Create(folder));
  C2V_RETURN_IF_ERROR(WriteTables(fitted.arrays(), &writer, &manifest));
  for (const v1::ServableEntry& learned : fitted.manifest().servables()) {
    v1::ServableEntry* entry = manifest.add_servables();
    *entry = learned;
    C2V_RETURN_IF_ERROR(fitted.files(entry->name()).CopyTo(&writer));
    if (!entry->has_embedding_space()) continue;
    C2V_RETURN_IF_ERROR(
        IndexSpace(fitted, corpus, config, progress, &writer, entry));
  }
  *manifest.mutable_defaults() = DefaultsOf(manifest, config.defaults());
  C2V_RETURN_IF_ERROR(writer.WriteManifest(manifest));
  return WriteWarmup(folder, manifest, &writer);
}

}  // namespace customer2vec
