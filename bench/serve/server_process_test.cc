#include "bench/serve/server_process.h"

#include <gtest/gtest.h>

#include "core/base/status_matchers.h"

namespace customer2vec::bench {
namespace {

using ::testing::HasSubstr;

std::string PortsFile() {
  return ::testing::TempDir() + "/ports-" +
         ::testing::UnitTest::GetInstance()->current_test_info()->name() +
         ".json";
}

// `script` sees the name of its ports file as $2.
std::vector<std::string> Shell(const std::string& script) {
  return {"/bin/sh", "-c", script, "sh"};
}

// Writes the file whole: what a server does by renaming.
constexpr char kWritePorts[] =
    R"(echo '{"grpc": 7, "admin": 8}' >"$2.part"; mv "$2.part" "$2"; )";

TEST(ServerProcessTest, KnowsThePorts) {
  C2V_ASSERT_OK_AND_ASSIGN(
      const auto server,
      ServerProcess::Start(Shell(std::string(kWritePorts) + "exec sleep 600"),
                           PortsFile(), 0));
  EXPECT_EQ(server->Address("grpc"), "127.0.0.1:7");
  EXPECT_EQ(server->Address("admin"), "127.0.0.1:8");
  EXPECT_EQ(server->Address("http"), "");
}

TEST(ServerProcessTest, CpuTimeGrowsWithWork) {
  C2V_ASSERT_OK_AND_ASSIGN(const auto server,
                           ServerProcess::Start(Shell(std::string(kWritePorts) +
                                                      "while true; do :; done"),
                                                PortsFile(), 0));
  const absl::Duration before = server->CpuTime();
  while (server->CpuTime() < before + absl::Milliseconds(5)) {
  }
  SUCCEED();
}

TEST(ServerProcessTest, RunsOnTheCoreAskedFor) {
  C2V_ASSERT_OK_AND_ASSIGN(
      const auto server,
      ServerProcess::Start(
          Shell(R"(cores=$(sed -n 's/Cpus_allowed_list:[[:space:]]*//p' )"
                R"(/proc/self/status); echo "{\"core\": $cores}" >"$2.part"; )"
                R"(mv "$2.part" "$2"; exec sleep 600)"),
          PortsFile(), 0));
  EXPECT_EQ(server->Address("core"), "127.0.0.1:0");
}

TEST(ServerProcessTest, AnEarlyEndIsNamedWithTheLog) {
  EXPECT_THAT(ServerProcess::Start(Shell("exit 3"), PortsFile(), 0),
              StatusIs(absl::StatusCode::kUnavailable,
                       HasSubstr("(see " + PortsFile() +
                                 ".log): ended before it listened")));
  EXPECT_THAT(ServerProcess::Start({"/nonexistent"}, PortsFile(), 0),
              StatusIs(absl::StatusCode::kUnavailable,
                       HasSubstr("ended before it listened")));
}

TEST(ServerProcessTest, SilenceEndsByTheTimeout) {
  EXPECT_THAT(ServerProcess::Start(Shell("exec sleep 600"), PortsFile(), 0,
                                   absl::Milliseconds(50)),
              StatusIs(absl::StatusCode::kUnavailable,
                       HasSubstr("does not listen after 50ms")));
}

TEST(ParsePortsTest, RefusesWhatIsNoObject) {
  EXPECT_THAT(ParsePorts("[1]"),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("[1]")));
}

}  // namespace
}  // namespace customer2vec::bench
