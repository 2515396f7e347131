// Checks that trainings over sentences begin and end with.
//
//   const SettingRange ranges[] = {{"epochs", epochs, 1, 10000}};
//   C2V_RETURN_IF_ERROR(CheckRanges(ranges, "settings"));
//   C2V_RETURN_IF_ERROR(CheckOffsets(texts, "texts"));
//   C2V_RETURN_IF_ERROR(CheckCounts(counts));
//
// Pure functions, safe for concurrent use.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_SGNS_TRAINING_CHECKS_H_
#define CUSTOMER2VEC_TRAINER_MODELS_SGNS_TRAINING_CHECKS_H_

#include <cstdint>
#include <span>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "trainer/models/sgns/sentences.h"

namespace customer2vec {

struct SettingRange {
  const char* field;
  double value;
  double least;
  double most;
};

// INVALID_ARGUMENT with `path`, the path of the settings, and the field, its
// value and its range, for the first value out of range or not a number.
absl::Status CheckRanges(std::span<const SettingRange> ranges,
                         absl::string_view path);

// INVALID_ARGUMENT, beginning with `name`, for offsets that do not ascend or
// reach beyond the tokens.
absl::Status CheckOffsets(const Sentences& sentences, absl::string_view name);

// FAILED_PRECONDITION for fewer than two rows with a count.
absl::Status CheckCounts(std::span<const uint32_t> counts);

// Every number is finite: the training did not diverge.
bool AreFinite(std::span<const float> numbers);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_SGNS_TRAINING_CHECKS_H_
