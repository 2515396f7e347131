// What to do next about the snapshots of a store: a pure function, so that it
// is tested without threads, files or time.
//
//   while (auto action = NextSnapshotAction(facts, stable, {})) {
//     ... carry it out, which changes the facts ...
//   }
//
// The policy: serve the newest version that can be loaded. A version that was
// refused is passed over, and so the one served never gets worse. Versions that
// served before are kept loaded for requests that name them, up to a number.
// Versions older than the one served are not loaded.
//
// Versions sort by time as texts. Each action brings the facts closer to an
// end, so the loop above ends: a version is loaded or refused once, served
// versions only get newer.

#ifndef CUSTOMER2VEC_SERVER_SNAPSHOTS_SNAPSHOT_POLICY_H_
#define CUSTOMER2VEC_SERVER_SNAPSHOTS_SNAPSHOT_POLICY_H_

#include <cstddef>
#include <optional>
#include <span>
#include <string>

#include "absl/strings/string_view.h"

namespace customer2vec {

enum class SnapshotPhase {
  kAvailable,  // in the store, and nothing is known against it
  kLoaded,     // loaded and warmed up
  kRefused,    // tried and found bad
};

struct SnapshotFacts {
  std::string version;
  SnapshotPhase phase;
};

struct SnapshotPolicyOptions {
  // Versions kept loaded, the one served among them. >= 1.
  size_t kept_loaded = 2;
};

struct SnapshotAction {
  enum class Kind {
    kLoad,     // an available version: to kLoaded or kRefused
    kServe,    // a loaded version: point "stable" at it
    kRelease,  // a loaded version that does not serve: back to kAvailable
  };
  Kind kind;
  std::string version;

  friend bool operator==(const SnapshotAction&,
                         const SnapshotAction&) = default;
};

// The next step, or nothing when all is as it should be. `newest_first` holds
// each version once; `stable` is the version served, empty if there is none.
std::optional<SnapshotAction> NextSnapshotAction(
    std::span<const SnapshotFacts> newest_first, absl::string_view stable,
    const SnapshotPolicyOptions& options);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_SERVER_SNAPSHOTS_SNAPSHOT_POLICY_H_
