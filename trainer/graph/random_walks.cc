#include "trainer/graph/random_walks.h"

#include <algorithm>
#include <atomic>
#include <functional>
#include <numeric>
#include <thread>

namespace customer2vec {
namespace {

// After so many draws in vain a step is computed exactly: both give the same
// distribution, so the switch does not bend it.
constexpr int kMaxDraws = 64;

// Walks that a thread takes at a time.
constexpr size_t kChunk = 256;

// Nodes that have arcs.
std::vector<uint32_t> Starts(const Graph& graph) {
  std::vector<uint32_t> starts;
  for (uint32_t node = 0; node < graph.node_count(); ++node) {
    if (graph.Arcs(node).size() > 0) starts.push_back(node);
  }
  return starts;
}

// Where each walk begins: for each round the starts in an order of its own.
std::vector<uint32_t> Schedule(const std::vector<uint32_t>& starts,
                               const WalkOptions& options) {
  std::vector<uint32_t> schedule;
  schedule.reserve(starts.size() * options.walks_per_node);
  for (uint32_t round = 0; round < options.walks_per_node; ++round) {
    const auto begin =
        schedule.insert(schedule.end(), starts.begin(), starts.end());
    Random random = Random(options.seed).Fork(round);
    for (size_t i = starts.size(); i > 1; --i) {
      std::swap(begin[i - 1], begin[random.Below(static_cast<uint32_t>(i))]);
    }
  }
  return schedule;
}

Random GeneratorOf(uint64_t seed, uint32_t node, uint64_t round) {
  return Random(SplitMix64(seed) ^ SplitMix64((round << 32) | node));
}

void RunThreads(size_t count, const std::function<void()>& work) {
  std::vector<std::thread> threads;
  for (size_t i = 1; i < count; ++i) threads.emplace_back(work);
  work();
  for (std::thread& thread : threads) thread.join();
}

// Closes the gaps that walks shorter than `stride` left.
void Compact(size_t stride, const std::vector<uint32_t>& lengths,
             Walks& walks) {
  uint64_t end = 0;
  for (size_t i = 0; i < lengths.size(); ++i) {
    const auto from = walks.nodes.begin() + i * stride;
    if (end != i * stride) {
      std::copy(from, from + lengths[i], walks.nodes.begin() + end);
    }
    walks.offsets.push_back(end += lengths[i]);
  }
  walks.nodes.resize(end);
}

}  // namespace

RandomWalker::RandomWalker(const Graph& graph, double p, double q)
    : graph_(graph),
      return_bias_(1 / p),
      outward_bias_(1 / q),
      highest_(graph.has_times() ? std::max({1.0, outward_bias_, return_bias_})
                                 : std::max(1.0, outward_bias_)),
      lowest_(std::min(1.0, outward_bias_)),
      first_order_(p == 1 && q == 1) {}

size_t RandomWalker::Walk(uint32_t start, Random& random,
                          std::span<uint32_t> walk) const {
  walk[0] = start;
  ArcRange arcs = graph_.Arcs(start);
  size_t length = 1;
  for (; length < walk.size() && arcs.size() > 0; ++length) {
    const uint32_t node = walk[length - 1];
    const uint64_t arc = first_order_ || length == 1
                             ? Draw(node, arcs, random)
                             : Step(walk[length - 2], node, arcs, random);
    const uint32_t next = graph_.Head(arc);
    walk[length] = next;
    arcs = graph_.has_times() ? graph_.ArcsAfter(next, graph_.Time(arc))
                              : graph_.Arcs(next);
  }
  return length;
}

uint64_t RandomWalker::Draw(uint32_t node, const ArcRange& arcs,
                            Random& random) const {
  return graph_.has_times() ? graph_.DrawAmong(arcs, random)
                            : graph_.Draw(node, random);
}

double RandomWalker::Bias(uint32_t previous, uint32_t next) const {
  if (next == previous) return return_bias_;
  return graph_.HasArc(previous, next) ? 1.0 : outward_bias_;
}

uint64_t RandomWalker::Step(uint32_t previous, uint32_t node,
                            const ArcRange& arcs, Random& random) const {
  // By how much the return outweighs every draw: drawn apart.
  double excess = 0;
  uint64_t back = kNoArc;
  if (return_bias_ > highest_) {
    back = graph_.FindArc(node, previous);
    if (back != kNoArc) {
      excess = (return_bias_ - highest_) * graph_.Weight(back);
    }
  }
  const double whole = excess + highest_ * graph_.TotalWeight(node);
  for (int draw = 0; draw < kMaxDraws; ++draw) {
    if (excess > 0 && random.Uniform() * whole < excess) return back;
    const uint64_t arc = Draw(node, arcs, random);
    const uint32_t next = graph_.Head(arc);
    const double limit = random.Uniform() * highest_;
    if (next == previous) {
      if (limit < return_bias_) return arc;
    } else if (limit < lowest_ || limit < Bias(previous, next)) {
      return arc;
    }
  }
  return StepExactly(previous, arcs, random);
}

uint64_t RandomWalker::StepExactly(uint32_t previous, const ArcRange& arcs,
                                   Random& random) const {
  std::vector<double> sums;
  double sum = 0;
  for (uint64_t arc = arcs.begin; arc < arcs.end; ++arc) {
    sum += graph_.Weight(arc) * Bias(previous, graph_.Head(arc));
    sums.push_back(sum);
  }
  const double at = random.Uniform() * sum;
  const auto found = std::upper_bound(sums.begin(), sums.end() - 1, at);
  return arcs.begin + (found - sums.begin());
}

Walks SampleWalks(const Graph& graph, const WalkOptions& options) {
  const RandomWalker walker(graph, options.p, options.q);
  const std::vector<uint32_t> starts = Starts(graph);
  const std::vector<uint32_t> schedule = Schedule(starts, options);
  const size_t stride = options.walk_length;
  Walks walks;
  walks.nodes.resize(schedule.size() * stride);
  std::vector<uint32_t> lengths(schedule.size());
  std::atomic<size_t> next_chunk = 0;
  RunThreads(std::max<size_t>(options.threads, 1), [&] {
    for (size_t begin;
         (begin = next_chunk.fetch_add(kChunk)) < lengths.size();) {
      const size_t end = std::min(begin + kChunk, lengths.size());
      for (size_t i = begin; i < end; ++i) {
        Random random =
            GeneratorOf(options.seed, schedule[i], i / starts.size());
        lengths[i] = static_cast<uint32_t>(
            walker.Walk(schedule[i], random,
                        std::span(walks.nodes).subspan(i * stride, stride)));
      }
    }
  });
  Compact(stride, lengths, walks);
  return walks;
}

}  // namespace customer2vec
