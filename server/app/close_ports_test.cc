#include "server/app/close_ports.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>

namespace customer2vec {
namespace {

using Clock = std::chrono::system_clock;
using ::testing::Optional;

// Has as many running calls as it is told, one look after the other; the last
// number stays.
class FakePort final : public ListeningPort {
 public:
  explicit FakePort(std::vector<int64_t> calls) : calls_(std::move(calls)) {}

  int64_t running_calls() const override {
    const int64_t calls = calls_[looks_];
    if (looks_ + 1 < calls_.size()) ++looks_;
    return calls;
  }

  void Shutdown(TimePoint deadline) override {
    calls_at_shutdown_ = calls_[looks_];
    deadline_ = deadline;
  }

  std::optional<int64_t> calls_at_shutdown() const {
    return calls_at_shutdown_;
  }
  TimePoint deadline() const { return deadline_; }

 private:
  const std::vector<int64_t> calls_;
  mutable size_t looks_ = 0;
  std::optional<int64_t> calls_at_shutdown_;
  TimePoint deadline_;
};

TEST(ClosePortsTest, CallsOfAllPortsEndBeforeAnyPortCloses) {
  FakePort one({0, 0, 1, 0});
  FakePort other({3, 2, 1, 0});
  ClosePorts({&one, &other}, Clock::now() + std::chrono::hours(1));
  EXPECT_THAT(one.calls_at_shutdown(), Optional(0));
  EXPECT_THAT(other.calls_at_shutdown(), Optional(0));
}

// The deadline is for calls. What gRPC gets is a moment, or it would wait for
// connections on which nothing happens.
TEST(ClosePortsTest, ConnectionsWithoutCallsAreNotWaitedFor) {
  FakePort port({0});
  const ListeningPort::TimePoint deadline =
      Clock::now() + std::chrono::hours(1);
  ClosePorts({&port}, deadline);
  EXPECT_LT(port.deadline(), deadline - std::chrono::minutes(59));
}

TEST(ClosePortsTest, CallsAreCutAtTheDeadline) {
  FakePort port({1});
  const ListeningPort::TimePoint deadline =
      Clock::now() - std::chrono::seconds(1);
  ClosePorts({&port}, deadline);
  EXPECT_THAT(port.calls_at_shutdown(), Optional(1));
  EXPECT_EQ(port.deadline(), deadline);
}

TEST(ClosePortsTest, NoPortsCloseAtOnce) {
  ClosePorts({}, Clock::now() + std::chrono::hours(1));
}

}  // namespace
}  // namespace customer2vec
