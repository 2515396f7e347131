#include "trainer/models/session_knn/session_knn_index.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>

#include "trainer/models/field_checks.h"

namespace customer2vec {
namespace {

std::vector<uint32_t> BasketsByTime(const Corpus& corpus) {
  std::vector<uint32_t> baskets(corpus.basket_count());
  std::iota(baskets.begin(), baskets.end(), 0);
  std::stable_sort(baskets.begin(), baskets.end(), [&](uint32_t a, uint32_t b) {
    return corpus.Time(a) < corpus.Time(b);
  });
  return baskets;
}

// Items of a basket that are known, each once, ascending.
void DistinctItems(std::span<const uint32_t> items, size_t item_count,
                   std::vector<uint32_t>* distinct) {
  distinct->clear();
  for (const uint32_t item : items) {
    if (item < item_count) distinct->push_back(item);
  }
  std::sort(distinct->begin(), distinct->end());
  distinct->erase(std::unique(distinct->begin(), distinct->end()),
                  distinct->end());
}

size_t KnownItems(std::span<const uint32_t> items, size_t item_count) {
  return std::count_if(items.begin(), items.end(), [item_count](uint32_t item) {
    return item < item_count;
  });
}

// Makes the lists from the newest session back.
class SessionIndexer {
 public:
  SessionIndexer(const Corpus& corpus, const v1::SessionKnnConfig& config)
      : corpus_(corpus),
        config_(config),
        item_count_(VocabularySize(corpus, config.min_count())),
        by_time_(BasketsByTime(corpus)) {}

  OwnedSessionLists Build() {
    ChooseSessions();
    FillSessions();
    FillPostings();
    FillWeights();
    return std::move(lists_);
  }

 private:
  // Which places of by_time_ are kept: those not too old for all their items.
  void ChooseSessions() {
    std::vector<uint32_t> newer(item_count_);
    kept_.assign(by_time_.size(), false);
    for (size_t place = by_time_.size(); place-- > 0;) {
      const auto items = corpus_.Items(by_time_[place]);
      if (KnownItems(items, item_count_) < 2) continue;
      DistinctItems(items, item_count_, &distinct_);
      for (const uint32_t item : distinct_) {
        if (newer[item]++ < SampleSize()) kept_[place] = true;
      }
    }
  }

  void FillSessions() {
    for (size_t place = 0; place < by_time_.size(); ++place) {
      if (!kept_[place]) continue;
      for (const uint32_t item : corpus_.Items(by_time_[place])) {
        if (item < item_count_) lists_.session_items.push_back(item);
      }
      const size_t begin = lists_.session_offsets.back();
      const size_t length = lists_.session_items.size() - begin;
      lists_.session_offsets.push_back(lists_.session_items.size());
      lists_.session_weights.push_back(WeightOf(length, place));
    }
  }

  float WeightOf(size_t length, size_t place) const {
    double weight = std::pow(double(length), -config_.length_exponent());
    if (config_.half_life() > 0) {
      const double age =
          double(by_time_.size() - 1 - place) / double(by_time_.size());
      weight *= std::exp2(-age / config_.half_life());
    }
    return static_cast<float>(weight);
  }

  void FillPostings() {
    std::vector<std::vector<uint32_t>> postings(item_count_);
    const SessionLists view = lists_.view();
    for (size_t session = view.session_count(); session-- > 0;) {
      DistinctItems(view.ItemsOf(session), item_count_, &distinct_);
      for (const uint32_t item : distinct_) {
        if (postings[item].size() < SampleSize()) {
          postings[item].push_back(static_cast<uint32_t>(session));
        }
      }
    }
    for (const std::vector<uint32_t>& sessions : postings) {
      lists_.postings.insert(lists_.postings.end(), sessions.begin(),
                             sessions.end());
      lists_.posting_offsets.push_back(lists_.postings.size());
    }
  }

