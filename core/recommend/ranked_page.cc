#include "core/recommend/ranked_page.h"

#include <algorithm>

namespace customer2vec {
namespace {

// Drops what stood on earlier pages.
void DropUpTo(const PageCursor& cursor, std::vector<ScoredItem>* items) {
  if (cursor.is_first()) return;
  items->erase(items->begin(),
               std::partition_point(items->begin(), items->end(),
                                    [&](const ScoredItem& item) {
                                      return !RanksBefore(cursor.last, item);
                                    }));
}

void DropBelow(float min_score, std::vector<ScoredItem>* items) {
  items->erase(std::partition_point(items->begin(), items->end(),
                                    [min_score](const ScoredItem& item) {
                                      return item.score >= min_score;
                                    }),
               items->end());
}

}  // namespace

bool TakePage(const PageBounds& bounds, RankTop rank,
              std::vector<ScoredItem>* page) {
  const size_t k =
      std::min(bounds.k, size_t{kMaxResults} - bounds.cursor.offset);
  // One more than the page, to see whether there is more.
  for (size_t want = bounds.cursor.offset + k + 1;; want *= 2) {
    rank(want, page);
    const bool exhausted = page->size() < want;
    DropUpTo(bounds.cursor, page);
    if (page->size() > k || exhausted) break;
  }
  DropBelow(bounds.min_score, page);
  const bool more = page->size() > k && bounds.cursor.offset + k < kMaxResults;
  if (page->size() > k) page->resize(k);
  return more;
}

}  // namespace customer2vec
