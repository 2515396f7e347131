#include "bench/shop/shop_snapshot.h"

#include <algorithm>
#include <iostream>
#include <memory>
#include <span>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "core/base/status_macros.h"
#include "core/base/version.h"
#include "core/servables/embedding_space_files.h"
#include "core/servables/embedding_vectors.h"
#include "core/snapshot/snapshot_writer.h"
#include "core/snapshot/table_files.h"
#include "trainer/fit/choose_index.h"

namespace customer2vec::bench {
namespace {

constexpr char kSpace[] = "items";
constexpr float kPopularityWeight = 0.5f;
constexpr float kDiscoveryWeight = 0.5f;
constexpr float kBlendPopularityWeight = 0.1f;
constexpr size_t kRecallQueries = 500;

// A search must find 99.5 % of the exact top 20 before its speed is looked at.
v1::IndexConfig IndexConfig() {
  v1::IndexConfig config;
  config.set_hnsw_links(32);
  config.set_hnsw_build_beam(200);
  config.set_recall_floor(0.995);
  return config;
}

absl::StatusOr<ChosenIndex> MakeIndex(absl::string_view name,
                                      const VectorSet& vectors,
                                      std::span<const float> queries) {
  std::cerr << "bench: index " << name << " ...\n";
  C2V_ASSIGN_OR_RETURN(ChosenIndex chosen,
                       ChooseIndex(vectors, queries, IndexConfig(),
                                   std::thread::hardware_concurrency()));
  std::cerr << "bench: " << name << ": "
            << (chosen.graph ? "graph" : "exact scan") << ", beam "
            << chosen.search_beam << ", recall@20 " << chosen.recall << "\n";
  return chosen;
}

// Unit vectors of every so many items: what item-to-item asks.
std::vector<float> SimilarQueries(const EmbeddingVectors& vectors) {
  const VectorSet set = vectors.similar();
  const size_t step = std::max<size_t>(1, set.size() / kRecallQueries);
  std::vector<float> queries;
  for (size_t row = 0; row < set.size(); row += step) {
    for (const float value : set.Row(row)) {
      queries.push_back(value * set.scale[row]);
    }
  }
  return queries;
}

// The first customers' vectors: what sessions and customers ask.
std::span<const float> NextQueries(const GeneratedShop& shop,
                                   size_t dimension) {
  return std::span(shop.customers)
      .first(std::min(shop.customers.size(), kRecallQueries * dimension));
}

absl::Status WriteSpace(const ShopOptions& options, const GeneratedShop& shop,
                        SnapshotWriter* writer,
                        v1::SnapshotManifest* manifest) {
  C2V_ASSIGN_OR_RETURN(
      const EmbeddingVectors vectors,
      EmbeddingVectors::Create({.dimension = options.dimension,
                                .input = shop.input,
                                .output = shop.output,
                                .customers = shop.customers},
                               shop.tables.basket_counts, kPopularityWeight));
  C2V_ASSIGN_OR_RETURN(
      const ChosenIndex similar,
      MakeIndex("similar", vectors.similar(), SimilarQueries(vectors)));
  C2V_ASSIGN_OR_RETURN(
      const ChosenIndex next,
      MakeIndex("next", vectors.next(), NextQueries(shop, options.dimension)));
  C2V_ASSIGN_OR_RETURN(*manifest->add_servables(),
                       WriteEmbeddingSpace(kSpace, vectors, similar.index(),
                                           next.index(), writer));
  return absl::OkStatus();
}

v1::ServableEntry* AddScorer(const char* name, v1::SnapshotManifest* manifest) {
  v1::ServableEntry* entry = manifest->add_servables();
  entry->set_name(name);
  entry->set_kind(v1::SERVABLE_KIND_SCORER);
  return entry;
}

void AddScorers(float decay, v1::SnapshotManifest* manifest) {
  AddScorer("popularity", manifest)->mutable_popularity();
  AddScorer("personal_frequency", manifest)
      ->mutable_personal_frequency()
      ->set_decay(decay);
  v1::RepeatDiscoverySpec* blend =
      AddScorer("repeat_discovery", manifest)->mutable_repeat_discovery();
  blend->set_repeat_scorer("personal_frequency");
  blend->set_discovery_space(kSpace);
  blend->set_discovery_weight(kDiscoveryWeight);
  blend->set_popularity_weight(kBlendPopularityWeight);
  v1::ServableDefaults* defaults = manifest->mutable_defaults();
  defaults->set_similar_items(kSpace);
  defaults->set_customer("repeat_discovery");
  defaults->set_session(kSpace);
  defaults->set_embeddings(kSpace);
  defaults->set_fallback("popularity");
}

}  // namespace

absl::StatusOr<std::string> PublishShop(const ShopOptions& options,
                                        SnapshotStore* store) {
  C2V_ASSIGN_OR_RETURN(const GeneratedShop shop, GenerateShop(options));
  const int64_t now = absl::ToUnixSeconds(absl::Now());
  const std::string version = NewSnapshotVersion(now, options.seed);
  C2V_ASSIGN_OR_RETURN(const auto pending, store->Begin(version));
  C2V_ASSIGN_OR_RETURN(SnapshotWriter writer,
                       SnapshotWriter::Create(pending->folder()));
  v1::SnapshotManifest manifest;
  manifest.set_version(version);
  manifest.mutable_create_time()->set_seconds(now);
  manifest.mutable_provenance()->set_code_version(std::string(CodeVersion()));
  C2V_RETURN_IF_ERROR(WriteTables(shop.tables, &writer, &manifest));
  C2V_RETURN_IF_ERROR(WriteSpace(options, shop, &writer, &manifest));
  AddScorers(options.decay, &manifest);
  C2V_RETURN_IF_ERROR(writer.WriteManifest(manifest));
  C2V_RETURN_IF_ERROR(pending->Publish());
  return version;
}

}  // namespace customer2vec::bench
