// Several spaces joined into one: the vectors of an entity in each, one after
// another (design: "concat").
//
//   const std::vector<ConcatPart> parts = {{.space = items, .weight = 1},
//                                          {.space = network, .weight = 0.5}};
//   ConcatSpace joined(std::move(vectors), parts, /*projection=*/{});
//   joined.Encode(Scoring::kNext, history, query);
//
// The joined vectors are stored as any embedding space's and searched the same
// way; only the encoder of `next` is its own:
//
//   next     each part's own encoding of the history, brought to the length of
//            its weight (or, with keep_length, multiplied by it), one after
//            another; a part that cannot encode the history gives zeros
//   similar  as an embedding space does, over the joined vectors
//
// Where PCA or whitening followed, queries are projected as vectors were.
//
// Immutable, safe for concurrent use. The parts outlive it.

#ifndef CUSTOMER2VEC_CORE_SERVABLES_CONCAT_SPACE_H_
#define CUSTOMER2VEC_CORE_SERVABLES_CONCAT_SPACE_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "core/servables/servable.h"

namespace customer2vec {

struct ConcatPart {
  const Space* space;
  float weight = 1;          // > 0
  bool keep_length = false;  // multiply by the weight instead
};

// Sum of the parts' dimensions.
size_t JoinedDimension(std::span<const ConcatPart> parts);

// A part's vector as it stands in the joined one: `weight * v / |v|`, or
// `weight * v` with keep_length. An empty or zero vector gives zeros. `joined`
// may be `vector` itself. REQUIRES: joined.size() == part.space->dimension().
void JoinPart(const ConcatPart& part, std::span<const float> vector,
              std::span<float> joined);

// projected[i] = projection[i] . joined. REQUIRES: projection.size() ==
// projected.size() * joined.size().
void Project(std::span<const float> projection, std::span<const float> joined,
             std::span<float> projected);

class ConcatSpace final : public Space {
 public:
  // `vectors` is the space of the joined vectors. `projection` has a row of
  // JoinedDimension() numbers for each of its dimensions, or is empty.
  // REQUIRES: dimensions fit.
  ConcatSpace(std::unique_ptr<const Space> vectors,
              std::vector<ConcatPart> parts, std::span<const float> projection);

  size_t dimension() const override { return vectors_->dimension(); }
  size_t item_count() const override { return vectors_->item_count(); }
  size_t customer_count() const override { return vectors_->customer_count(); }
  std::span<const float> ItemVector(VectorRole role,
                                    uint32_t item) const override {
    return vectors_->ItemVector(role, item);
  }
  std::span<const float> CustomerVector(uint32_t customer) const override {
    return vectors_->CustomerVector(customer);
  }

  bool Encode(Scoring scoring, std::span<const HistoryEvent> history,
              std::span<float> query) const override;
  void Search(Scoring scoring, std::span<const float> query,
              const SearchOptions& options,
              std::vector<ScoredItem>* top) const override {
    vectors_->Search(scoring, query, options, top);
  }
  float Score(Scoring scoring, std::span<const float> query,
              uint32_t item) const override {
    return vectors_->Score(scoring, query, item);
  }

 private:
  bool EncodeParts(std::span<const HistoryEvent> history,
                   std::span<float> joined) const;

  std::unique_ptr<const Space> vectors_;
  std::vector<ConcatPart> parts_;
  size_t joined_dimension_;
  std::span<const float> projection_;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_SERVABLES_CONCAT_SPACE_H_
