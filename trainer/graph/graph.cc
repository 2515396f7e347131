#include "trainer/graph/graph.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <utility>

namespace customer2vec {
namespace {

// Fills the slots of one node from weights scaled to a mean of 1 (Vose 1991).
template <typename Alias>
class AliasFiller {
 public:
  void Fill(std::span<const float> weights, double total,
            std::span<Alias> slots) {
    const double scale = static_cast<double>(weights.size()) / total;
    left_.clear();
    small_.clear();
    large_.clear();
    for (uint32_t i = 0; i < weights.size(); ++i) {
      left_.push_back(weights[i] * scale);
      (left_[i] < 1 ? small_ : large_).push_back(i);
      slots[i] = {1.0f, i};
    }
    while (!small_.empty() && !large_.empty()) Pair(slots);
  }

 private:
  // A small arc's slot is filled up by a large one.
  void Pair(std::span<Alias> slots) {
    const uint32_t small = small_.back();
    const uint32_t large = large_.back();
    small_.pop_back();
    slots[small] = {static_cast<float>(left_[small]), large};
    left_[large] -= 1 - left_[small];
    if (left_[large] >= 1) return;
    large_.pop_back();
    small_.push_back(large);
  }

  std::vector<double> left_;
  std::vector<uint32_t> small_;
  std::vector<uint32_t> large_;
};

}  // namespace

double Graph::Weight(uint64_t arc) const {
  return weights_.empty() ? 1.0 : double{weights_[arc]};
}

double Graph::TotalWeight(uint32_t node) const {
  return weights_.empty() ? static_cast<double>(Arcs(node).size())
                          : totals_[node];
}

bool Graph::HasArc(uint32_t from, uint32_t to) const {
  const std::vector<uint32_t>& heads = has_times() ? sorted_heads_ : heads_;
  return std::binary_search(heads.begin() + offsets_[from],
                            heads.begin() + offsets_[from + 1], to);
}

uint64_t Graph::FindArc(uint32_t from, uint32_t to) const {
  const auto begin = heads_.begin() + offsets_[from];
  const auto end = heads_.begin() + offsets_[from + 1];
  const auto found = std::lower_bound(begin, end, to);
  if (found == end || *found != to) return kNoArc;
  return found - heads_.begin();
}

ArcRange Graph::ArcsAfter(uint32_t node, int64_t time) const {
  const auto end = times_.begin() + offsets_[node + 1];
  const auto first =
      std::upper_bound(times_.begin() + offsets_[node], end, time);
  return {static_cast<uint64_t>(first - times_.begin()), offsets_[node + 1]};
}

uint64_t Graph::DrawAmong(const ArcRange& arcs, Random& random) const {
  if (sums_.empty()) {
    return arcs.begin + random.Below(static_cast<uint32_t>(arcs.size()));
  }
  const auto begin = sums_.begin() + arcs.begin;
  const auto last = sums_.begin() + arcs.end - 1;
  const double before = *begin - Weight(arcs.begin);
  const double at = before + random.Uniform() * (*last - before);
  return std::upper_bound(begin, last, at) - sums_.begin();
}

void GraphBuilder::Add(const GraphEdge& edge, Direction direction) {
  arcs_.push_back({edge.from, edge.to, edge.weight, edge.time});
  if (direction == Direction::kBoth) {
    arcs_.push_back({edge.to, edge.from, edge.weight, edge.time});
  }
}

void GraphBuilder::GroupByTail(std::vector<uint64_t>& offsets) {
  for (const GraphEdge& arc : arcs_) ++offsets[arc.from + 1];
  std::partial_sum(offsets.begin(), offsets.end(), offsets.begin());
  std::vector<uint64_t> next(offsets.begin(), offsets.end() - 1);
  std::vector<GraphEdge> grouped(arcs_.size());
  for (const GraphEdge& arc : arcs_) grouped[next[arc.from]++] = arc;
  arcs_ = std::move(grouped);
}

Graph GraphBuilder::Build(size_t node_count, const GraphOptions& options) && {
  std::vector<uint64_t> offsets(node_count + 1);
  GroupByTail(offsets);
  Graph graph;
  for (size_t node = 0; node < node_count; ++node) {
    const std::span<GraphEdge> row(arcs_.data() + offsets[node],
                                   offsets[node + 1] - offsets[node]);
    std::stable_sort(row.begin(), row.end(),
                     [&](const GraphEdge& a, const GraphEdge& b) {
                       if (options.keep_times && a.time != b.time) {
                         return a.time < b.time;
                       }
                       return a.to < b.to;
                     });
    graph.AddRow(row, options);
  }
  graph.ForgetEqualWeights();
  graph.FillTotals();
  if (options.keep_times) {
    graph.FillSums();
    graph.SortHeads();
  } else {
    graph.FillAliases();
  }
  return graph;
}

void Graph::AddRow(std::span<const GraphEdge> arcs,
                   const GraphOptions& options) {
  for (size_t i = 0; i < arcs.size();) {
    double weight = 0;
    const size_t first = i;
    do {
      weight += arcs[i++].weight;
    } while (!options.keep_times && i < arcs.size() &&
             arcs[i].to == arcs[first].to);
    heads_.push_back(arcs[first].to);
    weights_.push_back(
        static_cast<float>(std::pow(weight, options.weight_exponent)));
    if (options.keep_times) times_.push_back(arcs[first].time);
  }
  offsets_.push_back(heads_.size());
}

void Graph::ForgetEqualWeights() {
  const bool equal =
      std::adjacent_find(weights_.begin(), weights_.end(),
                         std::not_equal_to<>()) == weights_.end();
  if (equal) weights_ = {};
}

void Graph::FillTotals() {
  if (weights_.empty()) return;
  totals_.resize(node_count());
  for (uint32_t node = 0; node < node_count(); ++node) {
    const auto [begin, end] = Arcs(node);
    totals_[node] =
        std::accumulate(weights_.begin() + begin, weights_.begin() + end, 0.0);
  }
}

void Graph::FillAliases() {
  if (weights_.empty()) return;
  aliases_.resize(arc_count());
  AliasFiller<Alias> filler;
  for (uint32_t node = 0; node < node_count(); ++node) {
    const ArcRange arcs = Arcs(node);
    filler.Fill(std::span(weights_).subspan(arcs.begin, arcs.size()),
                totals_[node],
                std::span(aliases_).subspan(arcs.begin, arcs.size()));
  }
}

void Graph::FillSums() {
  if (weights_.empty()) return;
  sums_.reserve(arc_count());
  for (uint32_t node = 0; node < node_count(); ++node) {
    const auto [begin, end] = Arcs(node);
    double sum = 0;
    for (uint64_t arc = begin; arc < end; ++arc) {
      sums_.push_back(sum += weights_[arc]);
    }
  }
}

void Graph::SortHeads() {
  sorted_heads_ = heads_;
  for (uint32_t node = 0; node < node_count(); ++node) {
    std::sort(sorted_heads_.begin() + offsets_[node],
              sorted_heads_.begin() + offsets_[node + 1]);
  }
}

}  // namespace customer2vec
