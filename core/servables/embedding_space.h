// The space of SGNS and its like: item vectors in two roles, perhaps customer
// vectors, a mean encoder, and an index for each of the two scores.
//
//   C2V_ASSIGN_OR_RETURN(EmbeddingVectors vectors,
//                        EmbeddingVectors::Create(arrays, counts, 0.25));
//   std::unique_ptr<const Space> space = MakeExactSpace("items",
//                                                       std::move(vectors));
//   space->Encode(Scoring::kNext, history, query);
//
// Encoding (`v` an input vector, `w` an event's weight), unless the space has a
// document encoder, which then makes the queries of `next`:
//
//   similar  sum(w * v / |v|), brought to length 1
//   next     sum(w * v) / sum(|w|)
//
// Events of items without a vector, or with a zero one, do not count. Vectors
// cancel out when their sum is shorter than 1e-6 of the sum of their lengths.
//
// Immutable, safe for concurrent use. Arrays outlive it.

#ifndef CUSTOMER2VEC_CORE_SERVABLES_EMBEDDING_SPACE_H_
#define CUSTOMER2VEC_CORE_SERVABLES_EMBEDDING_SPACE_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/index/vector_index.h"
#include "core/servables/attribute_vectors.h"
#include "core/servables/document_encoder.h"
#include "core/servables/embedding_vectors.h"
#include "core/servables/servable.h"

namespace customer2vec {

class EmbeddingSpace final : public Space {
 public:
  // The indexes are over vectors.similar() and vectors.next().
  // The encoder, if any, is over vectors.arrays().
  EmbeddingSpace(std::string name, EmbeddingVectors vectors,
                 std::unique_ptr<const VectorIndex> similar,
                 std::unique_ptr<const VectorIndex> next,
                 std::optional<DocumentEncoder> encoder = std::nullopt,
                 std::unique_ptr<const AttributeVectors> attributes = nullptr);

  size_t dimension() const override { return vectors_.arrays().dimension; }
  size_t item_count() const override { return vectors_.item_count(); }
  size_t customer_count() const override { return vectors_.customer_count(); }

  std::span<const float> ItemVector(VectorRole role,
                                    uint32_t item) const override;
  std::span<const float> CustomerVector(uint32_t customer) const override;

  const AttributeVectors* attribute_vectors() const override {
    return attributes_.get();
  }
  const DocumentEncoder* document_encoder() const override {
    return encoder_.has_value() ? &*encoder_ : nullptr;
  }

  bool Encode(Scoring scoring, std::span<const HistoryEvent> history,
              std::span<float> query) const override;
  void Search(Scoring scoring, std::span<const float> query,
              const SearchOptions& options,
              std::vector<ScoredItem>* top) const override;
  float Score(Scoring scoring, std::span<const float> query,
              uint32_t item) const override;

 private:
  EmbeddingVectors vectors_;
  std::unique_ptr<const VectorIndex> similar_;
  std::unique_ptr<const VectorIndex> next_;
  std::optional<DocumentEncoder> encoder_;
  std::unique_ptr<const AttributeVectors> attributes_;  // or null
};

// A space that compares every vector: for evaluation while training.
std::unique_ptr<const Space> MakeExactSpace(std::string name,
                                            EmbeddingVectors vectors);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_SERVABLES_EMBEDDING_SPACE_H_
