// How a run that publishes chooses what is open and measures what it made.
//
//   C2V_RETURN_IF_ERROR(EvaluateRun(data, "data", checkpoint.get(), steps,
//                                   &config, &manifest));
//
// By the last basket of each customer (measure.h), or, where
// evaluation.protocol says session, leave_one_out or next_basket, by the
// protocol's own cases: it chooses on its validation cases and measures its
// test cases, those of the first run of `c2v-train evaluate`. Sessions of
// nobody, of whom no last basket could be held out, are measured so.
//
// The figures of a protocol stand in the manifest under the task of its name
// ("leave_one_out", "next_basket"; "session_prefix" for session).

#ifndef CUSTOMER2VEC_TRAINER_FIT_FIT_EVALUATION_H_
#define CUSTOMER2VEC_TRAINER_FIT_FIT_EVALUATION_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "customer2vec/v1/manifest.pb.h"
#include "customer2vec/v1/training_config.pb.h"
#include "trainer/corpus/load_corpus.h"
#include "trainer/fit/checkpoint.h"
#include "trainer/fit/run_steps.h"

namespace customer2vec {

// Whether a run chooses and measures by the protocol's own cases.
bool HasOwnCases(const v1::EvaluationProtocol& protocol);

// Writes what was chosen into `config` and the figures into `manifest`. Where
// there is too little to hold out it leaves both and says what to do. Errors
// are those of learning, of the checkpoint and of the protocol's files, whose
// relative paths start at `data_root`. REQUIRES: the protocol's defaults are
// filled in; `checkpoint` may be null.
absl::Status EvaluateRun(const LoadedData& data, absl::string_view data_root,
                         RunCheckpoint* checkpoint, RunSteps& steps,
                         v1::TrainingConfig* config,
                         v1::SnapshotManifest* manifest);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_FIT_FIT_EVALUATION_H_
