// The cases of a protocol, run after run.
//
//   C2V_ASSIGN_OR_RETURN(const ProtocolCases source,
//                        ProtocolCases::Open(config, data.corpus, "data"));
//   for (size_t run = 0; run < runs; ++run) {
//     C2V_ASSIGN_OR_RETURN(const RunCases cases, source.OfRun(run));
//     // learn from cases.Training(data.corpus), ask cases.test
//   }
//
// Files of test cases are read once, when the source is opened; what is cut
// from the run's own data is cut anew by each run's seed. Deterministic.

#ifndef CUSTOMER2VEC_TRAINER_CASES_PROTOCOL_CASES_H_
#define CUSTOMER2VEC_TRAINER_CASES_PROTOCOL_CASES_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "customer2vec/v1/training_config.pb.h"
#include "trainer/corpus/corpus.h"
#include "trainer/evaluation/protocols/protocol_split.h"

namespace customer2vec {

struct RunCases {
  std::optional<Corpus> training;  // nothing: all that was read
  std::vector<ProtocolCase> test;

  // Where the protocol has its own way to choose open parameters: on cases
  // whose training is `validation_training`, or, where that is nothing, the
  // run's. Without cases, parameters stay at their defaults.
  bool has_validation = false;
  std::optional<Corpus> validation_training;
  std::vector<ProtocolCase> validation;

  const Corpus& Training(const Corpus& all) const {
    return training ? *training : all;
  }
  const Corpus& ValidationTraining(const Corpus& all) const {
    return validation_training ? *validation_training : Training(all);
  }
};

class ProtocolCases {
 public:
  // `config` is complete (see protocol_config.h), its protocol one of lists;
  // `corpus` outlives the source. Errors of given_cases.h.
  static absl::StatusOr<ProtocolCases> Open(const v1::TrainingConfig& config,
                                            const Corpus& corpus,
                                            absl::string_view data_root);

  // The cases of run number `run`, whose seed is the configuration's + run.
  // FAILED_PRECONDITION, saying why, when there is none.
  absl::StatusOr<RunCases> OfRun(size_t run) const;

  // Whether a ranking leaves out what the case shows.
  bool exclude_events() const;

  // What the figures do not show, a line each: see UnknownIds.
  const std::vector<std::string>& notes() const { return notes_; }

 private:
  ProtocolCases(const v1::TrainingConfig& config, const Corpus& corpus)
      : config_(config), corpus_(corpus) {}

  absl::Status ReadFiles(absl::string_view data_root);
  RunCases Cut(uint64_t seed, size_t run) const;
  RunCases CutSessions(const v1::SessionProtocol& session, uint64_t seed) const;
  RunCases CutCustomers(const v1::NextBasketProtocol& protocol, uint64_t seed,
                        size_t run) const;
  RunCases CutLastItems(const v1::LeaveOneOutProtocol& protocol,
                        uint64_t seed) const;

  const v1::EvaluationProtocol& protocol() const {
    return config_.evaluation().protocol();
  }

  v1::TrainingConfig config_;
  const Corpus& corpus_;
  std::vector<ProtocolCase> given_;            // from files
  std::vector<std::vector<uint32_t>> tested_;  // customers, by run
  std::vector<std::string> notes_;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_CASES_PROTOCOL_CASES_H_
