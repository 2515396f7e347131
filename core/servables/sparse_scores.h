// Adds up scores of a few items among many: what every scorer that sums votes
// does before it keeps the best.
//
//   thread_local SparseScores scores;       // its memory serves the next call
//   scores.Reset(item_count);
//   scores.Add(item, 0.5f);
//   for (uint32_t item : scores.touched()) ... scores[item] ...
//
// Add() is O(1), Reset() is O(items touched since the last one). Holds 4 bytes
// for each item of the largest vocabulary seen. Not thread-safe: one a thread.

#ifndef CUSTOMER2VEC_CORE_SERVABLES_SPARSE_SCORES_H_
#define CUSTOMER2VEC_CORE_SERVABLES_SPARSE_SCORES_H_

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/index/vector_index.h"
#include "core/vectors/row_filter.h"
#include "core/vectors/scored_item.h"
#include "core/vectors/top_k.h"

namespace customer2vec {

class SparseScores {
 public:
  // Forgets all scores. Rows below `item_count` may be added after.
  void Reset(size_t item_count) {
    for (const uint32_t item : touched_) scores_[item] = kUntouched;
    touched_.clear();
    if (scores_.size() < item_count) scores_.resize(item_count, kUntouched);
  }

  // REQUIRES, also below: item < item_count of the last Reset().
  void Add(uint32_t item, float score) {
    if (!Has(item)) touched_.push_back(item);
    // From the mark, -0, a score of -0 becomes 0, which is none.
    scores_[item] = (scores_[item] + 0.0f) + score;
  }

  bool Has(uint32_t item) const {
    return scores_[item] != 0 || !std::signbit(scores_[item]);
  }

  // Replaces the score of an item that was added. `score` is not -0.
  void Set(uint32_t item, float score) { scores_[item] = score; }

  // Items added, in the order of their first Add().
  std::span<const uint32_t> touched() const { return touched_; }
  float operator[](uint32_t item) const { return scores_[item]; }

  // The best of the positive scores, best first, honouring the filter.
  void Top(const SearchOptions& options, std::vector<ScoredItem>* top) const {
    TopK best(options.k, top);
    for (const uint32_t item : touched_) {
      const ScoredItem scored{item, scores_[item]};
      if (scored.score <= 0 || !best.WouldKeep(scored)) continue;
      if (options.filter != nullptr && !options.filter->Allows(item)) continue;
      best.Push(scored);
    }
    best.Finish();
  }

 private:
  static constexpr float kUntouched = -0.0f;  // marks an item without a score

  std::vector<float> scores_;
  std::vector<uint32_t> touched_;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_SERVABLES_SPARSE_SCORES_H_
