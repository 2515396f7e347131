#include "server/concurrency/periodic_task.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <memory>
#include <thread>

namespace customer2vec {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;

TEST(PeriodicTaskTest, RunsAtOnceAndStopsWithoutWaitingForTheInterval) {
  std::promise<void> ran;
  PeriodicTask task(hours(1), [&] { ran.set_value(); });
  ran.get_future().wait();
  task.Stop();
  task.Stop();
}

TEST(PeriodicTaskTest, RunsAgain) {
  std::atomic<int> runs = 0;
  std::promise<void> third;
  PeriodicTask task(milliseconds(1), [&] {
    if (++runs == 3) third.set_value();
  });
  third.get_future().wait();
}

TEST(PeriodicTaskTest, StopWaitsForATaskThatRuns) {
  std::promise<void> running, may_end;
  std::atomic<bool> ended = false;
  auto task = std::make_unique<PeriodicTask>(hours(1), [&] {
    running.set_value();
    may_end.get_future().wait();
    ended = true;
  });
  running.get_future().wait();
  std::thread stopper([&] { task->Stop(); });
  EXPECT_FALSE(ended);
  may_end.set_value();
  stopper.join();
  EXPECT_TRUE(ended);
}

}  // namespace
}  // namespace customer2vec
