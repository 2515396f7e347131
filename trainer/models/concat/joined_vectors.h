// The vectors of several spaces, joined entity by entity.
//
//   const std::vector<ConcatPart> parts = {{.space = items},
//                                          {.space = network, .weight = 0.5}};
//   C2V_ASSIGN_OR_RETURN(
//       JoinedVectors joined,
//       JoinVectors(parts, v1::CONCAT_REDUCTION_PCA, /*dimension=*/100));
//
// Input and customer vectors are the parts' as JoinPart() brings them to their
// weights; output vectors keep their lengths, multiplied by the weight. Items
// are as many as the space with the most has, customers all as soon as one
// space has them; what a space lacks is zeros.
//
// PCA and whitening look at input and customer vectors together, those of zeros
// left out. With whitening a direction of variance s^2 is divided by s; outputs
// are then multiplied by s, so that output . input stays what it was, as far
// as the dimensions that are kept can tell.
//
// Pure; thread-safe.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_CONCAT_JOINED_VECTORS_H_
#define CUSTOMER2VEC_TRAINER_MODELS_CONCAT_JOINED_VECTORS_H_

#include <cstddef>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "core/servables/concat_space.h"
#include "customer2vec/v1/graph_models.pb.h"

namespace customer2vec {

struct JoinedVectors {
  size_t dimension = 0;
  std::vector<float> input;       // by item row
  std::vector<float> output;      // by item row
  std::vector<float> customers;   // by customer row, or empty
  std::vector<float> projection;  // dimension * joined; empty: none
};

// `dimension` is what a reduction keeps; 0 means half. INVALID_ARGUMENT when it
// is more than the parts have, or there are too few vectors to reduce.
absl::StatusOr<JoinedVectors> JoinVectors(std::span<const ConcatPart> parts,
                                          v1::ConcatReduction reduction,
                                          size_t dimension);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_CONCAT_JOINED_VECTORS_H_
