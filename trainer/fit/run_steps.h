// The steps of a run: announced to people, and timed for the manifest.
//
//   RunSteps steps(progress, manifest.mutable_provenance());
//   steps.Begin("read");     // "== read"
//   steps.Say("12 baskets");
//   steps.Begin("train");    // "== read took 0.3 s", "== train"
//   steps.End();
//
// Not thread-safe.

#ifndef CUSTOMER2VEC_TRAINER_FIT_RUN_STEPS_H_
#define CUSTOMER2VEC_TRAINER_FIT_RUN_STEPS_H_

#include <chrono>
#include <string>

#include "absl/strings/string_view.h"
#include "customer2vec/v1/manifest.pb.h"
#include "trainer/models/model_family.h"

namespace customer2vec {

class RunSteps {
 public:
  // Both outlive it; `progress` may be empty.
  RunSteps(const ProgressLine& progress, v1::Provenance* provenance)
      : progress_(progress), provenance_(provenance) {}

  // Ends the step before, if there is one.
  void Begin(absl::string_view step);
  // Notes how long the step took.
  void End();
  void Say(absl::string_view line) const;

  const ProgressLine& progress() const { return progress_; }

 private:
  using Clock = std::chrono::steady_clock;

  const ProgressLine& progress_;
  v1::Provenance* provenance_;
  std::string current_;
  Clock::time_point begin_;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_FIT_RUN_STEPS_H_
