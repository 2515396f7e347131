#include "core/index/hnsw_index.h"

#include <faiss/impl/AuxIndexStructures.h>
#include <faiss/impl/HNSW.h>
#include <faiss/utils/Heap.h>

#include <algorithm>
#include <utility>

#include "core/base/status_macros.h"
#include "core/index/exact_search.h"
#include "core/index/hnsw_graph.h"
#include "core/index/vector_storage.h"
#include "core/vectors/top_k.h"

namespace customer2vec {
namespace {

// Marks of the rows a search has seen. FAISS's own index allocates them anew
// for every search; one a thread, grown to the largest index, serves all.
faiss::VisitedTable& VisitedRows(size_t rows) {
  thread_local faiss::VisitedTable table(0);
  if (table.visited.size() < rows) {
    table = faiss::VisitedTable(static_cast<int>(rows));
  }
  return table;
}

// The `fetch` nearest rows that the graph leads to, worst first, -1 where there
// are fewer.
void WalkGraph(const faiss::HNSW& hnsw, const VectorStorage& storage,
               const float* query, size_t fetch, std::vector<float>* distances,
               std::vector<int64_t>* rows) {
  distances->resize(fetch);
  rows->resize(fetch);
  const std::unique_ptr<faiss::DistanceComputer> distance(
      storage.get_distance_computer());
  distance->set_query(query);
  faiss::maxheap_heapify(fetch, distances->data(), rows->data());
  hnsw.search(*distance, static_cast<int>(fetch), rows->data(),
              distances->data(), VisitedRows(hnsw.levels.size()));
}

}  // namespace

HnswIndex::HnswIndex(const VectorSet& vectors,
                     std::unique_ptr<faiss::HNSW> hnsw)
    : vectors_(vectors),
      hnsw_(std::move(hnsw)),
      levels_(hnsw_->levels.begin(), hnsw_->levels.end()) {}

HnswIndex::~HnswIndex() = default;

absl::StatusOr<std::unique_ptr<HnswIndex>> HnswIndex::Build(
    const VectorSet& vectors, const HnswOptions& options) {
  C2V_ASSIGN_OR_RETURN(std::unique_ptr<faiss::HNSW> hnsw,
                       BuildGraph(vectors, options));
  return std::unique_ptr<HnswIndex>(new HnswIndex(vectors, std::move(hnsw)));
}

absl::StatusOr<std::unique_ptr<HnswIndex>> HnswIndex::Create(
    const VectorSet& vectors, const HnswGraphView& graph,
    uint32_t search_beam) {
  C2V_ASSIGN_OR_RETURN(std::unique_ptr<faiss::HNSW> hnsw,
                       RestoreGraph(vectors, graph, search_beam));
  return std::unique_ptr<HnswIndex>(new HnswIndex(vectors, std::move(hnsw)));
}

HnswGraphView HnswIndex::graph() const {
  return {.links = static_cast<uint32_t>(hnsw_->nb_neighbors(1)),
          .entry_point = static_cast<uint32_t>(std::max(0, hnsw_->entry_point)),
          .levels = levels_,
          .neighbors = hnsw_->neighbors};
}

bool HnswIndex::ServedByGraph(const SearchOptions& options,
                              size_t* fetch) const {
  *fetch = options.k;
  if (options.exact || options.k == 0) return false;
  if (options.filter != nullptr) {
    if (options.filter->candidates().has_value()) return false;
    if (options.filter->limit() < vectors_.size()) return false;
    *fetch += options.filter->excluded_count();
  }
  // The walk's beam is `fetch` where that is longer, and a walk compares some
  // 16 rows for each of its beam, out of order: a scan is as fast from there.
  return *fetch <= vectors_.size() / 32;
}

void HnswIndex::Search(std::span<const float> query,
                       const SearchOptions& options,
                       std::vector<ScoredItem>* top) const {
  size_t fetch;
  if (!ServedByGraph(options, &fetch)) {
    return SearchExactly(vectors_, query, options, top);
  }
  thread_local std::vector<float> distances;
  thread_local std::vector<int64_t> rows;
  WalkGraph(*hnsw_, VectorStorage(vectors_), query.data(), fetch, &distances,
            &rows);
  TopK best(options.k, top);
  for (size_t i = 0; i < fetch; ++i) {
    if (rows[i] < 0) continue;
    const uint32_t row = static_cast<uint32_t>(rows[i]);
    if (options.filter != nullptr && !options.filter->Allows(row)) continue;
    best.Push({row, -distances[i]});
  }
  best.Finish();
}

}  // namespace customer2vec
