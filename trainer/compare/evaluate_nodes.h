// Spaces, by how well their vectors tell the labels of nodes.
//
// See evaluate_models.h; this is its part for the protocol node_classification.
// All spaces meet the same nodes and splits; a node without a vector in a space
// is all zeros there, and counted in the notes.

#ifndef CUSTOMER2VEC_TRAINER_COMPARE_EVALUATE_NODES_H_
#define CUSTOMER2VEC_TRAINER_COMPARE_EVALUATE_NODES_H_

#include "absl/status/statusor.h"
#include "trainer/compare/evaluate_models.h"

namespace customer2vec {

absl::StatusOr<v1::EvaluationReport> EvaluateNodes(
    const ShopData& data, const v1::TrainingConfig& config,
    const EvaluateOptions& options, const ProgressLine& progress);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_COMPARE_EVALUATE_NODES_H_
