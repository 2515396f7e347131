#include "core/servables/session_knn.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/servables/query_events.h"
#include "core/servables/sparse_scores.h"

namespace customer2vec {
namespace {

// A posting list on its way through the merge.
struct Cursor {
  uint32_t session;  // next session of the list
  uint32_t event;    // number of the event in Scratch::events
  const uint32_t* next;
  const uint32_t* end;
};

// The newest session on top; of one session, the latest event.
bool ComesLater(const Cursor& a, const Cursor& b) {
  return a.session != b.session ? a.session < b.session : a.event > b.event;
}

// A stored session that shares something.
struct Neighbor {
  uint32_t session;
  uint32_t event;  // the latest event whose item it holds
  float similarity;
};

bool MoreSimilar(const Neighbor& a, const Neighbor& b) {
  return a.similarity != b.similarity ? a.similarity > b.similarity
                                      : a.session > b.session;
}

// Memory of one request, kept by the thread for the next.
struct Scratch {
  std::vector<WeightedEvent> events;  // the latest first
  std::vector<Cursor> heap;
  std::vector<Neighbor> neighbors;
  std::vector<float> distance_powers;
  SparseScores scores;
};

void StartMerge(const SessionLists& lists, Scratch* scratch) {
  scratch->heap.clear();
  for (uint32_t i = 0; i < scratch->events.size(); ++i) {
    const uint32_t item = scratch->events[i].item;
    const uint32_t* begin = lists.postings.data() + lists.posting_offsets[item];
    const uint32_t* end =
        lists.postings.data() + lists.posting_offsets[item + 1];
    if (begin != end) scratch->heap.push_back({*begin, i, begin + 1, end});
  }
  std::make_heap(scratch->heap.begin(), scratch->heap.end(), ComesLater);
}

// The newest session of all lists, whose cursor moves on.
Cursor PopNewest(std::vector<Cursor>* heap) {
  std::pop_heap(heap->begin(), heap->end(), ComesLater);
  const Cursor newest = heap->back();
  if (newest.next == newest.end) {
    heap->pop_back();
  } else {
    heap->back() = {*newest.next, newest.event, newest.next + 1, newest.end};
    std::push_heap(heap->begin(), heap->end(), ComesLater);
  }
  return newest;
}

// The `sample_size` newest sessions that hold an item of the events, with the
// sum of the events' weights.
void FindSharing(const SessionLists& lists, size_t sample_size,
                 Scratch* scratch) {
  std::vector<Neighbor>& found = scratch->neighbors;
  found.clear();
  StartMerge(lists, scratch);
  while (!scratch->heap.empty()) {
    const uint32_t session = scratch->heap.front().session;
    const bool is_new = found.empty() || found.back().session != session;
    if (is_new && found.size() == sample_size) return;
    const Cursor cursor = PopNewest(&scratch->heap);
    if (is_new) found.push_back({session, cursor.event, 0});
    const WeightedEvent& event = scratch->events[cursor.event];
    found.back().similarity += event.weight * lists.query_weights[event.item];
  }
}

void KeepNearest(const SessionLists& lists, const SessionKnnParameters& p,
                 std::vector<Neighbor>* neighbors) {
  for (Neighbor& neighbor : *neighbors) {
    neighbor.similarity *= lists.session_weights[neighbor.session];
    if (neighbor.event != 0) neighbor.similarity *= p.without_last_item;
  }
  if (neighbors->size() <= p.neighbors) return;
  std::nth_element(neighbors->begin(), neighbors->begin() + p.neighbors,
                   neighbors->end(), MoreSimilar);
  neighbors->resize(p.neighbors);
}

// Powers of the distance's decay up to `longest`.
void FillPowers(float decay, size_t longest, std::vector<float>* powers) {
  powers->resize(std::max(powers->size(), longest + 1));
  float power = 1;
  for (size_t i = 0; i <= longest; ++i, power *= decay) (*powers)[i] = power;
}

// The last place of `item` in the session. REQUIRES: it is there.
size_t LastPlace(std::span<const uint32_t> items, uint32_t item) {
  size_t place = items.size() - 1;
  while (place > 0 && items[place] != item) --place;
  return place;
}

void Vote(const SessionLists& lists, const SessionKnnParameters& p,
          const Neighbor& neighbor, Scratch* scratch) {
  const auto items = lists.ItemsOf(neighbor.session);
  const size_t shared = LastPlace(items, scratch->events[neighbor.event].item);
  const float* powers = scratch->distance_powers.data();
  const float before = neighbor.similarity * p.backward_weight;
  for (size_t i = 0; i < shared; ++i) {
    scratch->scores.Add(items[i], before * powers[shared - i]);
  }
  for (size_t i = shared + 1; i < items.size(); ++i) {
    scratch->scores.Add(items[i], neighbor.similarity * powers[i - shared]);
  }
}

// Also gives every item of the session a score, which may be 0.
void ScaleOwnVotes(float factor, Scratch* scratch) {
  for (const WeightedEvent& event : scratch->events) {
    scratch->scores.Add(event.item, 0);
    scratch->scores.Set(event.item, scratch->scores[event.item] * factor);
  }
}

size_t LongestOf(const SessionLists& lists,
                 const std::vector<Neighbor>& neighbors) {
  size_t longest = 0;
  for (const Neighbor& neighbor : neighbors) {
    longest = std::max(longest, lists.ItemsOf(neighbor.session).size());
  }
  return longest;
}

// Turns sums of votes into shares.
void WeighVotes(const SessionLists& lists, SparseScores* scores) {
  double sum = 0;
  for (const uint32_t item : scores->touched()) {
    sum += double{(*scores)[item]} * lists.item_weights[item];
  }
  const double share_of_one = sum > 0 ? 1 / sum : 0;
  for (const uint32_t item : scores->touched()) {
    const double share =
        (*scores)[item] * lists.item_weights[item] * share_of_one;
    scores->Set(item, static_cast<float>(share));
  }
}

}  // namespace

SessionKnnScorer::SessionKnnScorer(std::string name, const SessionLists& lists,
                                   const SessionKnnParameters& parameters,
                                   const CustomerHistories& histories)
    : Scorer(std::move(name)),
      lists_(lists),
      parameters_(parameters),
      histories_(histories) {}

void SessionKnnScorer::Rank(const ScorerQuery& query,
                            const SearchOptions& options,
                            std::vector<ScoredItem>* top) const {
  thread_local Scratch scratch;
  const SessionKnnParameters& p = parameters_;
  QueryEvents(histories_, query, lists_.item_count(),
              {.max_events = p.max_events, .recency_decay = p.position_decay},
              &scratch.events);
  FindSharing(lists_, p.sample_size, &scratch);
  KeepNearest(lists_, p, &scratch.neighbors);
  FillPowers(p.distance_decay, LongestOf(lists_, scratch.neighbors),
             &scratch.distance_powers);
  scratch.scores.Reset(lists_.item_count());
  for (const Neighbor& neighbor : scratch.neighbors) {
    Vote(lists_, p, neighbor, &scratch);
  }
  ScaleOwnVotes(p.own_votes, &scratch);
  WeighVotes(lists_, &scratch.scores);
  if (p.repeat_weight > 0) {
    for (const WeightedEvent& event : scratch.events) {
      scratch.scores.Add(
          event.item,
          p.repeat_weight * std::pow(p.repeat_decay, float(event.age)));
    }
  }
  scratch.scores.Top(options, top);
}

}  // namespace customer2vec
