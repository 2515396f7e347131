// Ranks items whose terms (attribute values, words of the name) are those of
// the history: content-based filtering over TF-IDF rows of unit length.
//
//   ContentScorer scorer("content", tables, rows, /*popularity_weight=*/0.1F);
//   scorer.Rank({.events = session}, {.k = 20, .filter = &filter}, &top);
//
// The profile is the sum of the history's rows, each times its weight (of a
// customer's stored history, HistoryEntry::decayed_count), at unit length; the
// score is profile . row + popularity_weight * log(1 + baskets) / log(1 + most
// baskets), for items that share a term with the profile. One event is
// item-to-item.
//
// Exact. Terms are walked from the one that can add most; once what is left
// cannot lift an item not met so far into the best k, no more are collected
// (Turtle and Flood 1995). O(postings of the profile's terms), far fewer for
// short histories.
//
// A view of tables and rows, which outlive it; owns the postings, made from
// the rows (12 bytes a weight). Immutable, thread-safe.

#ifndef CUSTOMER2VEC_CORE_SERVABLES_CONTENT_SCORER_H_
#define CUSTOMER2VEC_CORE_SERVABLES_CONTENT_SCORER_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/servables/servable.h"
#include "core/tables/tables.h"

namespace customer2vec {

// Sparse vectors of all items: item i has weights[p] of terms[p] for p in
// [offsets[i], offsets[i + 1]).
struct TermRows {
  std::span<const uint64_t> offsets;  // items + 1
  std::span<const uint32_t> terms;    // below term_count, ascending in a row
  std::span<const float> weights;     // finite, > 0
  size_t term_count = 0;
};

class ContentScorer final : public Scorer {
 public:
  // REQUIRES: rows are as said and one each for the tables' items,
  // popularity_weight is finite and >= 0.
  ContentScorer(std::string name, const Tables& tables, TermRows rows,
                float popularity_weight);

  void Rank(const ScorerQuery& query, const SearchOptions& options,
            std::vector<ScoredItem>* top) const override;

 private:
  struct Profile;
  struct Posting {
    uint32_t item;
    float weight;
  };

  void AddRow(uint32_t item, float weight, Profile& profile) const;
  bool MakeProfile(const ScorerQuery& query, Profile& profile) const;
  float Score(uint32_t item, const Profile& profile) const;
  bool SharesTerm(uint32_t item, const Profile& profile) const;
  std::span<const Posting> PostingsOf(uint32_t term) const;
  void Collect(const Profile& profile, const SearchOptions& options,
               std::vector<uint32_t>* items) const;

  const Tables& tables_;
  const TermRows rows_;
  const float popularity_weight_;
  std::vector<float> prior_;  // by item, in [0, 1], times popularity_weight
  std::vector<uint64_t> posting_offsets_;
  std::vector<Posting> postings_;
  std::vector<float> greatest_;  // weight of a term in any item
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_SERVABLES_CONTENT_SCORER_H_
