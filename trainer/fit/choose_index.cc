#include "trainer/fit/choose_index.h"

#include <utility>
#include <vector>

#include "core/base/status_macros.h"
#include "core/index/index_recall.h"

namespace customer2vec {
namespace {

constexpr uint32_t kSearchBeams[] = {32, 64, 128, 256, 512};
constexpr size_t kRecallResults = 20;

std::vector<uint32_t> Beams(const v1::IndexConfig& config) {
  if (config.hnsw_search_beam() > 0) {
    return {static_cast<uint32_t>(config.hnsw_search_beam())};
  }
  return {std::begin(kSearchBeams), std::end(kSearchBeams)};
}

}  // namespace

absl::StatusOr<ChosenIndex> ChooseIndex(const VectorSet& vectors,
                                        std::span<const float> queries,
                                        const v1::IndexConfig& config,
                                        size_t threads) {
  if (vectors.size() < kMinGraphItems) return ChosenIndex();
  const HnswOptions options{
      .links = static_cast<uint32_t>(config.hnsw_links()),
      .build_beam = static_cast<uint32_t>(config.hnsw_build_beam()),
      .threads = threads};
  C2V_ASSIGN_OR_RETURN(const std::unique_ptr<HnswIndex> built,
                       HnswIndex::Build(vectors, options));
  for (uint32_t beam : Beams(config)) {
    C2V_ASSIGN_OR_RETURN(std::unique_ptr<HnswIndex> graph,
                         HnswIndex::Create(vectors, built->graph(), beam));
    const double recall =
        IndexRecall(*graph, queries, vectors.dimension, {.k = kRecallResults});
    if (recall >= config.recall_floor()) {
      return ChosenIndex{std::move(graph), beam, recall};
    }
  }
  return ChosenIndex();
}

}  // namespace customer2vec
