#include "server/app/termination.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

namespace customer2vec {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;

TEST(TerminationTest, SignalsThatCameBeforeAreNotLost) {
  BlockTerminationSignals();
  kill(getpid(), SIGTERM);
  EXPECT_EQ(WaitForTermination(), SIGTERM);
  kill(getpid(), SIGINT);
  EXPECT_EQ(WaitForTermination(), SIGINT);
}

TEST(TerminationTest, ASignalCutsTheDelayShort) {
  BlockTerminationSignals();
  kill(getpid(), SIGTERM);
  EXPECT_EQ(WaitForTermination(hours(1)), SIGTERM);
}

TEST(TerminationTest, TheDelayEnds) {
  BlockTerminationSignals();
  EXPECT_EQ(WaitForTermination(milliseconds(1)), 0);
  EXPECT_EQ(WaitForTermination(milliseconds(0)), 0);
}

}  // namespace
}  // namespace customer2vec
