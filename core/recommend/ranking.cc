#include "core/recommend/ranking.h"

namespace customer2vec {

Ranking Ranking::BySpace(const Space& space, Scoring scoring,
                         std::span<const float> query) {
  Ranking ranking;
  ranking.choice_.space = &space;
  ranking.scoring_ = scoring;
  ranking.query_ = query;
  return ranking;
}

Ranking Ranking::ByScorer(const Scorer& scorer, const ScorerQuery& subject) {
  Ranking ranking;
  ranking.choice_.scorer = &scorer;
  ranking.subject_ = subject;
  return ranking;
}

void Ranking::Top(const SearchOptions& options,
                  std::vector<ScoredItem>* top) const {
  if (!is_space()) {
    choice_.scorer->Rank(subject_, options, top);
  } else if (query_.empty()) {
    top->clear();
  } else {
    choice_.space->Search(scoring_, query_, options, top);
  }
}

bool Ranking::HasAny(const RowFilter* filter) const {
  if (is_space() && filter == nullptr) return !query_.empty();
  std::vector<ScoredItem> top;
  Top({.k = 1, .filter = filter}, &top);
  return !top.empty();
}

AnswerState AnswerBy(const Ranking& ranking, const RankingLimits& limits,
                     Answer* answer) {
  const bool exact =
      limits.exact || (ranking.is_space() && !limits.bounds.cursor.is_first());
  answer->servable = &ranking.servable();
  answer->more = TakePage(
      limits.bounds,
      [&](size_t k, std::vector<ScoredItem>* top) {
        ranking.Top({.k = k, .filter = limits.filter, .exact = exact}, top);
      },
      &answer->page);
  if (!answer->page.empty() || ranking.HasAny(limits.filter)) {
    return AnswerState::kAnswered;
  }
  return ranking.HasAny(nullptr) ? AnswerState::kNothingLeft
                                 : AnswerState::kNothingKnown;
}

}  // namespace customer2vec
