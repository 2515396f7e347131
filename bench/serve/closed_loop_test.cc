#include "bench/serve/closed_loop.h"

#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

#include "core/base/status_matchers.h"

namespace customer2vec::bench {
namespace {

// Ends calls on a thread of its own, in the order of their start.
class Worker {
 public:
  Worker() : thread_([this] { Run(); }) {}
  ~Worker() {
    Push(nullptr);
    thread_.join();
  }
  void Push(std::function<void()> work) {
    std::lock_guard lock(mutex_);
    work_.push_back(std::move(work));
    changed_.notify_one();
  }

 private:
  void Run() {
    while (true) {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return !work_.empty(); });
      const auto work = std::move(work_.front());
      work_.pop_front();
      lock.unlock();
      if (!work) return;
      work();
    }
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> work_;
  std::thread thread_;
};

TEST(ClosedLoopTest, CountsEveryCallAndItsLatency) {
  Worker worker;
  std::atomic<int64_t> ended = 0;
  const LoopResult result =
      RunClosedLoop({.outstanding = 4, .duration = absl::Milliseconds(20)},
                    [&](int, CallDone done) {
                      worker.Push([&ended, done] {
                        ++ended;
                        done(absl::OkStatus());
                      });
                    });
  EXPECT_THAT(result.error, IsOk());
  EXPECT_GE(result.calls, 4);
  EXPECT_EQ(result.calls, ended);
  EXPECT_EQ(result.latencies_us.size(), result.calls);
  EXPECT_GT(result.wall, absl::ZeroDuration());
}

TEST(ClosedLoopTest, KeepsSoManyCallsUnderWayAndOneASlot) {
  Worker worker;
  std::atomic<int> under_way = 0, most = 0;
  std::vector<std::atomic<int>> in_slot(3);
  std::atomic<bool> crowded = false;
  RunClosedLoop({.outstanding = 3, .duration = absl::Milliseconds(20)},
                [&](int slot, CallDone done) {
                  if (in_slot[slot]++ != 0) crowded = true;
                  most = std::max<int>(most, ++under_way);
                  worker.Push([&, slot, done] {
                    --in_slot[slot];
                    --under_way;
                    done(absl::OkStatus());
                  });
                });
  EXPECT_EQ(most, 3);
  EXPECT_FALSE(crowded);
}

TEST(ClosedLoopTest, CallsThatEndInsideStartNeedNoStack) {
  const LoopResult result =
      RunClosedLoop({.outstanding = 1, .duration = absl::Milliseconds(50)},
                    [](int, CallDone done) { done(absl::OkStatus()); });
  EXPECT_GT(result.calls, 1);
}

TEST(ClosedLoopTest, AFailureEndsTheLoopAndIsNotCounted) {
  int calls = 0;
  const LoopResult result = RunClosedLoop(
      {.outstanding = 1, .duration = absl::InfiniteDuration()},
      [&](int, CallDone done) {
        done(++calls < 3 ? absl::OkStatus() : absl::UnavailableError("gone"));
      });
  EXPECT_THAT(result.error, StatusIs(absl::StatusCode::kUnavailable, "gone"));
  EXPECT_EQ(result.calls, 2);
  EXPECT_EQ(calls, 3);
}

}  // namespace
}  // namespace customer2vec::bench
