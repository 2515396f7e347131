// The end of a c2v-server: SIGTERM loses no call that was accepted, and starts
// that cannot work say why.

#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>
#include <signal.h>

#include "core/base/scratch_folder.h"
#include "grpc/health/v1/health.grpc.pb.h"
#include "server/testing/test_store.h"
#include "tests/server/caller.h"
#include "tests/server/server_process.h"

namespace customer2vec {
namespace {

using grpc::health::v1::HealthCheckResponse;
using ::testing::AnyOf;
using ::testing::Contains;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::StartsWith;

int NumberAfter(const std::string& words, const std::string& log) {
  const size_t found = log.find(words);
  EXPECT_NE(found, std::string::npos) << words << " in\n" << log;
  return found == std::string::npos
             ? -1
             : std::atoi(log.c_str() + found + words.size());
}

TEST(DrainTest, SigtermUnderCallsLosesNoneThatWasAccepted) {
  TestStore store;
  store.Publish();
  ServerProcess server(store.folder());
  server.WaitForLog("serving as");
  Callers callers(server.Channel(), store.item_id(), 8);
  ASSERT_TRUE(WaitUntil([&] { return callers.answered() > 100; }));
  EXPECT_EQ(server.Terminate(), 0);
  callers.Stop();
  // A caller ends with its first call that was turned away: by the server
  // (UNAVAILABLE), or by gRPC before the server saw it (CANCELLED).
  EXPECT_EQ(callers.errors().size(), 8);
  EXPECT_THAT(callers.errors(),
              Each(AnyOf(StartsWith("14: "), StartsWith("1: "))));
  EXPECT_THAT(callers.errors(), Contains(HasSubstr("shutting down")));
  EXPECT_THAT(server.log(),
              HasSubstr(" ok=" + std::to_string(callers.answered()) + "\n"));
  const std::string log = server.log();
  EXPECT_EQ(NumberAfter(" calls=", log), NumberAfter(" answered=", log));
}

TEST(DrainTest, ServesOnAsNotServingForTheDrainDelay) {
  TestStore store;
  store.Publish();
  ServerProcess server(store.folder(), {"--drain-delay-ms=600000"});
  server.WaitForLog("serving as");
  Callers callers(server.Channel(), store.item_id(), 2);
  const auto health = grpc::health::v1::Health::NewStub(server.Channel());
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() +
                       std::chrono::minutes(1));
  const auto watch = health->Watch(&context, {});
  HealthCheckResponse response;
  ASSERT_TRUE(watch->Read(&response));
  EXPECT_EQ(response.status(), HealthCheckResponse::SERVING);

  server.Signal(SIGTERM);
  ASSERT_TRUE(watch->Read(&response));
  EXPECT_EQ(response.status(), HealthCheckResponse::NOT_SERVING);
  EXPECT_THAT(server.Http("/readyz"), HasSubstr("503 Service Unavailable"));
  EXPECT_THAT(server.Http("/readyz"), HasSubstr("shutting down"));
  EXPECT_THAT(server.Http("/healthz"), HasSubstr("200 OK"));
  const int before = callers.answered();
  ASSERT_TRUE(WaitUntil([&] { return callers.answered() > before + 20; }));
  callers.Stop();
  EXPECT_EQ(callers.errors().size(), 0);

  server.Signal(SIGINT);  // cuts the delay short
  EXPECT_EQ(server.Wait(), 0);
  EXPECT_FALSE(watch->Read(&response));
  EXPECT_EQ(watch->Finish().error_code(), grpc::StatusCode::UNAVAILABLE);
}

TEST(DrainTest, StopsBeforeAnythingWasLoaded) {
  TestStore store;
  ServerProcess server(store.folder());
  EXPECT_EQ(server.Terminate(), 0);
}

TEST(DrainTest, WritesThePortsFile) {
  TestStore store;
  const ScratchFolder folder;
  ServerProcess server(store.folder(),
                       {"--ports-file", folder.Path("ports.json")});
  EXPECT_EQ(folder.Read("ports.json"),
            "{\"grpc\":" + std::to_string(server.grpc_port()) +
                ",\"admin\":" + std::to_string(server.admin_port()) +
                ",\"http\":" + std::to_string(server.http_port()) + "}\n");
}

TEST(DrainTest, NamesTheAddressThatIsTaken) {
  TestStore store;
  ServerProcess server(store.folder());
  const std::string taken = "127.0.0.1:" + std::to_string(server.grpc_port());
  for (const std::string flag :
       {"--listen", "--admin-listen", "--http-listen"}) {
    std::vector<std::string> arguments = {"--store", store.folder()};
    for (const std::string other :
         {"--listen", "--admin-listen", "--http-listen"}) {
      arguments.push_back(other);
      arguments.push_back(other == flag ? taken : "127.0.0.1:0");
    }
    const ProgramResult result = RunServer(arguments);
    EXPECT_EQ(result.exit_code, 1) << flag;
    EXPECT_THAT(result.output, HasSubstr("cannot listen on " + taken)) << flag;
  }
}

TEST(DrainTest, NamesTheStoreThatIsNone) {
  const ScratchFolder folder;
  const std::string file = folder.Write("file", "");
  const ProgramResult result = RunServer({"--store", file});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.output, HasSubstr(file));
}

TEST(DrainTest, WrongUsageAndHelp) {
  EXPECT_EQ(RunServer({}).exit_code, 2);
  EXPECT_EQ(RunServer({"--store=s", "--listen=nowhere"}).exit_code, 2);
  EXPECT_EQ(RunServer({"--help"}).exit_code, 0);
  EXPECT_THAT(RunServer({"--version"}).output, StartsWith("c2v-server 0."));
}

}  // namespace
}  // namespace customer2vec
