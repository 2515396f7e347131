// Runs a program to its end and takes its time and memory.
//
//   C2V_ASSIGN_OR_RETURN(Usage usage, RunTimed({"build/release/bin/c2v-train",
//   "fit",
//                                               "--config", config}));
//   usage.wall; usage.max_resident_bytes;
//
// The program's standard output goes to standard error, so that figures stay
// alone on standard output. Not thread-safe.

#ifndef CUSTOMER2VEC_BENCH_TRAIN_TIMED_COMMAND_H_
#define CUSTOMER2VEC_BENCH_TRAIN_TIMED_COMMAND_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace customer2vec::bench {

struct Usage {
  absl::Duration wall;  // from start to end, by the clock on the wall
  absl::Duration cpu;   // of all its threads, user and system
  int64_t max_resident_bytes = 0;  // the most memory it held at once
};

// `command` is the program's path and its arguments. ABORTED, with the exit
// status or the signal, when it fails. REQUIRES: `command` is not empty.
absl::StatusOr<Usage> RunTimed(std::vector<std::string> command);

}  // namespace customer2vec::bench

#endif  // CUSTOMER2VEC_BENCH_TRAIN_TIMED_COMMAND_H_
