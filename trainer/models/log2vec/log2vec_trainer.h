// log2vec: vectors of tokens and customers, learned from application logs.
//
//   v1::Log2VecConfig config;      // every field not set has its default
//   C2V_ASSIGN_OR_RETURN(const Log2VecVectors vectors,
//                        TrainLog2Vec(log, config, {.seed = 1, .threads = 2}));
//   vectors.customers[7 * vectors.dimension];  // of log.customer_ids[7]
//
// The known events of a customer, in order of time, are a text of tokens; what
// makes the vectors is said in Log2VecConfig.learner. For SKIP_GRAM and CBOW a
// customer is the mean of the input vectors of their tokens, each weighted by
//
//   a / (a + share of the log),  a = 0.001
//
// (Arora, Liang and Ma 2017, "A Simple but Tough-to-Beat Baseline for Sentence
// Embeddings", without taking the first axis away).
//
// Reproducible: with one thread the same log, configuration and seed give the
// same bytes on the same instruction set; with more, updates race on purpose
// (see sgns_kernel.h).

#ifndef CUSTOMER2VEC_TRAINER_MODELS_LOG2VEC_LOG2VEC_TRAINER_H_
#define CUSTOMER2VEC_TRAINER_MODELS_LOG2VEC_LOG2VEC_TRAINER_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "customer2vec/v1/log_models.pb.h"
#include "trainer/logs/event_log.h"
#include "trainer/models/learning_checkpoint.h"
#include "trainer/models/sgns/training_progress.h"

namespace customer2vec {

struct Log2VecOptions {
  uint64_t seed = 1;
  // 0 means as many as the machine has.
  int threads = 0;
  // May be empty.
  ProgressCallback progress = nullptr;
  // Where the training saves and resumes; may be null.
  LearningCheckpoint* checkpoint = nullptr;
};

// Row-major, `dimension` numbers a row.
struct Log2VecVectors {
  size_t dimension = 0;
  std::vector<std::string> vocabulary;  // tokens, most frequent first
  // By token: input vectors; of LOG_LEARNER_PV_DBOW without joint words the
  // output vectors, as there are no others.
  std::vector<float> tokens;
  // By customer of the log; zero for one without a token of the vocabulary.
  std::vector<float> customers;
};

// INVALID_ARGUMENT for a bad configuration; FAILED_PRECONDITION when fewer than
// two tokens stand min_count times, or the learning rate is too high for the
// data.
absl::StatusOr<Log2VecVectors> TrainLog2Vec(const KnownEvents& events,
                                            const v1::Log2VecConfig& config,
                                            const Log2VecOptions& options);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_LOG2VEC_LOG2VEC_TRAINER_H_
