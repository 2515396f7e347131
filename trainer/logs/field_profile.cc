#include "trainer/logs/field_profile.h"

#include <optional>

#include "absl/strings/match.h"
#include "trainer/data/parse.h"
#include "trainer/logs/log_time.h"

namespace customer2vec {

void FieldProfile::Add(absl::string_view text, uint64_t event) {
  if (event != last_event_) {
    ++events_;
    last_event_ = event;
  }
  counter_.Add(text);
  if (const std::optional<double> number = ParseNumber(text)) {
    ++numbers_;
    if (IsPlausibleEpoch(*number)) ++epochs_;
    sample_.Add(*number);
  } else if (HasTimeForm(text)) {
    ++time_forms_;
  } else if (absl::EqualsIgnoreCase(text, "true") ||
             absl::EqualsIgnoreCase(text, "false")) {
    ++booleans_;
  }
}

}  // namespace customer2vec
