#include "trainer/models/logistic/binary_metrics.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

namespace customer2vec {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

// Cases by number, lowest value first; equal values by case.
std::vector<uint32_t> Ascending(std::span<const double> values) {
  std::vector<uint32_t> order(values.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) {
    return values[a] < values[b];
  });
  return order;
}

}  // namespace

double RocAuc(std::span<const double> scores, std::span<const uint8_t> labels) {
  const std::vector<uint32_t> order = Ascending(scores);
  double wins = 0, negatives = 0, positives = 0;
  for (size_t begin = 0, end = 0; begin < order.size(); begin = end) {
    double tied_positives = 0, tied_negatives = 0;
    while (end < order.size() && scores[order[end]] == scores[order[begin]]) {
      (labels[order[end]] ? tied_positives : tied_negatives) += 1;
      ++end;
    }
    wins += tied_positives * (negatives + tied_negatives / 2);
    positives += tied_positives;
    negatives += tied_negatives;
  }
  if (positives == 0 || negatives == 0) return kNaN;
  return wins / (positives * negatives);
}

double MeanLogLoss(std::span<const double> probabilities,
                   std::span<const uint8_t> labels) {
  if (labels.empty()) return kNaN;
  double loss = 0;
  for (size_t i = 0; i < labels.size(); ++i) {
    const double p = std::clamp(probabilities[i], 1e-15, 1 - 1e-15);
    loss -= std::log(labels[i] ? p : 1 - p);
  }
  return loss / static_cast<double>(labels.size());
}

double CalibrationError(std::span<const double> probabilities,
                        std::span<const uint8_t> labels, size_t bins) {
  if (labels.empty()) return kNaN;
  const std::vector<uint32_t> order = Ascending(probabilities);
  double error = 0;
  for (size_t bin = 0; bin < bins; ++bin) {
    double expected = 0, happened = 0;
    for (size_t i = bin * order.size() / bins;
         i < (bin + 1) * order.size() / bins; ++i) {
      expected += probabilities[order[i]];
      happened += labels[order[i]];
    }
    error += std::abs(expected - happened);
  }
  return error / static_cast<double>(order.size());
}

}  // namespace customer2vec
