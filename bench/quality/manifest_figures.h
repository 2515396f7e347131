// Figures that training measured and the snapshot carries, over snapshots of
// several seeds.
//
//   std::vector<v1::SnapshotManifest> manifests = ...;   // one a seed
//   C2V_ASSIGN_OR_RETURN(Figure figure, ManifestFigure(
//       "complete_journey_recall10", manifests));
//
// The servable is the snapshot's own default for the task, the peer its
// popularity scorer, both measured by the trainer on the same cases: the last
// basket of each customer, hidden from training. Pure, thread-safe.

#ifndef CUSTOMER2VEC_BENCH_QUALITY_MANIFEST_FIGURES_H_
#define CUSTOMER2VEC_BENCH_QUALITY_MANIFEST_FIGURES_H_

#include <span>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "bench/figure/figure.h"
#include "customer2vec/v1/manifest.pb.h"

namespace customer2vec::bench {

// "complete_journey_recall10": recall@10 of the customer task.
// "complete_journey_basket_hr20": hit rate@20 of the session task.
// Mean and deviation over the manifests; "standard_error" is the mean one over
// cases. INVALID_ARGUMENT for another name, NOT_FOUND when a manifest lacks a
// figure. REQUIRES: `manifests` is not empty.
absl::StatusOr<Figure> ManifestFigure(
    absl::string_view name, std::span<const v1::SnapshotManifest> manifests);

}  // namespace customer2vec::bench

#endif  // CUSTOMER2VEC_BENCH_QUALITY_MANIFEST_FIGURES_H_
