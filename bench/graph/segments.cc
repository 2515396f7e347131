#include "bench/graph/segments.h"

#include <faiss/Clustering.h>
#include <faiss/IndexFlat.h>

#include <cmath>
#include <exception>
#include <map>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace customer2vec::bench {
namespace {

constexpr int kStarts = 10;
constexpr int kIterations = 50;

std::vector<float> UnitRows(std::span<const float> rows, size_t dimension) {
  std::vector<float> unit(rows.begin(), rows.end());
  for (size_t begin = 0; begin < unit.size(); begin += dimension) {
    double squares = 0;
    for (size_t i = 0; i < dimension; ++i) {
      squares += double{unit[begin + i]} * unit[begin + i];
    }
    if (squares == 0) continue;
    for (size_t i = 0; i < dimension; ++i) {
      unit[begin + i] /= static_cast<float>(std::sqrt(squares));
    }
  }
  return unit;
}

std::vector<uint32_t> Cluster(const std::vector<float>& rows, size_t dimension,
                              size_t k, uint64_t seed) {
  const auto count = static_cast<faiss::Index::idx_t>(rows.size() / dimension);
  faiss::ClusteringParameters parameters;
  parameters.niter = kIterations;
  parameters.nredo = kStarts;
  parameters.seed = static_cast<int>(seed);
  parameters.max_points_per_centroid = static_cast<int>(count);
  faiss::Clustering clustering(static_cast<int>(dimension), static_cast<int>(k),
                               parameters);
  faiss::IndexFlatL2 index(static_cast<faiss::Index::idx_t>(dimension));
  clustering.train(count, rows.data(), index);
  std::vector<float> distances(count);
  std::vector<faiss::Index::idx_t> labels(count);
  index.search(count, rows.data(), 1, distances.data(), labels.data());
  return {labels.begin(), labels.end()};
}

double Pairs(double count) { return count * (count - 1) / 2; }

}  // namespace

absl::StatusOr<std::vector<uint32_t>> KMeansSegments(
    std::span<const float> rows, size_t dimension, size_t k, uint64_t seed) {
  if (k == 0 || rows.size() / dimension < k) {
    return absl::InvalidArgumentError(absl::StrCat(
        rows.size() / dimension, " vectors do not make ", k, " segments"));
  }
  try {
    return Cluster(UnitRows(rows, dimension), dimension, k, seed);
  } catch (const std::exception& error) {
    return absl::InternalError(absl::StrCat("k-means: ", error.what()));
  }
}

double AdjustedRandIndex(std::span<const uint32_t> a,
                         std::span<const uint32_t> b) {
  std::map<std::pair<uint32_t, uint32_t>, double> both;
  std::map<uint32_t, double> in_a, in_b;
  for (size_t i = 0; i < a.size(); ++i) {
    ++both[{a[i], b[i]}];
    ++in_a[a[i]];
    ++in_b[b[i]];
  }
  double together = 0, together_a = 0, together_b = 0;
  for (const auto& [cell, count] : both) together += Pairs(count);
  for (const auto& [segment, count] : in_a) together_a += Pairs(count);
  for (const auto& [segment, count] : in_b) together_b += Pairs(count);
  const double by_chance =
      together_a * together_b / Pairs(static_cast<double>(a.size()));
  const double most = (together_a + together_b) / 2;
  return most == by_chance ? 1 : (together - by_chance) / (most - by_chance);
}

}  // namespace customer2vec::bench
