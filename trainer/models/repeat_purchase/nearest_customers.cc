#include "trainer/models/repeat_purchase/nearest_customers.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <numeric>
#include <thread>

#include "core/servables/sparse_scores.h"
#include "core/vectors/top_k.h"

namespace customer2vec {
namespace {

constexpr size_t kCustomersAtOnce = 16;

// A customer with the weight of one item.
struct Posting {
  uint32_t customer;
  float weight;
};

class NeighborSearch {
 public:
  NeighborSearch(const PurchaseVectors& vectors, std::span<const float> factors,
                 const v1::RepeatPurchaseConfig& config)
      : vectors_(vectors),
        factors_(factors),
        cosine_(config.metric() == v1::CUSTOMER_METRIC_COSINE),
        k_(config.neighbors()),
        squares_(vectors.customer_count()) {
    FillPostings();
    SortByLength();
  }

  // Fills the customer's row of `neighbors`.
  void Find(uint32_t customer, SparseScores* dots,
            std::vector<ScoredItem>* nearest, uint32_t* neighbors) const {
    std::fill(neighbors, neighbors + k_, kNoNeighbor);
    if (squares_[customer] <= 0) return;
    AddDots(customer, dots);
    TopK best(k_, nearest);
    for (const uint32_t other : dots->touched()) {
      if (other != customer)
        best.Push({other, Nearness((*dots)[other], other)});
    }
    if (!cosine_) AddStrangers(customer, *dots, &best);
    best.Finish();
    for (const ScoredItem& each : *nearest) *neighbors++ = each.item;
  }

 private:
  void FillPostings() {
    offsets_.assign(factors_.size() + 1, 0);
    for (const uint32_t item : vectors_.items) ++offsets_[item + 1];
    std::partial_sum(offsets_.begin(), offsets_.end(), offsets_.begin());
    postings_.resize(vectors_.items.size());
    std::vector<uint64_t> next = offsets_;
    for (uint32_t customer = 0; customer < squares_.size(); ++customer) {
      ForEach(customer, [&](uint32_t item, float weight) {
        postings_[next[item]++] = {customer, weight};
        squares_[customer] += weight * weight;
      });
    }
  }

  // The shortest vectors first: the nearest of those that share nothing.
  void SortByLength() {
    for (uint32_t customer = 0; customer < squares_.size(); ++customer) {
      if (squares_[customer] > 0) by_length_.push_back(customer);
    }
    std::stable_sort(
        by_length_.begin(), by_length_.end(),
        [this](uint32_t a, uint32_t b) { return squares_[a] < squares_[b]; });
  }

  template <typename Visit>
  void ForEach(uint32_t customer, Visit visit) const {
    const uint64_t end = vectors_.offsets[customer + 1];
    for (uint64_t i = vectors_.offsets[customer]; i < end; ++i) {
      const uint32_t item = vectors_.items[i];
      visit(item, vectors_.weights[i] * factors_[item]);
    }
  }

  void AddDots(uint32_t customer, SparseScores* dots) const {
    dots->Reset(squares_.size());
    ForEach(customer, [&](uint32_t item, float weight) {
      for (uint64_t i = offsets_[item]; i < offsets_[item + 1]; ++i) {
        dots->Add(postings_[i].customer, weight * postings_[i].weight);
      }
    });
  }

  // Greater is nearer; without the customer's own length, which is the same
  // for all.
  float Nearness(float dot, uint32_t other) const {
    return cosine_ ? dot / std::sqrt(squares_[other])
                   : 2 * dot - squares_[other];
  }

  // Customers that share nothing, as many as could be among the nearest.
  void AddStrangers(uint32_t customer, const SparseScores& dots,
                    TopK* best) const {
    size_t added = 0;
    for (const uint32_t other : by_length_) {
      if (added == k_) return;
      if (other == customer || dots.Has(other)) continue;
      best->Push({other, Nearness(0, other)});
      ++added;
    }
  }

  const PurchaseVectors vectors_;
  const std::span<const float> factors_;
  const bool cosine_;
  const size_t k_;
  std::vector<float> squares_;  // by customer
  std::vector<uint64_t> offsets_;
  std::vector<Posting> postings_;
  std::vector<uint32_t> by_length_;
};

// Takes blocks of customers until none is left.
void FindBlocks(const NeighborSearch& search, size_t customers, size_t k,
                std::atomic<size_t>* next, std::vector<uint32_t>* neighbors) {
  SparseScores dots;
  std::vector<ScoredItem> nearest;
  while (true) {
    const size_t begin = next->fetch_add(kCustomersAtOnce);
    if (begin >= customers) return;
    const size_t end = std::min(begin + kCustomersAtOnce, customers);
    for (size_t customer = begin; customer < end; ++customer) {
      search.Find(static_cast<uint32_t>(customer), &dots, &nearest,
                  neighbors->data() + customer * k);
    }
  }
}

}  // namespace

std::vector<uint32_t> NearestCustomers(const PurchaseVectors& vectors,
                                       std::span<const float> factors,
                                       const v1::RepeatPurchaseConfig& config,
                                       size_t threads) {
  const size_t k = config.neighbors();
  const size_t customers = vectors.customer_count();
  std::vector<uint32_t> neighbors(customers * k);
  if (k == 0) return neighbors;
  const NeighborSearch search(vectors, factors, config);
  std::atomic<size_t> next = 0;
  std::vector<std::thread> others;
  for (size_t i = 1; i < threads; ++i) {
    others.emplace_back(FindBlocks, std::cref(search), customers, k, &next,
                        &neighbors);
  }
  FindBlocks(search, customers, k, &next, &neighbors);
  for (std::thread& other : others) other.join();
  return neighbors;
}

}  // namespace customer2vec
