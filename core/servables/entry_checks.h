// Checks of a servable's entry and arrays, in the words of all loaders.
//
//   const EntryChecks checks(entry);
//   C2V_RETURN_IF_ERROR(checks.Range("alpha", spec.alpha(), 0, 1));
//   C2V_RETURN_IF_ERROR(checks.Offsets("offsets", offsets, rows.size()));
//   C2V_RETURN_IF_ERROR(checks.Rows("items", rows, item_count));
//
// Each error is DATA_LOSS: `servable "name": ...`. The entry outlives the
// checks. Thread-safe.

#ifndef CUSTOMER2VEC_CORE_SERVABLES_ENTRY_CHECKS_H_
#define CUSTOMER2VEC_CORE_SERVABLES_ENTRY_CHECKS_H_

#include <cstdint>
#include <span>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "customer2vec/v1/manifest.pb.h"

namespace customer2vec {

class EntryChecks {
 public:
  explicit EntryChecks(const v1::ServableEntry& entry) : entry_(entry) {}

  absl::Status Wrong(absl::string_view what) const;

  // A number in [least, most]; NaN is not.
  absl::Status Range(absl::string_view name, double value, double least,
                     double most) const;

  // Ascending from 0 to `total`.
  absl::Status Offsets(absl::string_view name,
                       std::span<const uint64_t> offsets, uint64_t total) const;

  // All below `count`.
  absl::Status Rows(absl::string_view name, std::span<const uint32_t> rows,
                    uint64_t count) const;

  // All finite and at least `least`.
  absl::Status Weights(absl::string_view name, std::span<const float> weights,
                       float least) const;

 private:
  const v1::ServableEntry& entry_;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_SERVABLES_ENTRY_CHECKS_H_
