#include "core/recommend/answer_response.h"

namespace customer2vec {
namespace {

const Scorer* FallbackOf(const Snapshot& snapshot) {
  return snapshot.FindScorer(snapshot.manifest().defaults().fallback());
}

// Whether the fallback has something that the filter allows.
bool FallBackOnRest(const Scorer* scorer, const RankingLimits& limits,
                    v1::FallbackPolicy policy, Answer* answer) {
  if (policy == v1::FALLBACK_POLICY_REFUSE || scorer == nullptr) return false;
  const Ranking popular = Ranking::ByScorer(*scorer, {});
  if (!popular.HasAny(limits.filter)) return false;
  AnswerBy(popular, limits, answer);
  return true;
}

}  // namespace

absl::Status AnswerOrFallBack(const Snapshot& snapshot, const Ranking& ranking,
                              const RankingLimits& limits,
                              v1::FallbackPolicy policy,
                              const FallbackPlan& fallback, Answer* answer,
                              v1::ServedBy* served_by) {
  served_by->set_snapshot_version(snapshot.version());
  const AnswerState state = AnswerBy(ranking, limits, answer);
  if (state == AnswerState::kNothingKnown) {
    const Scorer* scorer = FallbackOf(snapshot);
    if (policy == v1::FALLBACK_POLICY_REFUSE || scorer == nullptr) {
      return fallback.refusal();
    }
    AnswerBy(Ranking::ByScorer(*scorer, {}), limits, answer);
    served_by->set_fallback(fallback.reason);
  } else if (state == AnswerState::kNothingLeft &&
             FallBackOnRest(FallbackOf(snapshot), limits, policy, answer)) {
    served_by->set_fallback(v1::FALLBACK_NOTHING_LEFT);
  }
  served_by->set_servable(*answer->servable);
  return absl::OkStatus();
}

}  // namespace customer2vec
