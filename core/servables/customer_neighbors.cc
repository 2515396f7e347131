#include "core/servables/customer_neighbors.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "core/servables/allowed_rows.h"
#include "core/servables/customer_query.h"
#include "core/vectors/kernels.h"
#include "core/vectors/top_k.h"

namespace customer2vec {
namespace {

float InverseNorm(std::span<const float> vector) {
  const float norm = std::sqrt(Dot(vector, vector));
  return norm > 0 ? 1 / norm : 0;
}

// Memory of one request, kept by the thread for the next.
struct Scratch {
  std::vector<float> query;
  std::vector<CustomerNeighbor> neighbors;
  std::vector<float> scores;  // by item row
};

}  // namespace

std::vector<float> CustomerInverseNorms(const Space& space) {
  std::vector<float> norms(space.customer_count());
  for (uint32_t row = 0; row < norms.size(); ++row) {
    norms[row] = InverseNorm(space.CustomerVector(row));
  }
  return norms;
}

void FindNearestCustomers(const Space& space,
                          std::span<const float> inverse_norms,
                          std::span<const float> query, uint32_t self, size_t k,
                          std::vector<CustomerNeighbor>* nearest) {
  const float inverse_norm = InverseNorm(query);
  TopK best(k, nearest);
  for (uint32_t row = 0; row < inverse_norms.size(); ++row) {
    if (row == self || inverse_norms[row] == 0) continue;
    best.Push({row, Dot(query, space.CustomerVector(row)) * inverse_norms[row] *
                        inverse_norm});
  }
  best.Finish();
}

CustomerNeighborsScorer::CustomerNeighborsScorer(
    std::string name, const Tables& tables, const Space* space,
    const CustomerNeighborLists& lists,
    const CustomerNeighborsSettings& settings)
    : Scorer(std::move(name)),
      tables_(tables),
      space_(space),
      lists_(lists),
      settings_(settings),
      inverse_norms_(CustomerInverseNorms(*space)),
      popularity_of_one_(settings.popularity_weight /
                         std::max<float>(1, tables.basket_count)) {
  ComputeShares();
}

void CustomerNeighborsScorer::ComputeShares() {
  const CustomerHistories& histories = tables_.histories;
  for (uint32_t row = 0; row < histories.customer_count(); ++row) {
    const size_t begin = shares_.size();
    const uint32_t baskets = histories.basket_count(row);
    double sum = 0;
    for (const HistoryEntry& entry : histories.Of(row)) {
      const uint32_t age = baskets - 1 - entry.last_basket;
      const double share = std::pow(entry.basket_count, settings_.damping) *
                           std::pow(settings_.decay, age);
      shares_.push_back(static_cast<float>(share));
      sum += share;
    }
    for (size_t i = begin; i < shares_.size(); ++i) {
      shares_[i] = sum > 0 ? static_cast<float>(shares_[i] / sum) : 0;
    }
  }
}

std::span<const float> CustomerNeighborsScorer::SharesOf(
    uint32_t customer) const {
  const std::span<const HistoryEntry> history = tables_.histories.Of(customer);
  const size_t begin = history.data() - tables_.histories.Of(0).data();
  return std::span(shares_).subspan(begin, history.size());
}

void CustomerNeighborsScorer::Neighbors(
    const ScorerQuery& query, std::vector<CustomerNeighbor>* neighbors) const {
  neighbors->clear();
  if (query.customer && query.events.empty()) {
    const size_t begin = *query.customer * settings_.neighbors;
    for (size_t i = begin; i < begin + settings_.neighbors; ++i) {
      if (lists_.neighbors[i] == kNoRow) break;
      neighbors->push_back({lists_.neighbors[i], lists_.similarities[i]});
    }
    return;
  }
  thread_local std::vector<float> vector;
  vector.resize(space_->dimension());
  if (!EncodeCustomer(*space_, tables_.histories, query, vector)) return;
  FindNearestCustomers(*space_, inverse_norms_, vector,
                       query.customer.value_or(kNoRow), settings_.neighbors,
                       neighbors);
}

void CustomerNeighborsScorer::AddHistory(uint32_t customer, float weight,
                                         std::vector<float>& scores) const {
  const std::span<const HistoryEntry> history = tables_.histories.Of(customer);
  const std::span<const float> shares = SharesOf(customer);
  for (size_t i = 0; i < history.size(); ++i) {
    scores[history[i].item] += weight * shares[i];
  }
}

void CustomerNeighborsScorer::AddEvents(std::span<const HistoryEvent> events,
                                        float weight,
                                        std::vector<float>& scores) const {
  float sum = 0;
  for (const HistoryEvent& event : events) sum += std::max(event.weight, 0.0f);
  if (!(sum > 0)) return;
  for (const HistoryEvent& event : events) {
    if (event.weight > 0) scores[event.item] += weight * event.weight / sum;
  }
}

void CustomerNeighborsScorer::AddVotes(
    std::span<const CustomerNeighbor> neighbors,
    std::vector<float>& scores) const {
  const auto vote_of = [&](const CustomerNeighbor& neighbor) {
    return neighbor.score > 0 ? std::pow(neighbor.score, settings_.exponent)
                              : 0;
  };
  float sum = 0;
  for (const CustomerNeighbor& neighbor : neighbors) sum += vote_of(neighbor);
  if (!(sum > 0)) return;
  for (const CustomerNeighbor& neighbor : neighbors) {
    AddHistory(neighbor.item, vote_of(neighbor) / sum, scores);
  }
}

void CustomerNeighborsScorer::Rank(const ScorerQuery& query,
                                   const SearchOptions& options,
                                   std::vector<ScoredItem>* top) const {
  thread_local Scratch scratch;
  std::vector<float>& scores = scratch.scores;
  scores.assign(tables_.basket_counts.size(), 0.0f);
  if (popularity_of_one_ > 0) {
    for (size_t row = 0; row < scores.size(); ++row) {
      scores[row] =
          popularity_of_one_ * static_cast<float>(tables_.basket_counts[row]);
    }
  }
  Neighbors(query, &scratch.neighbors);
  AddVotes(scratch.neighbors, scores);
  if (settings_.own_weight > 0) {
    const bool both = query.customer && !query.events.empty();
    const float weight = settings_.own_weight / (both ? 2 : 1);
    if (query.customer) AddHistory(*query.customer, weight, scores);
    AddEvents(query.events, weight, scores);
  }
  TopK best(options.k, top);
  AllowedRows rows(options.filter, scores.size());
  while (const std::optional<uint32_t> row = rows.Next()) {
    if (scores[*row] > 0) best.Push({*row, scores[*row]});
  }
  best.Finish();
}

}  // namespace customer2vec
