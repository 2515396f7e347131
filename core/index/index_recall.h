// How much of the truth an approximate index finds.
//
//   IndexRecall(*index, queries, 200, {.k = 20});  // 0.998
//
// recall@k of a query = share of the k best rows by exact search that the index
// returns too; the mean over the queries is returned. A row tied with the last
// exact one counts as found.

#ifndef CUSTOMER2VEC_CORE_INDEX_INDEX_RECALL_H_
#define CUSTOMER2VEC_CORE_INDEX_INDEX_RECALL_H_

#include <span>

#include "core/index/vector_index.h"

namespace customer2vec {

// `queries` are rows of `dimension` numbers, one after another. 1 where there
// are none. `options.exact` is ignored.
double IndexRecall(const VectorIndex& index, std::span<const float> queries,
                   size_t dimension, SearchOptions options);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_INDEX_INDEX_RECALL_H_
