// A snapshot tests itself: requests with the answers that its publisher got,
// replayed before it may serve.
//
//   // The trainer, on the snapshot it is about to publish:
//   C2V_ASSIGN_OR_RETURN(v1::WarmupRequests warmup, BuildWarmup(*snapshot));
//   C2V_ASSIGN_OR_RETURN(std::string json, WarmupToJson(warmup));
//   C2V_RETURN_IF_ERROR(writer.WriteFile(kWarmupFile, json));
//   // The server, before it swaps:
//   C2V_RETURN_IF_ERROR(ReplayWarmup(*snapshot));
//
// Items, their order and their sources must be the same. Scores may differ by
// rounding, which is not the same in every instruction set; items whose scores
// are that near may have changed places. Thread-safe.

#ifndef CUSTOMER2VEC_CORE_RECOMMEND_WARMUP_H_
#define CUSTOMER2VEC_CORE_RECOMMEND_WARMUP_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "core/snapshot/snapshot.h"
#include "customer2vec/v1/manifest.pb.h"

namespace customer2vec {

// Scores differ by rounding when they differ by at most this share of the
// larger one, plus this much. Float32 sums over a few hundred numbers differ by
// some 1e-6 of what is summed (core/vectors/kernels.h), shares of the blend are
// small numbers.
inline constexpr float kWarmupRelativeTolerance = 1e-3f;
inline constexpr float kWarmupAbsoluteTolerance = 1e-5f;

// A few requests of each recommendation, over items from frequent to rare and
// customers spread over all, with the answers of this snapshot. The same
// snapshot gives the same requests. Fails as the recommendations do.
absl::StatusOr<v1::WarmupRequests> BuildWarmup(const Snapshot& snapshot);

// As it stands in warmup.json.
absl::StatusOr<std::string> WarmupToJson(const v1::WarmupRequests& warmup);

// Replays the snapshot's warmup.json; OK when it has none. DATA_LOSS, naming
// the request, when an answer differs or the file cannot be read.
absl::Status ReplayWarmup(const Snapshot& snapshot);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_RECOMMEND_WARMUP_H_
