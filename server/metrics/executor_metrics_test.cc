#include "server/metrics/executor_metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>

#include "server/metrics/metric_family.h"

namespace customer2vec {
namespace {

using ::testing::HasSubstr;
using Turn = BoundedExecutor::Turn;

TEST(ExecutorMetricsTest, ShowsWhatWaitsWasShedAndExpired) {
  std::promise<void> running, released;
  BoundedExecutor busy({.threads = 1, .queue_limit = 1});
  const BoundedExecutor idle({.threads = 1, .queue_limit = 1});
  const ExecutorMetrics metrics({{"serving", &busy}, {"admin", &idle}});
  const auto no_deadline = BoundedExecutor::Deadline::max();
  ASSERT_EQ(busy.Submit(no_deadline,
                        [&](Turn) {
                          running.set_value();
                          released.get_future().wait();
                        }),
            BoundedExecutor::Admission::kAccepted);
  running.get_future().wait();
  ASSERT_EQ(busy.Submit(BoundedExecutor::Deadline::min(), [](Turn) {}),
            BoundedExecutor::Admission::kAccepted);
  ASSERT_EQ(busy.Submit(no_deadline, [](Turn) {}),
            BoundedExecutor::Admission::kFull);
  std::string page = MetricsText({&metrics});
  EXPECT_THAT(page,
              HasSubstr("c2v_executor_queue_depth{executor=\"serving\"} 1\n"));
  EXPECT_THAT(page,
              HasSubstr("c2v_executor_queue_depth{executor=\"admin\"} 0\n"));
  EXPECT_THAT(page,
              HasSubstr("c2v_executor_shed_total{executor=\"serving\"} 1\n"));

  std::promise<void> last;
  released.set_value();
  while (busy.queue_depth() > 0) std::this_thread::yield();
  ASSERT_EQ(busy.Submit(no_deadline, [&](Turn) { last.set_value(); }),
            BoundedExecutor::Admission::kAccepted);
  last.get_future().wait();
  page = MetricsText({&metrics});
  EXPECT_THAT(
      page, HasSubstr("c2v_executor_expired_total{executor=\"serving\"} 1\n"));
}

}  // namespace
}  // namespace customer2vec
