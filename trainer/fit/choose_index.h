// Chooses how a space is searched: a graph where it is faster and finds enough,
// the exact scan elsewhere.
//
//   C2V_ASSIGN_OR_RETURN(ChosenIndex similar,
//                        ChooseIndex(vectors.similar(), queries, config,
//                        threads));
//   // similar.graph is null for an exact scan
//
// A graph is built once; its search beam is the smallest of 32, 64, 128, 256,
// 512 whose recall@20 on `queries` reaches the floor. Below kMinGraphItems, or
// when no beam reaches the floor, the exact scan is chosen and `recall` says 1.

#ifndef CUSTOMER2VEC_TRAINER_FIT_CHOOSE_INDEX_H_
#define CUSTOMER2VEC_TRAINER_FIT_CHOOSE_INDEX_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include "absl/status/statusor.h"
#include "core/index/hnsw_index.h"
#include "core/index/vector_index.h"
#include "core/servables/embedding_space_files.h"
#include "customer2vec/v1/training_config.pb.h"

namespace customer2vec {

// Scanning this many vectors of usual size takes some ten microseconds, which
// is what walking a graph takes.
inline constexpr size_t kMinGraphItems = 1000;

struct ChosenIndex {
  std::unique_ptr<const HnswIndex> graph;  // null: exact scan
  uint32_t search_beam = 0;
  double recall = 1;  // recall@20 on the queries, against the exact scan

  SpaceIndex index() const { return {graph.get(), search_beam, recall}; }
};

// `queries` are rows of vectors.dimension numbers. With one thread the same
// vectors give the same graph.
absl::StatusOr<ChosenIndex> ChooseIndex(const VectorSet& vectors,
                                        std::span<const float> queries,
                                        const v1::IndexConfig& config,
                                        size_t threads);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_FIT_CHOOSE_INDEX_H_
