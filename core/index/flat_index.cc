#include "core/index/flat_index.h"

#include "core/index/exact_search.h"

namespace customer2vec {

void FlatIndex::Search(std::span<const float> query,
                       const SearchOptions& options,
                       std::vector<ScoredItem>* top) const {
  SearchExactly(vectors_, query, options, top);
}

}  // namespace customer2vec
