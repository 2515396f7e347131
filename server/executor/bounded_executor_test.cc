#include "server/executor/bounded_executor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>

namespace customer2vec {
namespace {

using ::testing::ElementsAre;
using Admission = BoundedExecutor::Admission;
using Turn = BoundedExecutor::Turn;

constexpr auto kNoDeadline = BoundedExecutor::Deadline::max();
constexpr auto kLongAgo = BoundedExecutor::Deadline::min();

// Work that says when it runs and ends when it is told to.
class Blocker {
 public:
  BoundedExecutor::Work Work() {
    return [this](Turn) {
      running_.set_value();
      released_.get_future().wait();
    };
  }
  void WaitUntilRunning() { running_.get_future().wait(); }
  void Release() { released_.set_value(); }

 private:
  std::promise<void> running_;
  std::promise<void> released_;
};

TEST(BoundedExecutorTest, RunsWork) {
  BoundedExecutor executor({.threads = 2, .queue_limit = 8});
  std::promise<Turn> turn;
  ASSERT_EQ(
      executor.Submit(kNoDeadline, [&](Turn got) { turn.set_value(got); }),
      Admission::kAccepted);
  EXPECT_EQ(turn.get_future().get(), Turn::kRun);
}

TEST(BoundedExecutorTest, RefusesWhenTheQueueIsFull) {
  BoundedExecutor executor({.threads = 1, .queue_limit = 2});
  Blocker blocker;
  ASSERT_EQ(executor.Submit(kNoDeadline, blocker.Work()), Admission::kAccepted);
  blocker.WaitUntilRunning();
  std::atomic<int> ran = 0;
  const auto count = [&](Turn) { ++ran; };
  EXPECT_EQ(executor.Submit(kNoDeadline, count), Admission::kAccepted);
  EXPECT_EQ(executor.Submit(kNoDeadline, count), Admission::kAccepted);
  EXPECT_EQ(executor.queue_depth(), 2);
  EXPECT_EQ(executor.Submit(kNoDeadline, count), Admission::kFull);
  EXPECT_EQ(executor.shed_count(), 1);
  blocker.Release();
  executor.Stop();
  EXPECT_EQ(ran, 2) << "the refused one was never called";
}

TEST(BoundedExecutorTest, HandsExpiredWorkBackUndone) {
  BoundedExecutor executor({.threads = 1, .queue_limit = 2});
  std::promise<Turn> turn;
  ASSERT_EQ(executor.Submit(kLongAgo, [&](Turn got) { turn.set_value(got); }),
            Admission::kAccepted);
  EXPECT_EQ(turn.get_future().get(), Turn::kExpired);
  EXPECT_EQ(executor.expired_count(), 1);
}

TEST(BoundedExecutorTest, FirstComeFirstServed) {
  std::vector<int> order;
  {
    BoundedExecutor executor({.threads = 1, .queue_limit = 8});
    Blocker blocker;
    ASSERT_EQ(executor.Submit(kNoDeadline, blocker.Work()),
              Admission::kAccepted);
    std::promise<void> last;
    for (int i = 0; i < 3; ++i) {
      ASSERT_EQ(executor.Submit(kNoDeadline,
                                [&, i](Turn) {
                                  order.push_back(i);
                                  if (i == 2) last.set_value();
                                }),
                Admission::kAccepted);
    }
    blocker.Release();
    last.get_future().wait();
  }
  EXPECT_THAT(order, ElementsAre(0, 1, 2));
}

TEST(BoundedExecutorTest, StopHandsBackWhatWaitsAndLetsWhatRunsEnd) {
  BoundedExecutor executor({.threads = 1, .queue_limit = 8});
  Blocker blocker;
  ASSERT_EQ(executor.Submit(kNoDeadline, blocker.Work()), Admission::kAccepted);
  blocker.WaitUntilRunning();
  std::promise<Turn> waiting;
  ASSERT_EQ(
      executor.Submit(kNoDeadline, [&](Turn got) { waiting.set_value(got); }),
      Admission::kAccepted);
  std::thread stopper([&] { executor.Stop(); });
  EXPECT_EQ(waiting.get_future().get(), Turn::kStopped);
  EXPECT_EQ(executor.Submit(kNoDeadline, [](Turn) {}), Admission::kStopped);
  blocker.Release();
  stopper.join();
}

TEST(BoundedExecutorTest, EveryAcceptedWorkIsCalledOnce) {
  std::atomic<int> called = 0;
  std::atomic<int> accepted = 0;
  {
    BoundedExecutor executor({.threads = 2, .queue_limit = 4});
    std::vector<std::thread> callers;
    for (int t = 0; t < 4; ++t) {
      callers.emplace_back([&] {
        for (int i = 0; i < 500; ++i) {
          if (executor.Submit(kNoDeadline, [&](Turn) { ++called; }) ==
              Admission::kAccepted) {
            ++accepted;
          }
        }
      });
    }
    for (std::thread& caller : callers) caller.join();
  }
  EXPECT_EQ(called, accepted);
  EXPECT_GT(accepted, 0);
}

}  // namespace
}  // namespace customer2vec
