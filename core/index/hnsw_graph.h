// FAISS's graph structure, built over our vectors and checked when it comes
// from a file. The one place of the project where FAISS may throw.
//
//   C2V_ASSIGN_OR_RETURN(std::unique_ptr<faiss::HNSW> hnsw,
//                        BuildGraph(vectors, {.links = 32}));
//   C2V_ASSIGN_OR_RETURN(std::unique_ptr<faiss::HNSW> same,
//                        RestoreGraph(vectors, view, /*search_beam=*/100));
//
// What users want is hnsw_index.h. Thread-safe.

#ifndef CUSTOMER2VEC_CORE_INDEX_HNSW_GRAPH_H_
#define CUSTOMER2VEC_CORE_INDEX_HNSW_GRAPH_H_

#include <faiss/impl/HNSW.h>

#include <cstdint>
#include <memory>

#include "absl/status/statusor.h"
#include "core/index/hnsw_index.h"
#include "core/index/vector_index.h"

namespace customer2vec {

// As HnswIndex::Build(). Nodes are linked by the inner product of (scale *
// vector, bias, rest), where `rest` is what brings all rows to the length of
// the longest one (Bachrach et al. 2014, "Speeding up the Xbox recommender
// system using a Euclidean transformation for inner-product spaces"):
// neighbours are then nearest in the Euclidean sense too, which the graph's
// pruning assumes, and a query, whose `rest` is 0, ranks as its score does.
absl::StatusOr<std::unique_ptr<faiss::HNSW>> BuildGraph(
    const VectorSet& vectors, const HnswOptions& options);

// As HnswIndex::Create().
absl::StatusOr<std::unique_ptr<faiss::HNSW>> RestoreGraph(
    const VectorSet& vectors, const HnswGraphView& graph, uint32_t search_beam);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_INDEX_HNSW_GRAPH_H_
