// The c2v command against a running c2v-server: what a person sees.

#include <gmock/gmock.h>
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "client/c2v/commands.h"
#include "core/base/scratch_folder.h"
#include "core/base/status_matchers.h"
#include "core/testing/test_snapshot.h"
#include "customer2vec/v1/recommendation_service.pb.h"
#include "tests/server/server_process.h"

namespace customer2vec {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

struct Ran {
  int code;
  std::string out, err;
};

size_t Count(const std::string& text, const std::string& part) {
  size_t count = 0;
  for (size_t at = text.find(part); at != std::string::npos;
       at = text.find(part, at + 1)) {
    ++count;
  }
  return count;
}

// One server for all tests of this file: none of them changes it.
class C2vTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    store_ = new ScratchFolder;
    std::filesystem::create_directory(Snapshot());
    ASSERT_THAT(WriteTestSnapshot(Snapshot(), {.version = kVersion}), IsOk());
    server_ = new ServerProcess(store_->path());
    ASSERT_EQ(Ask({"health", "--wait-seconds", "60"}).code, 0);
  }
  static void TearDownTestSuite() {
    EXPECT_EQ(server_->Terminate(), 0);
    delete server_;
    delete store_;
  }

  static std::string Snapshot() { return store_->Path(kVersion); }

  static Ran Ask(std::vector<std::string> words) {
    words.insert(
        words.begin(),
        {"c2v", "--server", absl::StrCat("127.0.0.1:", server_->grpc_port()),
         "--admin-server", absl::StrCat("127.0.0.1:", server_->admin_port())});
    std::vector<const char*> argv;
    for (const std::string& word : words) argv.push_back(word.c_str());
    std::ostringstream out, err;
    const int code = RunC2v(argv.size(), argv.data(), out, err);
    return {code, out.str(), err.str()};
  }

  static constexpr char kVersion[] = "20260102T030405Z-00000001";
  static ScratchFolder* store_;
  static ServerProcess* server_;
};

ScratchFolder* C2vTest::store_;
ServerProcess* C2vTest::server_;

TEST_F(C2vTest, SimilarItemsAreOfTheGroupWithNames) {
  const Ran ran = Ask({"recommend", "similar-items", "i00", "-k", "9"});
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_THAT(ran.out, StartsWith("Items similar to i00 (Item 0 of g0)\n"));
  EXPECT_EQ(Count(ran.out, " of g0\n"), 9) << ran.out;
  EXPECT_THAT(ran.out, HasSubstr(absl::StrCat("answered by: items, snapshot ",
                                              kVersion, " (stable)\n")));
}

TEST_F(C2vTest, CustomersGetRepeatsAndDiscoveries) {
  const Ran ran = Ask({"recommend", "customer", "c03", "-k", "12"});
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_THAT(
      ran.out,
      AllOf(StartsWith("Items for customer c03\n"), HasSubstr("  repeat  "),
            HasSubstr("  discovery  "), HasSubstr("answered by: for_you")));
  const Ran discovery =
      Ask({"recommend", "customer", "c03", "--purchase-mode", "discovery"});
  ASSERT_EQ(discovery.code, 0) << discovery.err;
  EXPECT_THAT(discovery.out, Not(HasSubstr("  repeat  ")));
}

TEST_F(C2vTest, SessionsLeaveTheirOwnItemsOut) {
  const Ran ran = Ask({"recommend", "session", "i01", "i13", "nowhere"});
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_THAT(ran.out, StartsWith("Items that follow i01 (Item 1 of g1), i13 "
                                  "(Item 13 of g1), nowhere\n"));
  EXPECT_THAT(ran.out, HasSubstr("not in this snapshot: nowhere\n"));
  EXPECT_EQ(Count(ran.out, "i01 "), 1) << ran.out;
}

TEST_F(C2vTest, FallbacksAreNamedOrRefused) {
  const Ran allowed = Ask({"recommend", "customer", "stranger"});
  EXPECT_EQ(allowed.code, 0) << allowed.err;
  EXPECT_THAT(allowed.out,
              HasSubstr("fallback: the customer is not in this snapshot"));
  const Ran refused =
      Ask({"recommend", "customer", "stranger", "--no-fallback"});
  EXPECT_EQ(refused.code, 1);
  EXPECT_THAT(refused.err, AllOf(StartsWith("c2v: NOT_FOUND: "),
                                 HasSubstr("\n  customer: stranger\n")));
}

TEST_F(C2vTest, BadRequestsNameTheField) {
  const Ran ran = Ask({"recommend", "similar-items", "i00", "-k", "0"});
  EXPECT_EQ(ran.code, 1);
  EXPECT_EQ(ran.out, "");
  EXPECT_THAT(ran.err, AllOf(StartsWith("c2v: INVALID_ARGUMENT: "),
                             HasSubstr("\n  field k: ")));
}

TEST_F(C2vTest, UnknownNamesComeWithTheKnownOnes) {
  const Ran ran = Ask({"recommend", "session", "i00", "--servable", "nope"});
  EXPECT_EQ(ran.code, 1);
  EXPECT_THAT(ran.err, AllOf(HasSubstr("nope"), HasSubstr("\n  known: "),
                             HasSubstr("for_you")));
}

