// Scores items by the sessions most like the one at hand: VS-kNN (Ludewig and
// Jannach 2018) with the decays of STAN (Garg et al. 2019), the index of
// VMIS-kNN (Kersbergen et al. 2022), and a score for repeats.
//
//   SessionKnnScorer scorer("like_these", sessions, parameters, histories);
//   scorer.Rank({.events = session}, {.k = 20}, &top);
//
// For a session s and a stored session n (`age` counts events after, `d` the
// events between an item of n and the item of n that s came to last):
//
//   similarity(n) = weight(n) * sum over shared items of
//                   position_decay^age * query_weight(item)
//   votes(i) = item_weight(i) * sum over the `neighbors` most similar n
//              with i of similarity(n) * distance_decay^d
//              (times own_votes for items of s)
//   score(i) = votes(i) / sum of votes + repeat_weight * repeat_decay^age(i)
//
// Sessions are numbered by time. The posting list of an item holds its latest
// sessions, newest first, so the `sample_size` most recent sessions that share
// anything come out of a merge of the lists, which stops there: a query costs
// O(sample_size * log(events)) however many sessions there are.
//
// Immutable, safe for concurrent use; a view over arrays that outlive it.

#ifndef CUSTOMER2VEC_CORE_SERVABLES_SESSION_KNN_H_
#define CUSTOMER2VEC_CORE_SERVABLES_SESSION_KNN_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/history/customer_histories.h"
#include "core/servables/servable.h"

namespace customer2vec {

// Items of session n are items[offsets[n], offsets[n + 1]), in their order,
// repeats included; sessions with item i are postings[posting_offsets[i],
// posting_offsets[i + 1]), descending.
struct SessionLists {
  std::span<const uint64_t> session_offsets;  // size sessions + 1
  std::span<const uint32_t> session_items;
  std::span<const float> session_weights;     // by session, >= 0
  std::span<const uint64_t> posting_offsets;  // size items + 1
  std::span<const uint32_t> postings;
  std::span<const float> query_weights;  // by item, >= 0
  std::span<const float> item_weights;   // by item, >= 0

  size_t session_count() const {
    return session_offsets.empty() ? 0 : session_offsets.size() - 1;
  }
  size_t item_count() const {
    return posting_offsets.empty() ? 0 : posting_offsets.size() - 1;
  }
  std::span<const uint32_t> ItemsOf(uint32_t session) const {
    return session_items.subspan(
        session_offsets[session],
        session_offsets[session + 1] - session_offsets[session]);
  }
};

// As in v1::SessionKnnConfig, which says their ranges.
struct SessionKnnParameters {
  size_t neighbors = 500;
  size_t sample_size = 2500;
  size_t max_events = 30;
  float position_decay = 0.7f;
  float distance_decay = 0.8f;
  float backward_weight = 1;
  float repeat_weight = 0;
  float repeat_decay = 0.8f;
  float without_last_item = 1;
  float own_votes = 1;
};

class SessionKnnScorer final : public Scorer {
 public:
  // REQUIRES: lists and parameters as described.
  SessionKnnScorer(std::string name, const SessionLists& lists,
                   const SessionKnnParameters& parameters,
                   const CustomerHistories& histories);

  void Rank(const ScorerQuery& query, const SearchOptions& options,
            std::vector<ScoredItem>* top) const override;

 private:
  SessionLists lists_;
  SessionKnnParameters parameters_;
  CustomerHistories histories_;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_SERVABLES_SESSION_KNN_H_
