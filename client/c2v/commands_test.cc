#include "client/c2v/commands.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <vector>

#include "client/fake_server/fake_server.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace customer2vec {
namespace {

using grpc::health::v1::HealthCheckResponse;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

struct Ran {
  int code;
  std::string out, err;
};

Ran RunWords(std::vector<std::string> words) {
  words.insert(words.begin(), "c2v");
  std::vector<const char*> argv;
  for (const std::string& word : words) argv.push_back(word.c_str());
  std::ostringstream out, err;
  const int code = RunC2v(argv.size(), argv.data(), out, err);
  return {code, out.str(), err.str()};
}

// Runs against `server` on both ports.
Ran RunAt(const FakeServer& server, std::vector<std::string> words) {
  words.insert(words.end(), {"--server", server.address(), "--admin-server",
                             server.address()});
  return RunWords(std::move(words));
}

TEST(CommandsTest, SimilarItemsPrintsNamesAlsoOfTheAskedItem) {
  FakeServer server;
  server.recommendations().similar_items = [](const auto& request,
                                              auto* response) {
    EXPECT_EQ(request.item_id(), "10");
    EXPECT_EQ(request.k(), 3);
    auto* item = response->add_items();
    item->set_item_id("2");
    item->set_rank(1);
    item->set_score(0.5);
    item->set_name("BREAD");
    response->mutable_served_by()->set_snapshot_version("v7");
    return grpc::Status::OK;
  };
  server.recommendations().list_items = [](const auto& request,
                                           auto* response) {
    EXPECT_EQ(request.model().version(), "v7");
    EXPECT_EQ(request.query(), "10");
    response->add_items()->set_item_id("1029743");
    response->add_items()->set_item_id("10");
    response->mutable_items(0)->set_name("MILK");
    response->mutable_items(1)->set_name("BUTTER");
    return grpc::Status::OK;
  };
  const Ran ran =
      RunAt(server, {"recommend", "similar-items", "10", "-k", "3"});
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(ran.out,
            "Items similar to 10 (BUTTER)\n"
            "\n"
            "#   score  item  name\n"
            "1  0.5000  2     BREAD\n"
            "\n"
            "answered by: snapshot v7\n");
}

TEST(CommandsTest, AskedItemsStandAloneWhereNamesCannotBeHad) {
  FakeServer server;
  server.recommendations().session = [](const auto& request, auto*) {
    EXPECT_EQ(request.events_size(), 2);
    return grpc::Status::OK;
  };
  const Ran ran = RunAt(server, {"recommend", "session", "1", "2"});
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_THAT(ran.out, StartsWith("Items that follow 1, 2\n"));
}

TEST(CommandsTest, CustomerPrintsJson) {
  FakeServer server;
  server.recommendations().customer = [](const auto& request, auto* response) {
    response->add_items()->set_item_id(request.customer_id() + "!");
    return grpc::Status::OK;
  };
  const Ran ran = RunAt(server, {"recommend", "customer", "900", "--json"});
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(ran.out,
            "{\n \"items\": [\n  {\n   \"itemId\": \"900!\"\n  }\n ]\n}\n");
}

TEST(CommandsTest, PredictsForEachCustomerFromOneSnapshot) {
  FakeServer server;
  std::vector<std::string> asked;
  server.embeddings().predict = [&](const auto& request, auto* response) {
    asked.push_back(request.subject().customer_id() + " of " +
                    request.model().label() + request.model().version());
    auto* prediction = response->add_predictions();
    prediction->set_metric("churn");
    prediction->set_value(request.subject().customer_id() == "900" ? 0.25 : 1);
    prediction->set_servable(request.model().servable());
    response->mutable_served_by()->set_snapshot_version("v7");
    return grpc::Status::OK;
  };
  const std::vector<std::string> words = {
      "predict", "900", "18", "--servable", "likely", "--label", "canary"};
  const Ran ran = RunAt(server, words);
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(ran.out,
            "customer  outcome  prediction  servable\n"
            "900       churn        0.2500  likely\n"
            "18        churn        1.0000  likely\n"
            "\n"
            "answered by: snapshot v7\n");
  EXPECT_THAT(asked, ElementsAre("900 of canary", "18 of v7"));

  const Ran json = RunAt(server, {"predict", "900", "18", "--json"});
  EXPECT_EQ(json.code, 0) << json.err;
  EXPECT_THAT(json.out, AllOf(HasSubstr("\"value\": 0.25"), HasSubstr("}\n{"),
                              HasSubstr("\"value\": 1")));
}

TEST(CommandsTest, PredictFailsForACustomerThatCannotBePredicted) {
  FakeServer server;
  server.embeddings().predict = [](const auto& request, auto*) {
    if (request.subject().customer_id() == "900") return grpc::Status::OK;
    return grpc::Status(grpc::StatusCode::NOT_FOUND, "no customer \"18\"");
  };
  const Ran ran = RunAt(server, {"predict", "900", "18"});
  EXPECT_EQ(ran.code, 1);
  EXPECT_EQ(ran.out, "");
  EXPECT_EQ(ran.err, "c2v: NOT_FOUND: no customer \"18\"\n");
}

TEST(CommandsTest, OtherCommandsReachTheirMethods) {
  FakeServer server;
  const auto ok = [](const auto&, auto*) { return grpc::Status::OK; };
  server.recommendations().customer = ok;
  server.recommendations().list_items = ok;
  server.embeddings().item_embeddings = ok;
  server.embeddings().customer_embeddings = ok;
  server.snapshots().list_snapshots = ok;
  server.snapshots().get_snapshot = ok;
  server.snapshots().reload_snapshots = ok;
  const std::vector<std::pair<std::vector<std::string>, std::string>> commands =
      {{{"recommend", "customer", "9"}, "Items for customer 9\n"},
       {{"items"}, "no such items\n"},
       {{"embeddings", "items", "1"}, "no vectors\n"},
       {{"embeddings", "customers", "1"}, "no vectors\n"},
       {{"snapshots", "list"}, "the store is empty"},
       {{"snapshots", "get"}, "state\n"},
       {{"snapshots", "reload"}, "no snapshot could be loaded\n"}};
  for (const auto& [words, start] : commands) {
    const Ran ran = RunAt(server, words);
    EXPECT_EQ(ran.code, 0) << ran.err;
    EXPECT_THAT(ran.out, StartsWith(start));
  }
  EXPECT_EQ(server.embeddings().customer_embeddings.calls(), 1);
  EXPECT_EQ(server.snapshots().get_snapshot.calls(), 1);
}

TEST(CommandsTest, ErrorsSayWhatDetailsAndCode) {
  FakeServer server;
  server.recommendations().customer = [](const auto&, auto*) {
    google::rpc::BadRequest bad;
    bad.add_field_violations()->set_field("k");
    bad.mutable_field_violations(0)->set_description("must be positive");
    google::rpc::Status status;
    status.add_details()->PackFrom(bad);
    return grpc::Status(grpc::StatusCode::INVALID_ARGUMENT, "k is 0",
                        status.SerializeAsString());
  };
  const Ran ran = RunAt(server, {"recommend", "customer", "9", "-k", "0"});
  EXPECT_EQ(ran.code, 1);
  EXPECT_EQ(ran.out, "");
  EXPECT_EQ(ran.err,
            "c2v: INVALID_ARGUMENT: k is 0\n"
            "  field k: must be positive\n");
}

TEST(CommandsTest, HintsNameThePortThatWasAsked) {
  std::string address;
  {
    FakeServer server;
    address = server.address();
  }
  const Ran serving = RunWords({"items", "--server", address});
  EXPECT_EQ(serving.code, 1);
  EXPECT_THAT(serving.err, AllOf(StartsWith("c2v: UNAVAILABLE: "),
                                 HasSubstr("hint: asked " + address),
                                 HasSubstr("(--server ")));
  const Ran admin = RunWords({"snapshots", "list", "--admin-server", address});
  EXPECT_THAT(admin.err, AllOf(HasSubstr("hint: asked " + address),
                               HasSubstr("(--admin-server ")));
}

TEST(CommandsTest, UnimplementedHasAHint) {
  FakeServer server;
  const Ran ran = RunAt(server, {"snapshots", "list"});
  EXPECT_EQ(ran.code, 1);
  EXPECT_THAT(ran.err, HasSubstr("hint: this server's version"));
}

TEST(CommandsTest, WrongUsageIsTwo) {
  EXPECT_EQ(RunWords({"recommend"}).code, 2);
  EXPECT_EQ(RunWords({"--help"}).code, 0);
}

TEST(CommandsTest, AddressThatIsEmptyIsAnError) {
  const Ran ran = RunWords({"items", "--server", ""});
  EXPECT_EQ(ran.code, 1);
  EXPECT_THAT(ran.err, HasSubstr("address is empty"));
}

auto HealthOf(HealthCheckResponse::ServingStatus status) {
  return [status](const auto&, auto* response) {
    response->set_status(status);
    return grpc::Status::OK;
  };
}

TEST(CommandsTest, HealthIsGoodOnlyWhenServing) {
  FakeServer server;
  server.health().check = HealthOf(HealthCheckResponse::SERVING);
  const Ran good = RunAt(server, {"health"});
  EXPECT_EQ(good.code, 0);
  EXPECT_EQ(good.out, "SERVING\n");
  EXPECT_EQ(RunAt(server, {"health", "--json"}).out,
            "{\n \"status\": \"SERVING\"\n}\n");
  server.health().check = HealthOf(HealthCheckResponse::NOT_SERVING);
  const Ran bad = RunAt(server, {"health", "--admin"});
  EXPECT_EQ(bad.code, 1);
  EXPECT_EQ(bad.out, "NOT_SERVING\n");
  EXPECT_THAT(bad.err, HasSubstr("the server is NOT_SERVING"));
}

TEST(CommandsTest, HealthWaits) {
  FakeServer server;
  server.health().check = HealthOf(HealthCheckResponse::SERVING);
  server.health().watch = [](const auto&, auto* writer) {
    for (const auto status :
         {HealthCheckResponse::NOT_SERVING, HealthCheckResponse::SERVING}) {
      HealthCheckResponse response;
      response.set_status(status);
      writer->Write(response);
    }
    return grpc::Status::OK;
  };
  const Ran ran = RunAt(server, {"health", "--wait-seconds", "30"});
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(ran.out, "SERVING\n");
}

TEST(CommandsTest, InspectRefusesAFolderThatIsNone) {
  const Ran ran = RunWords({"inspect", "snapshot", "/nonexistent/folder"});
  EXPECT_EQ(ran.code, 1);
  EXPECT_THAT(ran.err, HasSubstr("/nonexistent/folder"));
}

}  // namespace
}  // namespace customer2vec