TEST_F(C2vTest, JsonIsTheResponse) {
  const Ran ran = Ask({"recommend", "similar-items", "i00", "--json"});
  ASSERT_EQ(ran.code, 0) << ran.err;
  v1::RecommendSimilarItemsResponse response;
  ASSERT_TRUE(
      google::protobuf::util::JsonStringToMessage(ran.out, &response).ok());
  EXPECT_EQ(response.items_size(), 10);
  EXPECT_EQ(response.served_by().snapshot_version(), kVersion);
}

TEST_F(C2vTest, EmbeddingsOfItemsAndCustomers) {
  const Ran items = Ask({"embeddings", "items", "i00", "i63"});
  EXPECT_EQ(items.code, 0) << items.err;
  EXPECT_THAT(items.out, AllOf(HasSubstr("\ni00  "),
                               HasSubstr("not in this snapshot: i63\n")));
  const Ran customers = Ask({"embeddings", "customers", "c00"});
  EXPECT_EQ(customers.code, 0) << customers.err;
  EXPECT_THAT(customers.out, HasSubstr("\nc00  "));
}

TEST_F(C2vTest, PredictsOnlyWherePredictorsAre) {
  const Ran ran = Ask({"predict", "c00"});
  EXPECT_EQ(ran.code, 1);
  EXPECT_EQ(ran.out, "");
  EXPECT_THAT(ran.err, AllOf(StartsWith("c2v: FAILED_PRECONDITION: "),
                             HasSubstr("no predictors")));
}

TEST_F(C2vTest, ItemsByQueryAndPage) {
  const Ran found = Ask({"items", "--query", "of g5"});
  EXPECT_EQ(found.code, 0) << found.err;
  EXPECT_GT(Count(found.out, " of g5"), 5);
  EXPECT_EQ(Count(found.out, " of g4"), 0);
  const Ran page = Ask({"items", "--page-size", "2"});
  EXPECT_EQ(page.code, 0) << page.err;
  EXPECT_THAT(page.out, AllOf(HasSubstr("\ni01 "), Not(HasSubstr("\ni02 ")),
                              HasSubstr("more: repeat with --page-token ")));
}

TEST_F(C2vTest, SnapshotsOfTheServer) {
  const Ran list = Ask({"snapshots", "list"});
  EXPECT_EQ(list.code, 0) << list.err;
  EXPECT_THAT(list.out, AllOf(HasSubstr(kVersion), HasSubstr("  loaded  "),
                              HasSubstr("  stable  ")));
  const Ran get = Ask({"snapshots", "get", kVersion});
  EXPECT_EQ(get.code, 0) << get.err;
  EXPECT_THAT(get.out, AllOf(HasSubstr("for_you"), HasSubstr("64 items")));
  const Ran reload = Ask({"snapshots", "reload"});
  EXPECT_EQ(reload.code, 0) << reload.err;
  EXPECT_THAT(reload.out, StartsWith(absl::StrCat("stable is ", kVersion)));
}

TEST_F(C2vTest, HealthOfBothPorts) {
  EXPECT_EQ(Ask({"health"}).out, "SERVING\n");
  EXPECT_EQ(Ask({"health", "--admin"}).out, "SERVING\n");
  EXPECT_EQ(
      Ask({"health", "--service", "customer2vec.v1.RecommendationService"}).out,
      "SERVING\n");
  EXPECT_EQ(Ask({"health", "--service", "nobody"}).code, 1);
}

TEST_F(C2vTest, SegmentsTheFolderWithoutTheServer) {
  const std::string csv = store_->Path("segments.csv");
  const Ran ran = Ask({"segments", Snapshot(), "--space", "items", "--count",
                       "6", "--output", csv});
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_THAT(ran.out, StartsWith("6 segments of 11 customers by space items"));
  std::ifstream lines(csv);
  EXPECT_EQ(std::count(std::istreambuf_iterator<char>(lines), {}, '\n'), 12);
  const Ran unknown =
      Ask({"segments", Snapshot(), "--space", "nowhere", "--count", "6"});
  EXPECT_EQ(unknown.code, 1);
  EXPECT_THAT(unknown.err, StartsWith("c2v: NOT_FOUND: this snapshot has no "
                                      "space \"nowhere\"; its spaces: items"));
}

TEST_F(C2vTest, InspectsTheFolderWithoutTheServer) {
  const Ran snapshot = Ask({"inspect", "snapshot", Snapshot()});
  EXPECT_EQ(snapshot.code, 0) << snapshot.err;
  EXPECT_THAT(snapshot.out, StartsWith(absl::StrCat("snapshot ", kVersion)));
  const Ran customer = Ask({"inspect", "customer", Snapshot(), "c03"});
  EXPECT_EQ(customer.code, 0) << customer.err;
  EXPECT_THAT(customer.out, AllOf(StartsWith("Customer c03: 5 items"),
                                  HasSubstr("Item 0 of g0")));
  const Ran customers =
      Ask({"inspect", "customers", Snapshot(), "--limit", "3"});
  EXPECT_EQ(customers.code, 0) << customers.err;
  EXPECT_EQ(std::count(customers.out.begin(), customers.out.end(), '\n'), 4);
}

}  // namespace
}  // namespace customer2vec
