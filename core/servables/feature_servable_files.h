// From manifest entries and files to the servables that stand on attributes of
// items and customers: content, segments, logistic.
//
//   C2V_ASSIGN_OR_RETURN(std::unique_ptr<const Scorer> scorer,
//                        LoadContentScorer(files, entry, tables));
//
// Each returns DATA_LOSS, naming the servable or the file, when lengths do not
// fit the spec and the tables, rows or terms are out of range or out of order,
// or a number is not finite. Files and tables outlive what is made and stay
// where they are. Thread-safe.

#ifndef CUSTOMER2VEC_CORE_SERVABLES_FEATURE_SERVABLE_FILES_H_
#define CUSTOMER2VEC_CORE_SERVABLES_FEATURE_SERVABLE_FILES_H_

#include <memory>

#include "absl/status/statusor.h"
#include "core/servables/servable.h"
#include "core/servables/servable_set.h"
#include "core/snapshot/file_source.h"
#include "core/tables/tables.h"
#include "customer2vec/v1/manifest.pb.h"

namespace customer2vec {

// Files of a content servable: rows.offsets.u64, rows.terms.u32,
// rows.weights.f32 (see TermRows).
absl::StatusOr<std::unique_ptr<const Scorer>> LoadContentScorer(
    const FileSource& files, const v1::ServableEntry& entry,
    const Tables& tables);

// Files of a segments servable: customers.u32, items.offsets.u64,
// items.rows.u32, items.counts.u32 (see SegmentCounts).
absl::StatusOr<std::unique_ptr<const Scorer>> LoadSegmentsScorer(
    const FileSource& files, const v1::ServableEntry& entry,
    const Tables& tables);

// Files of a logistic servable: means.f32, scales.f32, weights.f32 (see
// LogisticParameters), and columns.<i>.f32 for part i of the input where that
// is stored columns. `servables` hold the spaces that the input names and
// outlive the result.
absl::StatusOr<std::unique_ptr<const Predictor>> LoadLogisticPredictor(
    const FileSource& files, const v1::ServableEntry& entry,
    const Tables& tables, const ServableSet& servables);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_SERVABLES_FEATURE_SERVABLE_FILES_H_