  void FillWeights() {
    const double baskets = double(corpus_.basket_count());
    for (size_t item = 0; item < item_count_; ++item) {
      const double count = corpus_.basket_counts()[item];
      const double idf = std::log1p(baskets / count);
      lists_.query_weights.push_back(
          static_cast<float>(std::pow(idf, config_.similarity_idf())));
      lists_.item_weights.push_back(
          static_cast<float>(std::pow(count, -config_.popularity_exponent())));
    }
  }

  size_t SampleSize() const { return config_.sample_size(); }

  const Corpus& corpus_;
  const v1::SessionKnnConfig& config_;
  const size_t item_count_;
  const std::vector<uint32_t> by_time_;  // baskets, the oldest first
  std::vector<bool> kept_;               // by place in by_time_
  std::vector<uint32_t> distinct_;
  OwnedSessionLists lists_;
};

}  // namespace

void FillSessionKnnDefaults(v1::SessionKnnConfig* config) {
  if (config->neighbors() == 0) config->set_neighbors(500);
  if (config->sample_size() == 0) config->set_sample_size(2500);
  if (config->max_events() == 0) config->set_max_events(30);
  if (config->min_count() == 0) config->set_min_count(1);
  if (!config->has_position_decay()) config->set_position_decay(0.7);
  if (!config->has_similarity_idf()) config->set_similarity_idf(1);
  if (!config->has_length_exponent()) config->set_length_exponent(0.5);
  if (!config->has_distance_decay()) config->set_distance_decay(0.8);
  if (!config->has_backward_weight()) config->set_backward_weight(1);
  if (!config->has_repeat_decay()) config->set_repeat_decay(0.8);
  if (!config->has_without_last_item()) config->set_without_last_item(1);
  if (!config->has_own_votes()) config->set_own_votes(1);
}

absl::Status CheckSessionKnn(const v1::SessionKnnConfig& config,
                             const std::string& field) {
  constexpr double kAboveZero = 1e-6;
  return FieldChecks(field)
      .Number("neighbors", config.neighbors(), 1, 100000)
      .Number("sample_size", config.sample_size(), 1, 1000000)
      .Number("max_events", config.max_events(), 1, 1000)
      .Number("position_decay", config.position_decay(), kAboveZero, 1)
      .Number("similarity_idf", config.similarity_idf(), 0, 4)
      .Number("length_exponent", config.length_exponent(), 0, 2)
      .Number("distance_decay", config.distance_decay(), kAboveZero, 1)
      .Number("backward_weight", config.backward_weight(), 0, 1)
      .Number("popularity_exponent", config.popularity_exponent(), 0, 2)
      .Number("half_life", config.half_life(), 0, 1e9)
      .Number("repeat_weight", config.repeat_weight(), 0, 1e9)
      .Number("repeat_decay", config.repeat_decay(), kAboveZero, 1)
      .Number("min_count", config.min_count(), 1, 1e9)
      .Number("without_last_item", config.without_last_item(), 0, 1)
      .Number("own_votes", config.own_votes(), 0, 1)
      .status();
}

OwnedSessionLists BuildSessionLists(const Corpus& corpus,
                                    const v1::SessionKnnConfig& config) {
  return SessionIndexer(corpus, config).Build();
}

SessionKnnParameters SessionKnnParametersOf(
    const v1::SessionKnnConfig& config) {
  SessionKnnParameters p;
  p.neighbors = config.neighbors();
  p.sample_size = config.sample_size();
  p.max_events = config.max_events();
  p.position_decay = static_cast<float>(config.position_decay());
  p.distance_decay = static_cast<float>(config.distance_decay());
  p.backward_weight = static_cast<float>(config.backward_weight());
  p.repeat_weight = static_cast<float>(config.repeat_weight());
  p.repeat_decay = static_cast<float>(config.repeat_decay());
  p.without_last_item = static_cast<float>(config.without_last_item());
  p.own_votes = static_cast<float>(config.own_votes());
  return p;
}

}  // namespace customer2vec
