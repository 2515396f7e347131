// The graph index: hierarchical navigable small worlds (Malkov and Yashunin
// 2016), as FAISS builds and walks them, over vectors that stay ours.
//
//   C2V_ASSIGN_OR_RETURN(std::unique_ptr<HnswIndex> built,
//                        HnswIndex::Build(vectors, {.threads = 2}));
//   Save(built->graph());
//   C2V_ASSIGN_OR_RETURN(std::unique_ptr<HnswIndex> loaded,
//                        HnswIndex::Create(vectors, graph_view, 128));
//   loaded->Search(query, {.k = 20}, &top);
//
// The graph is plain arrays, so that a snapshot can hold and check it. Bytes of
// a graph built with one thread depend on the vectors, the options and the
// instruction set only; with more threads nodes link in the order in which they
// arrive, and recall is the same within noise.
//
// Approximate: some of the best rows may be missed (measure with
// index_recall.h). A search falls back to comparing rows where the graph would
// serve badly: a list of candidates, many exclusions, k beyond a quarter of the
// rows, or `exact`.
//
// Views over vectors that outlive them; thread-safe.

#ifndef CUSTOMER2VEC_CORE_INDEX_HNSW_INDEX_H_
#define CUSTOMER2VEC_CORE_INDEX_HNSW_INDEX_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "core/index/vector_index.h"

namespace faiss {
struct HNSW;
}

namespace customer2vec {

struct HnswOptions {
  uint32_t links = 32;         // neighbours a node keeps above the ground
                               // level; twice as many on it. 2 to 128
  uint32_t build_beam = 100;   // candidates considered for a node's neighbours
  uint32_t search_beam = 100;  // candidates kept in a search; k if that is more
  size_t threads = 1;
};

// The graph: level lists one after another, node after node. The list of node v
// on level l begins at Start(v) + (l == 0 ? 0 : (l + 1) * links), where
// Start(v) is the sum of (levels[u] + 1) * links over the nodes u before v.
struct HnswGraphView {
  uint32_t links = 0;
  uint32_t entry_point = 0;            // row at which searches begin
  std::span<const uint8_t> levels;     // by row: levels it is on, >= 1
  std::span<const int32_t> neighbors;  // rows; -1 ends a list
};

class HnswIndex : public VectorIndex {
 public:
  // INVALID_ARGUMENT for options out of range, more than 2^31 - 1 rows or
  // vectors that are not finite; RESOURCE_EXHAUSTED when memory is short.
  static absl::StatusOr<std::unique_ptr<HnswIndex>> Build(
      const VectorSet& vectors, const HnswOptions& options);

  // From a graph of untrusted arrays, which are copied. DATA_LOSS when they are
  // no graph over `vectors`: after this no search leaves an array or hangs.
  static absl::StatusOr<std::unique_ptr<HnswIndex>> Create(
      const VectorSet& vectors, const HnswGraphView& graph,
      uint32_t search_beam);

  ~HnswIndex() override;

  void Search(std::span<const float> query, const SearchOptions& options,
              std::vector<ScoredItem>* top) const override;

  // Valid as long as the index.
  HnswGraphView graph() const;

 private:
  HnswIndex(const VectorSet& vectors, std::unique_ptr<faiss::HNSW> hnsw);

  // Whether walking the graph can give k allowed rows with good recall; then
  // `*fetch` is how many rows to ask it for.
  bool ServedByGraph(const SearchOptions& options, size_t* fetch) const;

  VectorSet vectors_;
  std::unique_ptr<const faiss::HNSW> hnsw_;
  std::vector<uint8_t> levels_;  // of hnsw_, as the graph keeps them
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_INDEX_HNSW_INDEX_H_
