#include "server/snapshots/snapshot_policy.h"

#include <algorithm>

namespace customer2vec {
namespace {

// The newest version of `phase` that is newer than `stable`, or null.
const SnapshotFacts* NewestAbove(absl::string_view stable, SnapshotPhase phase,
                                 std::span<const SnapshotFacts> newest_first) {
  for (const SnapshotFacts& facts : newest_first) {
    if (absl::string_view(facts.version) <= stable) return nullptr;
    if (facts.phase == phase) return &facts;
  }
  return nullptr;
}

// The oldest loaded version that does not serve, or null.
const SnapshotFacts* OldestSpare(absl::string_view stable,
                                 std::span<const SnapshotFacts> newest_first) {
  const SnapshotFacts* spare = nullptr;
  for (const SnapshotFacts& facts : newest_first) {
    if (facts.phase == SnapshotPhase::kLoaded && facts.version != stable) {
      spare = &facts;
    }
  }
  return spare;
}

}  // namespace

std::optional<SnapshotAction> NextSnapshotAction(
    std::span<const SnapshotFacts> newest_first, absl::string_view stable,
    const SnapshotPolicyOptions& options) {
  using Kind = SnapshotAction::Kind;
  if (const auto* better =
          NewestAbove(stable, SnapshotPhase::kLoaded, newest_first)) {
    return SnapshotAction{Kind::kServe, better->version};
  }
  if (const auto* newer =
          NewestAbove(stable, SnapshotPhase::kAvailable, newest_first)) {
    return SnapshotAction{Kind::kLoad, newer->version};
  }
  const size_t loaded = std::count_if(
      newest_first.begin(), newest_first.end(), [](const SnapshotFacts& facts) {
        return facts.phase == SnapshotPhase::kLoaded;
      });
  if (loaded > options.kept_loaded) {
    if (const auto* spare = OldestSpare(stable, newest_first)) {
      return SnapshotAction{Kind::kRelease, spare->version};
    }
  }
  return std::nullopt;
}

}  // namespace customer2vec
