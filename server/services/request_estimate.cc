#include "server/services/request_estimate.h"

#include <algorithm>
#include <string>

namespace customer2vec {
namespace {

constexpr size_t kDefaultK = 10;

const v1::ServableEntry* FindServable(const v1::SnapshotManifest& manifest,
                                      const std::string& name) {
  for (const v1::ServableEntry& servable : manifest.servables()) {
    if (servable.name() == name) return &servable;
  }
  return nullptr;
}

// What ranks: `name`, or `fallback` where the request names none, or the space
// behind a blend. Null for scorers, which look at rows, not at vectors.
const v1::EmbeddingSpaceSpec* FindSpace(const v1::SnapshotManifest& manifest,
                                        const std::string& name,
                                        const std::string& default_name) {
  const v1::ServableEntry* servable =
      FindServable(manifest, name.empty() ? default_name : name);
  if (servable != nullptr && servable->has_repeat_discovery()) {
    servable =
        FindServable(manifest, servable->repeat_discovery().discovery_space());
  }
  return servable != nullptr && servable->has_embedding_space()
             ? &servable->embedding_space()
             : nullptr;
}

// A ranking by `space`, or by rows where it is null.
RequestCost RankingCost(const v1::EmbeddingSpaceSpec* space,
                        const v1::IndexSpec& index, size_t k,
                        const v1::RecommendationOptions& options) {
  RequestCost cost{.k = k};
  const size_t excluded = options.exclude_item_ids_size();
  cost.ids = excluded + options.candidate_item_ids_size();
  if (space == nullptr) {
    cost.rows_scanned = k + excluded;
    return cost;
  }
  cost.dimension = space->dimension();
  const bool exact = options.search_mode() == v1::SEARCH_MODE_EXACT ||
                     index.kind() != v1::INDEX_KIND_HNSW;
  cost.vectors_compared =
      options.candidate_item_ids_size() > 0
          ? options.candidate_item_ids_size()
          : VectorsCompared(space->item_count(), index.search_beam(),
                            k + excluded, exact);
  return cost;
}

template <typename Request>
size_t AskedK(const Request& request) {
  return request.has_k() ? std::max(request.k(), 0) : kDefaultK;
}

const v1::IndexSpec& NextIndex(const v1::EmbeddingSpaceSpec* space) {
  return space == nullptr ? v1::IndexSpec::default_instance()
                          : space->next_index();
}

}  // namespace

RequestCost EstimateCost(const v1::SnapshotManifest& manifest,
                         const v1::RecommendSimilarItemsRequest& request) {
  const v1::EmbeddingSpaceSpec* space =
      FindSpace(manifest, request.model().servable(),
                manifest.defaults().similar_items());
  const v1::IndexSpec& index = space == nullptr
                                   ? v1::IndexSpec::default_instance()
                                   : space->similar_index();
  return RankingCost(space, index, AskedK(request), request.options());
}

RequestCost EstimateCost(const v1::SnapshotManifest& manifest,
                         const v1::RecommendForCustomerRequest& request) {
  const v1::EmbeddingSpaceSpec* space = FindSpace(
      manifest, request.model().servable(), manifest.defaults().customer());
  RequestCost cost =
      RankingCost(space, NextIndex(space), AskedK(request), request.options());
  cost.ids += request.recent_events_size();
  return cost;
}

RequestCost EstimateCost(const v1::SnapshotManifest& manifest,
                         const v1::RecommendForSessionRequest& request) {
  const v1::EmbeddingSpaceSpec* space = FindSpace(
      manifest, request.model().servable(), manifest.defaults().session());
  RequestCost cost =
      RankingCost(space, NextIndex(space), AskedK(request), request.options());
  cost.ids += request.events_size();
  return cost;
}

RequestCost EstimateCost(const v1::SnapshotManifest& manifest,
                         const v1::ListItemsRequest& request) {
  const size_t page = request.page_size() > 0 ? request.page_size() : 50;
  const bool searches = !request.query().empty() || !request.filter().empty();
  // A text search folds the case of every name: an id's worth of work each.
  return {.ids = searches ? static_cast<size_t>(manifest.item_count()) : 0,
          .k = page};
}

RequestCost EstimateCost(const v1::SnapshotManifest&,
                         const v1::GetItemEmbeddingsRequest& request) {
  const size_t n = request.item_ids_size();
  return {.ids = n, .k = n};
}

RequestCost EstimateCost(const v1::SnapshotManifest&,
                         const v1::GetCustomerEmbeddingsRequest& request) {
  const size_t n = request.customer_ids_size();
  return {.ids = n, .k = n};
}

RequestCost EstimateCost(const v1::SnapshotManifest& manifest,
                         const v1::PredictOutcomesRequest&) {
  // Each outcome is one inner product with the customer's input.
  RequestCost cost = {.ids = 1};
  for (const v1::ServableEntry& entry : manifest.servables()) {
    const size_t outcomes = entry.logistic().outcomes_size();
    cost.vectors_compared += outcomes;
    cost.k += outcomes;
    cost.dimension = std::max(
        cost.dimension, static_cast<size_t>(entry.logistic().dimension()));
  }
  return cost;
}

}  // namespace customer2vec
