#include "server/app/server_options.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace customer2vec {
namespace {

using ::testing::HasSubstr;

ParsedFlags Parse(std::vector<const char*> arguments) {
  arguments.insert(arguments.begin(), "c2v-server");
  return ParseFlags(static_cast<int>(arguments.size()), arguments.data());
}

TEST(ServerOptionsTest, OnlyTheStoreIsRequired) {
  const ParsedFlags flags = Parse({"--store", "run/snapshots"});
  ASSERT_TRUE(flags.options.has_value());
  EXPECT_EQ(flags.options->store, "run/snapshots");
  EXPECT_EQ(flags.options->listen, "127.0.0.1:50051");
  EXPECT_EQ(flags.options->admin_listen, "127.0.0.1:50052");
  EXPECT_EQ(flags.options->http_listen, "127.0.0.1:9464");
  EXPECT_TRUE(flags.options->reflection);
}

TEST(ServerOptionsTest, TakesEveryFlag) {
  const ParsedFlags flags =
      Parse({"--store=s", "--listen=0.0.0.0:1", "--admin-listen=[::1]:2",
             "--http-listen=localhost:0", "--poll-interval-ms=3",
             "--drain-delay-ms=4", "--drain-timeout-ms=5",
             "--executor-threads=6", "--executor-queue=7", "--log-level=warn",
             "--no-reflection", "--ports-file=p.json"});
  ASSERT_TRUE(flags.options.has_value());
  EXPECT_EQ(flags.options->listen, "0.0.0.0:1");
  EXPECT_EQ(flags.options->admin_listen, "[::1]:2");
  EXPECT_EQ(flags.options->http_listen, "localhost:0");
  EXPECT_EQ(flags.options->poll_interval_ms, 3);
  EXPECT_EQ(flags.options->drain_delay_ms, 4);
  EXPECT_EQ(flags.options->drain_timeout_ms, 5);
  EXPECT_EQ(flags.options->executor_threads, 6);
  EXPECT_EQ(flags.options->executor_queue, 7);
  EXPECT_EQ(flags.options->log_level, "warn");
  EXPECT_FALSE(flags.options->reflection);
  EXPECT_EQ(flags.options->ports_file, "p.json");
}

TEST(ServerOptionsTest, WrongUsageEndsWithTwo) {
  for (const std::vector<const char*>& arguments :
       std::vector<std::vector<const char*>>{
           {},
           {"--store=s", "--listen=50051"},
           {"--store=s", "--listen=:50051"},
           {"--store=s", "--listen=localhost:http"},
           {"--store=s", "--http-listen=localhost:65536"},
           {"--store=s", "--poll-interval-ms=0"},
           {"--store=s", "--executor-queue=0"},
           {"--store=s", "--log-level=loud"},
           {"--store=s", "--port=1"}}) {
    const ParsedFlags flags = Parse(arguments);
    EXPECT_FALSE(flags.options.has_value()) << arguments.back();
    EXPECT_EQ(flags.exit_code, 2);
  }
}

TEST(ServerOptionsTest, HelpAndVersionEndWell) {
  testing::internal::CaptureStdout();
  EXPECT_EQ(Parse({"--help"}).exit_code, 0);
  EXPECT_THAT(testing::internal::GetCapturedStdout(),
              HasSubstr("c2v-server --store run/snapshots"));
  testing::internal::CaptureStdout();
  EXPECT_EQ(Parse({"--version"}).exit_code, 0);
  EXPECT_THAT(testing::internal::GetCapturedStdout(),
              HasSubstr("c2v-server 0."));
}

}  // namespace
}  // namespace customer2vec
