#include "trainer/evaluation/metrics.h"

#include <algorithm>
#include <cmath>

namespace customer2vec {
namespace {

double Discount(size_t rank) {
  return 1 / std::log2(static_cast<double>(rank) + 1);
}

double IdealGain(size_t targets) {
  double gain = 0;
  for (size_t rank = 1; rank <= targets; ++rank) gain += Discount(rank);
  return gain;
}

}  // namespace

ListQuality MeasureList(std::span<const ScoredItem> top,
                        std::span<const uint32_t> targets, size_t cutoff) {
  ListQuality quality;
  size_t hits = 0;
  for (size_t i = 0; i < std::min(top.size(), cutoff); ++i) {
    if (!std::binary_search(targets.begin(), targets.end(), top[i].item))
      continue;
    if (hits == 0) quality.mrr = 1.0 / static_cast<double>(i + 1);
    ++hits;
    quality.ndcg += Discount(i + 1);
    quality.average_precision +=
        static_cast<double>(hits) / static_cast<double>(i + 1);
  }
  const size_t reachable = std::min(cutoff, targets.size());
  quality.recall =
      static_cast<double>(hits) / static_cast<double>(targets.size());
  quality.precision = static_cast<double>(hits) / static_cast<double>(cutoff);
  quality.ndcg_of_all = quality.ndcg / IdealGain(targets.size());
  quality.ndcg /= IdealGain(reachable);
  quality.average_precision /= static_cast<double>(reachable);
  quality.hit_rate = hits > 0 ? 1 : 0;
  return quality;
}

void MeanWithError::Add(double value) {
  ++count_;
  const double difference = value - mean_;
  mean_ += difference / static_cast<double>(count_);
  squares_ += difference * (value - mean_);
}

double MeanWithError::standard_error() const {
  if (count_ < 2) return 0;
  const auto n = static_cast<double>(count_);
  return std::sqrt(squares_ / (n - 1) / n);
}

}  // namespace customer2vec
