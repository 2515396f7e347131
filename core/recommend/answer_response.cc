#include "core/recommend/answer_response.h"

namespace customer2vec {

absl::Status AnswerOrFallBack(const Snapshot& snapshot, const Ranking& ranking,
                              const RankingLimits& limits,
                              v1::FallbackPolicy policy,
                              const FallbackPlan& fallback, Answer* answer,
                              v1::ServedBy* served_by) {
  served_by->set_snapshot_version(snapshot.version());
  if (!AnswerBy(ranking, limits, answer)) {
    const Scorer* scorer =
        snapshot.FindScorer(snapshot.manifest().defaults().fallback());
    if (policy == v1::FALLBACK_POLICY_REFUSE || scorer == nullptr) {
      return fallback.refusal();
    }
    AnswerBy(Ranking::ByScorer(*scorer, {}), limits, answer);
    served_by->set_fallback(fallback.reason);
  }
  served_by->set_servable(*answer->servable);
  return absl::OkStatus();
}

}  // namespace customer2vec
