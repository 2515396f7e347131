// The index of session-kNN (VMIS-kNN, Kersbergen et al. 2022): sessions in
// order of time, and for each item the latest sessions that hold it.
//
//   v1::SessionKnnConfig config;
//   FillSessionKnnDefaults(&config);
//   OwnedSessionLists lists = BuildSessionLists(corpus, config);
//   SessionKnnScorer scorer("sessions", lists.view(),
//                           SessionKnnParametersOf(config), histories);
//
// Kept are sessions of at least two events that are among the `sample_size`
// latest of one of their items: no others can be compared. With c(i) the
// baskets with item i and N all baskets:
//
//   session_weight(n) = |n|^-length_exponent *
//                       2^(-later baskets / (half_life * N))
//   query_weight(i)   = log(1 + N / c(i))^similarity_idf
//   item_weight(i)    = c(i)^-popularity_exponent
//
// Deterministic.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_SESSION_KNN_SESSION_KNN_INDEX_H_
#define CUSTOMER2VEC_TRAINER_MODELS_SESSION_KNN_SESSION_KNN_INDEX_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "core/servables/session_knn.h"
#include "customer2vec/v1/neighbor_models.pb.h"
#include "trainer/corpus/corpus.h"

namespace customer2vec {

struct OwnedSessionLists {
  std::vector<uint64_t> session_offsets = {0};
  std::vector<uint32_t> session_items;
  std::vector<float> session_weights;
  std::vector<uint64_t> posting_offsets = {0};
  std::vector<uint32_t> postings;
  std::vector<float> query_weights;
  std::vector<float> item_weights;

  SessionLists view() const {
    return {session_offsets, session_items, session_weights, posting_offsets,
            postings,        query_weights, item_weights};
  }
};

// Sets what is unset to the defaults that the proto documents.
void FillSessionKnnDefaults(v1::SessionKnnConfig* config);

// INVALID_ARGUMENT naming "<field>.neighbors" for a value out of its range.
// REQUIRES: defaults are filled in.
absl::Status CheckSessionKnn(const v1::SessionKnnConfig& config,
                             const std::string& field);

// REQUIRES: a checked configuration; rows ranked by count.
OwnedSessionLists BuildSessionLists(const Corpus& corpus,
                                    const v1::SessionKnnConfig& config);

SessionKnnParameters SessionKnnParametersOf(const v1::SessionKnnConfig& config);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_SESSION_KNN_SESSION_KNN_INDEX_H_
