// One page of a ranking that can only be asked for its top.
//
//   std::vector<ScoredItem> page;
//   const bool more = TakePage({.k = 10, .cursor = cursor}, rank, &page);
//
// Pages never overlap: a page holds what ranks after the last item of the one
// before, whatever the ranking finds this time (an approximate index finds more
// the more it is asked for). Nor do they lose anything that the ranking finds:
// it is asked for more until the page is full or the ranking ends. At most
// kMaxResults can be paged through.
//
// REQUIRES: the ranking gives an item the same score each time. Pure.

#ifndef CUSTOMER2VEC_CORE_RECOMMEND_RANKED_PAGE_H_
#define CUSTOMER2VEC_CORE_RECOMMEND_RANKED_PAGE_H_

#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "absl/functional/function_ref.h"
#include "core/recommend/page_token.h"
#include "core/vectors/scored_item.h"

namespace customer2vec {

// Results of one request, over all pages.
inline constexpr uint32_t kMaxResults = 10000;

struct PageBounds {
  size_t k = 10;
  PageCursor cursor;  // offset at most kMaxResults
  float min_score = -std::numeric_limits<float>::infinity();
};

// Puts the best `k` items of a ranking into `top`, best first; fewer only where
// there are no more.
using RankTop = absl::FunctionRef<void(size_t k, std::vector<ScoredItem>* top)>;

// Fills `page`, best first. Whether there is more after it.
bool TakePage(const PageBounds& bounds, RankTop rank,
              std::vector<ScoredItem>* page);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_RECOMMEND_RANKED_PAGE_H_
