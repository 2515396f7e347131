// Our vectors as FAISS sees them: a read-only faiss::Index whose distances are
// computed by our kernels.
//
//   const VectorStorage storage(vectors);
//   std::unique_ptr<faiss::DistanceComputer> distance(
//       storage.get_distance_computer());
//   distance->set_query(query);
//   (*distance)(row);   // -score: FAISS's graphs look for the smallest
//
// The packaged FAISS has no vectorised distances; these extension points are
// where it takes ours. The metric is METRIC_INNER_PRODUCT: search() gives
// scores, best first, by exact comparison. Calls that would change it throw
// faiss::FaissException. Thread-safe; a DistanceComputer is for one thread.

#ifndef CUSTOMER2VEC_CORE_INDEX_VECTOR_STORAGE_H_
#define CUSTOMER2VEC_CORE_INDEX_VECTOR_STORAGE_H_

#include <faiss/Index.h>
#include <faiss/impl/DistanceComputer.h>

#include <cstdint>
#include <span>
#include <vector>

#include "core/index/vector_index.h"

namespace customer2vec {

class VectorStorage : public faiss::Index {
 public:
  explicit VectorStorage(const VectorSet& vectors);

  // REQUIRES: no parameters.
  void search(int64_t n, const float* x, int64_t k, float* distances,
              int64_t* labels,
              const faiss::SearchParameters* params = nullptr) const override;
  faiss::DistanceComputer* get_distance_computer() const override;
  void reconstruct(int64_t row, float* vector) const override;

  void add(int64_t n, const float* x) override;
  void reset() override;

 private:
  VectorSet vectors_;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_INDEX_VECTOR_STORAGE_H_
