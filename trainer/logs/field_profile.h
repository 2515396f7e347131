// What the values of a field look like, gathered in one pass over a log.
//
//   FieldProfile profile("price", {.sample_size = 20000}, Random(7));
//   profile.Add("12.50", /*event=*/0);
//   profile.number_share();  // 1
//
// Memory is bounded: see ValueCounter and NumberSample. Not thread-safe.

#ifndef CUSTOMER2VEC_TRAINER_LOGS_FIELD_PROFILE_H_
#define CUSTOMER2VEC_TRAINER_LOGS_FIELD_PROFILE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include "absl/strings/string_view.h"
#include "core/base/random.h"
#include "trainer/logs/quantile_bins.h"
#include "trainer/logs/value_counter.h"

namespace customer2vec {

class FieldProfile {
 public:
  FieldProfile(std::string name, size_t sample_size, Random random)
      : name_(std::move(name)), sample_(sample_size, random) {}

  // One value, not empty, of event number `event`; events come in order, from
  // 0.
  void Add(absl::string_view text, uint64_t event);

  const std::string& name() const { return name_; }
  uint64_t events() const { return events_; }  // that have it
  uint64_t values() const { return counter_.total(); }
  const ValueCounter& counter() const { return counter_; }
  const NumberSample& sample() const { return sample_; }
  uint64_t numbers() const { return numbers_; }

  // Shares of the values, in [0, 1]; 0 without values.
  double number_share() const { return Share(numbers_); }
  double time_form_share() const { return Share(time_forms_); }
  double epoch_share() const { return Share(epochs_); }
  double boolean_share() const { return Share(booleans_); }

 private:
  double Share(uint64_t count) const {
    return values() == 0 ? 0 : static_cast<double>(count) / values();
  }

  std::string name_;
  uint64_t events_ = 0;
  uint64_t last_event_ = UINT64_MAX;
  uint64_t numbers_ = 0;
  uint64_t epochs_ = 0;
  uint64_t time_forms_ = 0;
  uint64_t booleans_ = 0;
  ValueCounter counter_;
  NumberSample sample_;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_LOGS_FIELD_PROFILE_H_
