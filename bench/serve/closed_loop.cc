#include "bench/serve/closed_loop.h"

#include <atomic>
#include <condition_variable>
#include <mutex>

#include "absl/time/clock.h"

namespace customer2vec::bench {
namespace {

class ClosedLoop {
 public:
  ClosedLoop(const LoopOptions& options, const StartCall& start)
      : start_(start),
        end_(absl::Now() + options.duration),
        slots_(options.outstanding),
        active_(options.outstanding) {}

  LoopResult Run() {
    const absl::Time started = absl::Now();
    for (int slot = 0; slot < slots_.size(); ++slot) Continue(slot);
    std::unique_lock lock(mutex_);
    finished_.wait(lock, [this] { return active_ == 0; });
    return Result(absl::Now() - started);
  }

 private:
  struct Slot {
    int64_t call_start_ns = 0;
    std::vector<double> latencies_us;
    // Whether the last call ended inside `start`: then the loop that started it
    // goes on, so that no stack grows.
    std::atomic<int> stage = 0;
  };

  // Starts calls in a slot until one is under way or time is up.
  void Continue(int slot) {
    Slot& state = slots_[slot];
    while (absl::Now() < end_ && !failed_) {
      state.stage = 0;
      state.call_start_ns = absl::GetCurrentTimeNanos();
      start_(slot,
             [this, slot](const absl::Status& status) { End(slot, status); });
      // Whoever comes second, start's return or the call's end, goes on.
      if (state.stage.fetch_add(1) == 0) return;
    }
    Retire();
  }

  void End(int slot, const absl::Status& status) {
    Slot& state = slots_[slot];
    if (status.ok()) {
      state.latencies_us.push_back(
          (absl::GetCurrentTimeNanos() - state.call_start_ns) / 1000.0);
    } else {
      Fail(status);
    }
    if (state.stage.fetch_add(1) == 1) Continue(slot);
  }

  void Fail(const absl::Status& status) {
    std::lock_guard lock(mutex_);
    if (!failed_) error_ = status;
    failed_ = true;
  }

  void Retire() {
    std::lock_guard lock(mutex_);
    if (--active_ == 0) finished_.notify_all();
  }

  LoopResult Result(absl::Duration wall) {
    LoopResult result = {.wall = wall, .error = error_};
    for (const Slot& slot : slots_) {
      result.latencies_us.insert(result.latencies_us.end(),
                                 slot.latencies_us.begin(),
                                 slot.latencies_us.end());
    }
    result.calls = result.latencies_us.size();
    return result;
  }

  const StartCall& start_;
  const absl::Time end_;
  std::vector<Slot> slots_;
  std::atomic<bool> failed_ = false;
  std::mutex mutex_;
  std::condition_variable finished_;
  int active_;
  absl::Status error_;
};

}  // namespace

LoopResult RunClosedLoop(const LoopOptions& options, const StartCall& start) {
  return ClosedLoop(options, start).Run();
}

}  // namespace customer2vec::bench
