// What a customer is likely to do, by the snapshot's predictors, as a pure
// function over (snapshot, request).
//
//   v1::PredictOutcomesRequest request;
//   request.mutable_subject()->set_customer_id("1029");
//   v1::PredictOutcomesResponse response;
//   C2V_RETURN_IF_ERROR(PredictOutcomes(snapshot, request, &response));
//
// Errors as in core/recommend/recommend.h; beside them NOT_FOUND for a customer
// that the snapshot lacks, and FAILED_PRECONDITION for one without a history or
// for a snapshot without predictors: a guess would look like a prediction. A
// history sent along is UNIMPLEMENTED. `served_by.servable` is the predictor
// asked for, or empty where all answered; `served_by.label` is left for the
// caller. Thread-safe.

#ifndef CUSTOMER2VEC_CORE_RECOMMEND_PREDICT_OUTCOMES_H_
#define CUSTOMER2VEC_CORE_RECOMMEND_PREDICT_OUTCOMES_H_

#include "absl/status/status.h"
#include "core/snapshot/snapshot.h"
#include "customer2vec/v1/embedding_service.pb.h"

namespace customer2vec {

absl::Status PredictOutcomes(const Snapshot& snapshot,
                             const v1::PredictOutcomesRequest& request,
                             v1::PredictOutcomesResponse* response);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_RECOMMEND_PREDICT_OUTCOMES_H_
