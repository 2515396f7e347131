// A closed loop of calls: a fixed number is always under way, the next starts
// when one ends, for a bounded time.
//
//   const LoopResult result = RunClosedLoop(
//       {.outstanding = 32, .duration = absl::Seconds(2)},
//       [&](int slot, CallDone done) { StartCall(slot, std::move(done)); });
//   result.calls / absl::ToDoubleSeconds(result.wall);
//
// It differs from life: callers never pause, so the slower side of the two is
// always busy and latency is that of a full queue. That is what CPU time a call
// needs (no idle wake-ups in it); latency under half load is another
// measurement.
//
// A slot is used by one call at a time, so `start` may keep request, response
// and context by slot. `done` may be called on any thread, also inside `start`.

#ifndef CUSTOMER2VEC_BENCH_SERVE_CLOSED_LOOP_H_
#define CUSTOMER2VEC_BENCH_SERVE_CLOSED_LOOP_H_

#include <cstdint>
#include <functional>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace customer2vec::bench {

struct LoopOptions {
  int outstanding = 32;                        // calls under way at once
  absl::Duration duration = absl::Seconds(2);  // after it no call is started
};

struct LoopResult {
  int64_t calls = 0;                 // calls that ended well
  absl::Duration wall;               // from the first start to the last end
  std::vector<double> latencies_us;  // of those calls, by slot, then by time
  absl::Status error;  // the first that failed; the loop ends then
};

using CallDone = std::function<void(const absl::Status&)>;
using StartCall = std::function<void(int slot, CallDone done)>;

// Returns when every call has ended.
LoopResult RunClosedLoop(const LoopOptions& options, const StartCall& start);

}  // namespace customer2vec::bench

#endif  // CUSTOMER2VEC_BENCH_SERVE_CLOSED_LOOP_H_
