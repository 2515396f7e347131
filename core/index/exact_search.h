// Exact search: rows compared one by one, in blocks that stay in the cache.
//
//   TopK best(20, &top);
//   ScanAll(vectors, query, filter, &best);
//   best.Finish();
//
// Scores are those of VectorSet::Score(), to the bit. `filter` may be null.
// REQUIRES: query.size() == vectors.dimension. Pure; thread-safe.

#ifndef CUSTOMER2VEC_CORE_INDEX_EXACT_SEARCH_H_
#define CUSTOMER2VEC_CORE_INDEX_EXACT_SEARCH_H_

#include <cstdint>
#include <span>

#include "core/index/vector_index.h"
#include "core/vectors/top_k.h"

namespace customer2vec {

// Pushes every allowed row.
void ScanAll(const VectorSet& vectors, std::span<const float> query,
             const RowFilter* filter, TopK* best);

// Pushes the allowed rows among `rows`; those that are none are skipped.
void ScanRows(const VectorSet& vectors, std::span<const float> query,
              std::span<const uint32_t> rows, const RowFilter* filter,
              TopK* best);

// ScanRows() over the filter's candidates if it has some, else ScanAll().
void SearchExactly(const VectorSet& vectors, std::span<const float> query,
                   const SearchOptions& options, std::vector<ScoredItem>* top);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_INDEX_EXACT_SEARCH_H_
