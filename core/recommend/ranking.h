// A servable with what it ranks for, and how a page of it becomes an answer.
//
//   const Ranking ranking = Ranking::BySpace(space, Scoring::kNext, query);
//   Answer answer;
//   if (AnswerBy(ranking, limits, &answer) != AnswerState::kAnswered) {
//     AnswerBy(fallback, limits, &answer);
//   }
//
// Views: whatever it is made of outlives it. Thread-safe.

#ifndef CUSTOMER2VEC_CORE_RECOMMEND_RANKING_H_
#define CUSTOMER2VEC_CORE_RECOMMEND_RANKING_H_

#include <span>
#include <string>
#include <vector>

#include "core/recommend/ranked_page.h"
#include "core/recommend/servable_choice.h"
#include "core/servables/servable.h"
#include "core/vectors/row_filter.h"
#include "core/vectors/scored_item.h"

namespace customer2vec {

class Ranking {
 public:
  // By a space. An empty query ranks nothing: nothing could be encoded.
  static Ranking BySpace(const Space& space, Scoring scoring,
                         std::span<const float> query);
  static Ranking ByScorer(const Scorer& scorer, const ScorerQuery& subject);

  const std::string& servable() const { return choice_.name(); }
  bool is_space() const { return choice_.space != nullptr; }

  void Top(const SearchOptions& options, std::vector<ScoredItem>* top) const;

  // Whether it ranks anything at all that `filter` allows; null allows all.
  bool HasAny(const RowFilter* filter) const;

 private:
  ServableChoice choice_;
  Scoring scoring_ = Scoring::kNext;
  std::span<const float> query_;
  ScorerQuery subject_;
};

// What of a ranking is asked for.
struct RankingLimits {
  PageBounds bounds;
  const RowFilter* filter = nullptr;
  bool exact = false;
};

struct Answer {
  std::vector<ScoredItem> page;  // best first
  bool more = false;             // whether there is another page
  const std::string* servable = nullptr;
};

enum class AnswerState {
  // The page is the ranking's, if only because no score is high enough or the
  // pages before held everything.
  kAnswered,
  // It ranks nothing at all: nothing is known of the subject.
  kNothingKnown,
  // It ranks nothing that the filter allows.
  kNothingLeft,
};

// One page of `ranking`. Pages after the first search a space exactly, so that
// they hold what an approximate first page missed.
AnswerState AnswerBy(const Ranking& ranking, const RankingLimits& limits,
                     Answer* answer);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_RECOMMEND_RANKING_H_
