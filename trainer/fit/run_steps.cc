#include "trainer/fit/run_steps.h"

#include "absl/strings/str_format.h"

namespace customer2vec {

void RunSteps::Begin(absl::string_view step) {
  End();
  current_ = std::string(step);
  begin_ = Clock::now();
  Say(absl::StrFormat("== %s", step));
}

void RunSteps::End() {
  if (current_.empty()) return;
  const std::chrono::duration<double> elapsed = Clock::now() - begin_;
  v1::StepDuration* duration = provenance_->add_steps();
  duration->set_step(current_);
  duration->set_seconds(elapsed.count());
  Say(absl::StrFormat("== %s took %.1f s", current_, elapsed.count()));
  current_.clear();
}

void RunSteps::Say(absl::string_view line) const {
  if (progress_) progress_(line);
}

}  // namespace customer2vec
