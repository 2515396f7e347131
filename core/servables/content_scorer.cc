#include "core/servables/content_scorer.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <optional>
#include <utility>

#include "core/base/compressed_rows.h"
#include "core/servables/allowed_rows.h"
#include "core/vectors/top_k.h"

namespace customer2vec {
namespace {

// Sums that are added up in another order differ by less.
constexpr float kRounding = 1e-4F;

// The k-th best of what items have so far at least; -infinity where there are
// fewer than k.
float KthBest(std::vector<float>& scores, size_t k) {
  if (k == 0 || scores.size() < k) return -INFINITY;
  std::nth_element(scores.begin(), scores.begin() + (k - 1), scores.end(),
                   std::greater<>());
  return scores[k - 1];
}

}  // namespace

// The history as a vector over terms: dense for look-ups, with the list of the
// terms in it. Reused by a thread; weights are all 0 between uses.
struct ContentScorer::Profile {
  std::vector<float> weights;   // by term
  std::vector<uint32_t> terms;  // with a weight, in order of first mention
  std::vector<uint8_t> is_in;   // by term

  void Prepare(size_t term_count) {
    for (const uint32_t term : terms) weights[term] = is_in[term] = 0;
    terms.clear();
    if (weights.size() < term_count) weights.resize(term_count, 0);
    if (is_in.size() < term_count) is_in.resize(term_count, 0);
  }
};

ContentScorer::ContentScorer(std::string name, const Tables& tables,
                             TermRows rows, float popularity_weight)
    : Scorer(std::move(name)),
      tables_(tables),
      rows_(rows),
      popularity_weight_(popularity_weight),
      prior_(tables.basket_counts.size(), 0),
      posting_offsets_(rows.term_count + 1, 0),
      postings_(rows.terms.size()),
      greatest_(rows.term_count, 0) {
  for (const uint32_t term : rows.terms) ++posting_offsets_[term + 1];
  std::partial_sum(posting_offsets_.begin(), posting_offsets_.end(),
                   posting_offsets_.begin());
  std::vector<uint64_t> next = posting_offsets_;
  for (uint32_t item = 0; item < prior_.size(); ++item) {
    for (uint64_t p = rows.offsets[item]; p < rows.offsets[item + 1]; ++p) {
      const uint32_t term = rows.terms[p];
      postings_[next[term]++] = {item, rows.weights[p]};
      greatest_[term] = std::max(greatest_[term], rows.weights[p]);
    }
  }
  const double most = prior_.empty() ? 0 : std::log1p(tables.basket_counts[0]);
  if (most == 0) return;
  for (size_t item = 0; item < prior_.size(); ++item) {
    prior_[item] =
        popularity_weight *
        static_cast<float>(std::log1p(tables.basket_counts[item]) / most);
  }
}

void ContentScorer::AddRow(uint32_t item, float weight,
                           Profile& profile) const {
  for (uint64_t p = rows_.offsets[item]; p < rows_.offsets[item + 1]; ++p) {
    const uint32_t term = rows_.terms[p];
    if (!profile.is_in[term]) profile.terms.push_back(term);
    profile.is_in[term] = 1;
    profile.weights[term] += weight * rows_.weights[p];
  }
}

// False when nothing is known of the history, or likes and dislikes cancel out.
bool ContentScorer::MakeProfile(const ScorerQuery& query,
                                Profile& profile) const {
  profile.Prepare(rows_.term_count);
  if (query.customer) {
    for (const HistoryEntry& entry : tables_.histories.Of(*query.customer)) {
      AddRow(entry.item, entry.decayed_count, profile);
    }
  }
  for (const HistoryEvent& event : query.events) {
    AddRow(event.item, event.weight, profile);
  }
  double squares = 0;
  for (const uint32_t term : profile.terms) {
    squares +=
        static_cast<double>(profile.weights[term]) * profile.weights[term];
  }
  if (!(squares > 0)) return false;
  const auto scale = static_cast<float>(1 / std::sqrt(squares));
  for (const uint32_t term : profile.terms) profile.weights[term] *= scale;
  return true;
}

float ContentScorer::Score(uint32_t item, const Profile& profile) const {
  float sum = 0;
  for (uint64_t p = rows_.offsets[item]; p < rows_.offsets[item + 1]; ++p) {
    sum += rows_.weights[p] * profile.weights[rows_.terms[p]];
  }
  return sum + prior_[item];
}

bool ContentScorer::SharesTerm(uint32_t item, const Profile& profile) const {
  const std::span<const uint32_t> terms =
      RowOf(rows_.offsets, rows_.terms, item);
  return std::any_of(terms.begin(), terms.end(),
                     [&](uint32_t term) { return profile.is_in[term] != 0; });
}

std::span<const ContentScorer::Posting> ContentScorer::PostingsOf(
    uint32_t term) const {
  return RowOf<Posting>(posting_offsets_, postings_, term);
}

// Every item that may be among the best k, and some more.
void ContentScorer::Collect(const Profile& profile,
                            const SearchOptions& options,
                            std::vector<uint32_t>* items) const {
  thread_local std::vector<float> sums;  // by item; 0 between uses
  thread_local std::vector<uint8_t> met;
  thread_local std::vector<float> scores;
  sums.resize(std::max(sums.size(), prior_.size()), 0);
  met.resize(std::max(met.size(), prior_.size()), 0);
  std::vector<uint32_t> terms = profile.terms;
  const auto most = [&](uint32_t term) {
    return std::max(profile.weights[term], 0.0F) * greatest_[term];
  };
  std::sort(terms.begin(), terms.end(), [&](uint32_t a, uint32_t b) {
    return most(a) != most(b) ? most(a) > most(b) : a < b;
  });
  // What the terms still to come can add, and take, at most.
  double gain = 0, loss = 0;
  for (const uint32_t term : terms) {
    gain += most(term);
    loss += std::min(profile.weights[term], 0.0F) * greatest_[term];
  }
  items->clear();
  const size_t excluded =
      options.filter == nullptr ? 0 : options.filter->excluded_count();
  for (const uint32_t term : terms) {
    const std::span<const Posting> postings = PostingsOf(term);
    if (postings.size() > items->size() && items->size() >= options.k) {
      scores.clear();
      for (const uint32_t item : *items) {
        scores.push_back(sums[item] + prior_[item]);
      }
      // Excluded items may be the best of them.
      const float bar =
          KthBest(scores, options.k + excluded) + static_cast<float>(loss);
      if (gain + popularity_weight_ + kRounding < bar) break;
    }
    const float weight = profile.weights[term];
    for (const Posting& posting : postings) {
      if (!met[posting.item]) items->push_back(posting.item);
      met[posting.item] = 1;
      sums[posting.item] += weight * posting.weight;
    }
    gain -= most(term);
    loss -= std::min(weight, 0.0F) * greatest_[term];
  }
  for (const uint32_t item : *items) sums[item] = met[item] = 0;
}

void ContentScorer::Rank(const ScorerQuery& query, const SearchOptions& options,
                         std::vector<ScoredItem>* top) const {
  thread_local Profile profile;
  thread_local std::vector<uint32_t> items;
  TopK best(options.k, top);
  if (!MakeProfile(query, profile)) return;
  const RowFilter* filter = options.filter;
  if (filter != nullptr && filter->candidates()) {
    AllowedRows rows(filter, prior_.size());
    while (const std::optional<uint32_t> row = rows.Next()) {
      if (SharesTerm(*row, profile)) best.Push({*row, Score(*row, profile)});
    }
  } else {
    Collect(profile, options, &items);
    for (const uint32_t item : items) {
      const ScoredItem scored = {item, Score(item, profile)};
      if (!best.WouldKeep(scored)) continue;
      if (filter == nullptr || filter->Allows(item)) best.Push(scored);
    }
  }
  best.Finish();
}

}  // namespace customer2vec
