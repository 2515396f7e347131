#include "client/c2v/arguments.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

namespace customer2vec {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

struct Parsed {
  std::optional<int> exit_code;
  Arguments arguments;
  std::string out, err;
};

Parsed Parse(std::vector<const char*> words) {
  words.insert(words.begin(), "c2v");
  Parsed parsed;
  std::ostringstream out, err;
  parsed.exit_code =
      ParseArguments(words.size(), words.data(), out, err, &parsed.arguments);
  parsed.out = out.str();
  parsed.err = err.str();
  return parsed;
}

TEST(ArgumentsTest, HelpAndVersionEndWell) {
  const Parsed help = Parse({"--help"});
  EXPECT_EQ(help.exit_code, 0);
  EXPECT_THAT(help.out, HasSubstr("c2v recommend similar-items 1029743"));
  EXPECT_EQ(Parse({"recommend", "customer", "--help"}).exit_code, 0);
  const Parsed version = Parse({"--version"});
  EXPECT_EQ(version.exit_code, 0);
  EXPECT_THAT(version.out, HasSubstr("c2v "));
}

TEST(ArgumentsTest, WrongUsageIsTwoAndSaysWhat) {
  EXPECT_EQ(Parse({}).exit_code, 2);
  EXPECT_EQ(Parse({"recommend"}).exit_code, 2);
  const Parsed unknown = Parse({"recommend", "session", "1", "--unknown"});
  EXPECT_EQ(unknown.exit_code, 2);
  EXPECT_THAT(unknown.err, HasSubstr("--unknown"));
  EXPECT_EQ(Parse({"recommend", "similar-items"}).exit_code, 2);
  EXPECT_EQ(Parse({"recommend", "similar-items", "1", "2"}).exit_code, 2);
  EXPECT_EQ(Parse({"health", "--deadline-ms", "0"}).exit_code, 2);
  EXPECT_EQ(
      Parse({"recommend", "customer", "1", "--purchase-mode", "all"}).exit_code,
      2);
  EXPECT_EQ(
      Parse({"items", "--label", "a", "--snapshot-version", "b"}).exit_code, 2);
}

TEST(ArgumentsTest, GlobalFlagsStandAnywhere) {
  for (const auto& words : std::vector<std::vector<const char*>>{
           {"--server", "a:1", "--json", "snapshots", "list"},
           {"snapshots", "--json", "list", "--server", "a:1"}}) {
    const Parsed parsed = Parse(words);
    ASSERT_EQ(parsed.exit_code, std::nullopt) << parsed.err;
    EXPECT_EQ(parsed.arguments.command, Command::kListSnapshots);
    EXPECT_EQ(parsed.arguments.server, "a:1");
    EXPECT_EQ(parsed.arguments.admin_server, "127.0.0.1:50052");
    EXPECT_TRUE(parsed.arguments.json);
  }
}

TEST(ArgumentsTest, SimilarItemsRequest) {
  const Parsed parsed =
      Parse({"recommend", "similar-items", "1029743", "-k", "5", "--servable",
             "items", "--label", "canary", "--exact", "--no-fallback",
             "--exclude", "1", "2"});
  ASSERT_EQ(parsed.exit_code, std::nullopt) << parsed.err;
  EXPECT_EQ(parsed.arguments.command, Command::kSimilarItems);
  const v1::RecommendSimilarItemsRequest request =
      SimilarItemsRequest(parsed.arguments);
  EXPECT_EQ(request.item_id(), "1029743");
  EXPECT_EQ(request.k(), 5);
  EXPECT_TRUE(request.include_names());
  EXPECT_EQ(request.model().label(), "canary");
  EXPECT_EQ(request.model().servable(), "items");
  EXPECT_THAT(request.options().exclude_item_ids(), ElementsAre("1", "2"));
  EXPECT_EQ(request.options().search_mode(), v1::SEARCH_MODE_EXACT);
  EXPECT_EQ(request.options().fallback_policy(), v1::FALLBACK_POLICY_REFUSE);
  EXPECT_FALSE(request.options().has_exclude_seen());
}

TEST(ArgumentsTest, CustomerRequest) {
  const Parsed parsed =
      Parse({"recommend", "customer", "900", "--purchase-mode", "discovery",
             "--exclude-seen", "--snapshot-version", "v1"});
  ASSERT_EQ(parsed.exit_code, std::nullopt) << parsed.err;
  EXPECT_EQ(parsed.arguments.command, Command::kCustomer);
  const v1::RecommendForCustomerRequest request =
      CustomerRequest(parsed.arguments);
  EXPECT_EQ(request.customer_id(), "900");
  EXPECT_EQ(request.k(), 10);
  EXPECT_EQ(request.purchase_mode(), v1::PURCHASE_MODE_DISCOVERY);
  EXPECT_TRUE(request.options().exclude_seen());
  EXPECT_EQ(request.model().version(), "v1");
  EXPECT_EQ(request.model().snapshot_case(), v1::ModelSelector::kVersion);
}

TEST(ArgumentsTest, SessionRequestKeepsTheOrder) {
  const Parsed parsed =
      Parse({"recommend", "session", "2", "1", "3", "--include-seen"});
  ASSERT_EQ(parsed.exit_code, std::nullopt) << parsed.err;
  EXPECT_EQ(parsed.arguments.command, Command::kSession);
  const v1::RecommendForSessionRequest request =
      SessionRequest(parsed.arguments);
  ASSERT_EQ(request.events_size(), 3);
  EXPECT_EQ(request.events(0).item_id(), "2");
  EXPECT_EQ(request.events(2).item_id(), "3");
  EXPECT_TRUE(request.options().has_exclude_seen());
  EXPECT_FALSE(request.options().exclude_seen());
  EXPECT_EQ(request.model().snapshot_case(),
            v1::ModelSelector::SNAPSHOT_NOT_SET);
}

TEST(ArgumentsTest, EmbeddingsRequests) {
  const Parsed items =
      Parse({"embeddings", "items", "1", "2", "--role", "output"});
  ASSERT_EQ(items.exit_code, std::nullopt) << items.err;
  EXPECT_EQ(items.arguments.command, Command::kItemEmbeddings);
  EXPECT_THAT(ItemEmbeddingsRequest(items.arguments).item_ids(),
              ElementsAre("1", "2"));
  EXPECT_EQ(ItemEmbeddingsRequest(items.arguments).role(),
            v1::VECTOR_ROLE_OUTPUT);
  const Parsed customers =
      Parse({"embeddings", "customers", "a", "--servable", "s"});
  EXPECT_EQ(customers.arguments.command, Command::kCustomerEmbeddings);
  EXPECT_THAT(CustomerEmbeddingsRequest(customers.arguments).customer_ids(),
              ElementsAre("a"));
  EXPECT_EQ(CustomerEmbeddingsRequest(customers.arguments).model().servable(),
            "s");
}

TEST(ArgumentsTest, PredictRequest) {
  const Parsed parsed = Parse(
      {"predict", "900", "1823", "--servable", "churn", "--label", "canary"});
  ASSERT_EQ(parsed.exit_code, std::nullopt) << parsed.err;
  EXPECT_EQ(parsed.arguments.command, Command::kPredict);
  EXPECT_THAT(parsed.arguments.ids, ElementsAre("900", "1823"));
  const v1::PredictOutcomesRequest request = PredictRequest(parsed.arguments);
  EXPECT_EQ(request.subject().customer_id(), "900");
  EXPECT_EQ(request.model().servable(), "churn");
  EXPECT_EQ(request.model().label(), "canary");
  EXPECT_EQ(Parse({"predict"}).exit_code, 2);
}

TEST(ArgumentsTest, ItemsRequest) {
  const Parsed parsed = Parse(
      {"items", "--query", "banana", "--page-size", "3", "--page-token", "t"});
  ASSERT_EQ(parsed.exit_code, std::nullopt) << parsed.err;
  EXPECT_EQ(parsed.arguments.command, Command::kItems);
  const v1::ListItemsRequest request = ItemsRequest(parsed.arguments);
  EXPECT_EQ(request.query(), "banana");
  EXPECT_EQ(request.page_size(), 3);
  EXPECT_EQ(request.page_token(), "t");
}

TEST(ArgumentsTest, SnapshotRequest) {
  const Parsed stable = Parse({"snapshots", "get"});
  EXPECT_EQ(stable.arguments.command, Command::kGetSnapshot);
  EXPECT_EQ(SnapshotRequest(stable.arguments).snapshot_case(),
            v1::GetSnapshotRequest::SNAPSHOT_NOT_SET);
  EXPECT_EQ(
      SnapshotRequest(Parse({"snapshots", "get", "v"}).arguments).version(),
      "v");
  EXPECT_EQ(
      SnapshotRequest(Parse({"snapshots", "get", "--label", "l"}).arguments)
          .label(),
      "l");
}

TEST(ArgumentsTest, HealthAndInspect) {
  const Parsed health =
      Parse({"health", "--wait-seconds", "1.5", "--admin", "--service", "a.B"});
  EXPECT_EQ(health.arguments.command, Command::kHealth);
  EXPECT_EQ(health.arguments.wait_seconds, 1.5);
  EXPECT_TRUE(health.arguments.admin);
  EXPECT_EQ(health.arguments.service, "a.B");
  const Parsed customer =
      Parse({"inspect", "customer", "folder", "900", "--limit", "3"});
  ASSERT_EQ(customer.exit_code, std::nullopt) << customer.err;
  EXPECT_EQ(customer.arguments.command, Command::kInspectCustomer);
  EXPECT_EQ(customer.arguments.folder, "folder");
  EXPECT_THAT(customer.arguments.ids, ElementsAre("900"));
  EXPECT_EQ(customer.arguments.limit, 3);
  EXPECT_EQ(Parse({"inspect", "snapshot", "f"}).arguments.command,
            Command::kInspectSnapshot);
  EXPECT_EQ(Parse({"inspect", "customers", "f"}).arguments.command,
            Command::kInspectCustomers);
  EXPECT_EQ(Parse({"snapshots", "reload"}).arguments.command,
            Command::kReloadSnapshots);
}

TEST(ArgumentsTest, Segments) {
  const Parsed parsed =
      Parse({"segments", "folder", "--space", "joined", "--count", "12",
             "--seed", "3", "--output", "s.csv", "--items", "2"});
  ASSERT_EQ(parsed.exit_code, std::nullopt) << parsed.err;
  EXPECT_EQ(parsed.arguments.command, Command::kSegments);
  EXPECT_EQ(parsed.arguments.folder, "folder");
  EXPECT_EQ(parsed.arguments.space, "joined");
  EXPECT_EQ(parsed.arguments.count, 12);
  EXPECT_EQ(parsed.arguments.seed, 3);
  EXPECT_EQ(parsed.arguments.output, "s.csv");
  EXPECT_EQ(parsed.arguments.items, 2);
  const Parsed defaults =
      Parse({"segments", "folder", "--space", "joined", "--count", "12"});
  EXPECT_EQ(defaults.arguments.seed, 1);
  EXPECT_EQ(defaults.arguments.items, 5);
  EXPECT_EQ(Parse({"segments", "folder", "--count", "12"}).exit_code, 2);
  EXPECT_EQ(
      Parse({"segments", "f", "--space", "joined", "--count", "0"}).exit_code,
      2);
}

}  // namespace
}  // namespace customer2vec
