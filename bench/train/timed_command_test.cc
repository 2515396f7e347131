#include "bench/train/timed_command.h"

#include <gtest/gtest.h>

#include "core/base/status_matchers.h"

namespace customer2vec::bench {
namespace {

using ::testing::HasSubstr;

TEST(RunTimedTest, TakesTimeAndMemory) {
  // The shell holds 8 MB of text once the substitution is done.
  C2V_ASSERT_OK_AND_ASSIGN(
      const Usage usage,
      RunTimed(
          {"/bin/sh", "-c", "a=$(head -c 8000000 /dev/zero | tr '\\0' x)"}));
  EXPECT_GT(usage.wall, absl::ZeroDuration());
  EXPECT_GT(usage.cpu, absl::ZeroDuration());
  EXPECT_GT(usage.max_resident_bytes, 8'000'000);
}

TEST(RunTimedTest, FailuresAreNamed) {
  EXPECT_THAT(RunTimed({"/bin/sh", "-c", "exit 3"}),
              StatusIs(absl::StatusCode::kAborted,
                       HasSubstr("/bin/sh ended with status 3")));
  EXPECT_THAT(RunTimed({"/bin/sh", "-c", "kill -9 $$"}),
              StatusIs(absl::StatusCode::kAborted, HasSubstr("signal 9")));
  EXPECT_THAT(RunTimed({"/nonexistent"}),
              StatusIs(absl::StatusCode::kAborted, HasSubstr("status 127")));
}

}  // namespace
}  // namespace customer2vec::bench
