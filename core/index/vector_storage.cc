#include "core/index/vector_storage.h"

#include <faiss/impl/FaissAssert.h>

#include <algorithm>
#include <limits>

#include "core/index/exact_search.h"

namespace customer2vec {
namespace {

// Distance to a query: the score with its sign changed. A score that is no
// number is the largest distance, so that it cannot upset FAISS's heaps.
class QueryDistance : public faiss::DistanceComputer {
 public:
  explicit QueryDistance(const VectorSet& vectors) : vectors_(vectors) {}

  void set_query(const float* query) override {
    query_ = std::span(query, vectors_.dimension);
  }
  float operator()(int64_t row) override {
    return Distance(vectors_.Score(query_, row));
  }
  float symmetric_dis(int64_t i, int64_t j) override {
    return Distance(vectors_.Score(vectors_.Row(i), j));
  }

 private:
  static float Distance(float score) {
    return score == score ? -score : std::numeric_limits<float>::max();
  }

  VectorSet vectors_;
  std::span<const float> query_;
};

}  // namespace

VectorStorage::VectorStorage(const VectorSet& vectors)
    : faiss::Index(static_cast<int64_t>(vectors.dimension),
                   faiss::METRIC_INNER_PRODUCT),
      vectors_(vectors) {
  ntotal = static_cast<int64_t>(vectors.size());
}

void VectorStorage::search(int64_t n, const float* x, int64_t k,
                           float* distances, int64_t* labels,
                           const faiss::SearchParameters* params) const {
  FAISS_THROW_IF_NOT_MSG(params == nullptr, "takes no search parameters");
  std::vector<ScoredItem> top;
  std::fill_n(distances, n * k, -std::numeric_limits<float>::infinity());
  std::fill_n(labels, n * k, -1);
  for (int64_t query = 0; query < n; ++query) {
    SearchExactly(vectors_, std::span(x + query * d, d),
                  {.k = static_cast<size_t>(k)}, &top);
    for (size_t i = 0; i < top.size(); ++i) {
      distances[query * k + i] = top[i].score;
      labels[query * k + i] = top[i].item;
    }
  }
}

faiss::DistanceComputer* VectorStorage::get_distance_computer() const {
  return new QueryDistance(vectors_);  // FAISS takes it over
}

void VectorStorage::reconstruct(int64_t row, float* vector) const {
  FAISS_THROW_IF_NOT_MSG(row >= 0 && row < ntotal, "no such row");
  std::ranges::copy(vectors_.Row(row), vector);
}

void VectorStorage::add(int64_t, const float*) {
  FAISS_THROW_MSG("the vectors of a snapshot cannot be changed");
}

void VectorStorage::reset() {
  FAISS_THROW_MSG("the vectors of a snapshot cannot be changed");
}

}  // namespace customer2vec
