#include "client/segments/kmeans_segments.h"

#include <faiss/Clustering.h>
#include <faiss/IndexFlat.h>
#include <omp.h>

#include <cmath>
#include <exception>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace customer2vec {
namespace {

constexpr int kStarts = 10;
constexpr int kIterations = 50;
constexpr size_t kProductsOfOneThread = size_t{1} << 22;

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

// FAISS splits each of its many steps over all processors, which costs more
// than it gains where a step is short. For the calling thread only.
class FewThreads {
 public:
  explicit FewThreads(bool one) : before_(omp_get_max_threads()) {
    if (one) omp_set_num_threads(1);
  }
  ~FewThreads() { omp_set_num_threads(before_); }
  FewThreads(const FewThreads&) = delete;
  FewThreads& operator=(const FewThreads&) = delete;

 private:
  const int before_;
};

std::vector<uint32_t> Cluster(const std::vector<float>& rows, size_t dimension,
                              size_t k, uint64_t seed) {
  const FewThreads threads(rows.size() * k < kProductsOfOneThread);
  const auto count = static_cast<faiss::Index::idx_t>(rows.size() / dimension);
  faiss::ClusteringParameters parameters;
  parameters.niter = kIterations;
  parameters.nredo = kStarts;
  parameters.seed = static_cast<int>(seed & INT32_MAX);
  // Take every row, and do not warn of few.
  parameters.max_points_per_centroid = static_cast<int>(count);
  parameters.min_points_per_centroid = 1;
  faiss::Clustering clustering(static_cast<int>(dimension), static_cast<int>(k),
                               parameters);
  faiss::IndexFlatL2 index(static_cast<faiss::Index::idx_t>(dimension));
  clustering.train(count, rows.data(), index);
  std::vector<float> distances(count);
  std::vector<faiss::Index::idx_t> labels(count);
  index.search(count, rows.data(), 1, distances.data(), labels.data());
  return {labels.begin(), labels.end()};
}

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

}  // namespace customer2vec
