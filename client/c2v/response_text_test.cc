#include "client/c2v/response_text.h"

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <set>

namespace customer2vec {
namespace {

template <typename Message>
Message Parse(const char* text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message));
  return message;
}

TEST(ResponseTextTest, SimilarItems) {
  const auto response = Parse<v1::RecommendSimilarItemsResponse>(R"pb(
    items { item_id: "995242" score: 0.83125 rank: 1 name: "MILK, 1 GA" }
    items { item_id: "7" score: -0.5 rank: 2 name: "crème" }
    served_by {
      snapshot_version: "20260102T030405Z-0a1b2c3d"
      label: "stable"
      servable: "items"
    })pb");
  EXPECT_EQ(
      FormatRecommendations("Similar to 1029743", response),
      "Similar to 1029743\n"
      "\n"
      "#    score  item    name\n"
      "1   0.8313  995242  MILK, 1 GA\n"
      "2  -0.5000  7       crème\n"
      "\n"
      "answered by: items, snapshot 20260102T030405Z-0a1b2c3d (stable)\n");
}

TEST(ResponseTextTest, CustomerSaysRepeatAndDiscovery) {
  const auto response = Parse<v1::RecommendForCustomerResponse>(R"pb(
    items { item_id: "1" score: 2 rank: 1 source: RECOMMENDATION_SOURCE_REPEAT }
    items {
      item_id: "2"
      score: 1
      rank: 2
      source: RECOMMENDATION_SOURCE_DISCOVERY
    }
    served_by { snapshot_version: "v" servable: "for_you" })pb");
  EXPECT_EQ(FormatRecommendations("For customer 900", response),
            "For customer 900\n"
            "\n"
            "#   score  source     item\n"
            "1  2.0000  repeat     1\n"
            "2  1.0000  discovery  2\n"
            "\n"
            "answered by: for_you, snapshot v\n");
}

TEST(ResponseTextTest, SaysFallbackAndMissingIds) {
  const auto response = Parse<v1::RecommendForSessionResponse>(R"pb(
    missing_item_ids: "x"
    missing_item_ids: "y\n"
    missing_customer_id: "c"
    served_by {
      snapshot_version: "v"
      servable: "popularity"
      fallback: FALLBACK_EMPTY_SESSION
    })pb");
  EXPECT_EQ(FormatRecommendations("After x", response),
            "After x\n"
            "\n"
            "nothing to recommend\n"
            "\n"
            "answered by: popularity, snapshot v\n"
            "fallback: nothing of the session is known; these are not what was "
            "asked for\n"
            "not in this snapshot: x, y\uFFFD\n"
            "customer not in this snapshot: c\n");
}

TEST(ResponseTextTest, EachFallbackHasWordsOfItsOwn) {
  std::set<std::string> texts;
  for (int i = v1::Fallback_MIN; i <= v1::Fallback_MAX; ++i) {
    v1::RecommendSimilarItemsResponse response;
    response.mutable_served_by()->set_fallback(static_cast<v1::Fallback>(i));
    texts.insert(FormatRecommendations("", response));
    EXPECT_EQ(texts.rbegin()->find("does not know"), std::string::npos);
  }
  EXPECT_EQ(texts.size(), v1::Fallback_MAX + 1);
}

TEST(ResponseTextTest, EmbeddingsShowLengthAndFirstNumbers) {
  const auto items = Parse<v1::GetItemEmbeddingsResponse>(R"pb(
    embeddings {
      id: "1"
      vector {
        values: [ 3, -4, 0, 0, 0, 0, 0 ]
        dimension: 7
      }
    }
    missing_item_ids: "9"
    served_by { snapshot_version: "v" servable: "items" })pb");
  EXPECT_EQ(
      FormatEmbeddings(items),
      "id  numbers  length  vector\n"
      "1         7  5.0000   3.0000 -4.0000  0.0000  0.0000  0.0000  0.0000 …\n"
      "\n"
      "answered by: items, snapshot v\n"
      "not in this snapshot: 9\n");
  const auto customers = Parse<v1::GetCustomerEmbeddingsResponse>(R"pb(
    missing_customer_ids: "c"
    served_by { snapshot_version: "v" })pb");
  EXPECT_EQ(FormatEmbeddings(customers),
            "no vectors\n"
            "\n"
            "answered by: snapshot v\n"
            "not in this snapshot: c\n");
}

TEST(ResponseTextTest, PredictionsOfEachCustomer) {
  const auto first = Parse<v1::PredictOutcomesResponse>(R"pb(
    predictions { metric: "churn" value: 0.12344 servable: "likely" }
    predictions { metric: "redeems" value: 0.5 servable: "likely" }
    served_by { snapshot_version: "v" label: "stable" })pb");
  const auto second = Parse<v1::PredictOutcomesResponse>(R"pb(
    predictions { metric: "churn" value: 1 servable: "likely" }
    served_by { snapshot_version: "v" })pb");
  EXPECT_EQ(FormatPredictions({"900", "18"}, {first, second}),
            "customer  outcome  prediction  servable\n"
            "900       churn        0.1234  likely\n"
            "900       redeems      0.5000  likely\n"
            "18        churn        1.0000  likely\n"
            "\n"
            "answered by: snapshot v (stable)\n");
  EXPECT_EQ(FormatPredictions({"1"}, {{}}),
            "no predictions\n"
            "\n"
            "answered by: snapshot \n");
}

TEST(ResponseTextTest, ItemsWithAttributesAndNextPage) {
  const auto response = Parse<v1::ListItemsResponse>(R"pb(
    items {
      item_id: "1"
      name: "BANANAS"
      basket_count: 29778
      attributes { name: "department" value: "PRODUCE" }
      attributes { name: "brand" value: "National" }
    }
    next_page_token: "abc"
    served_by { snapshot_version: "v" label: "stable" })pb");
  EXPECT_EQ(FormatItems(response),
            "item  baskets  name     attributes\n"
            "1      29,778  BANANAS  department=PRODUCE, brand=National\n"
            "\n"
            "answered by: snapshot v (stable)\n"
            "more: repeat with --page-token abc\n");
}

TEST(ResponseTextTest, SnapshotsWithStateAndReason) {
  const auto response = Parse<v1::ListSnapshotsResponse>(R"pb(
    snapshots {
      version: "b"
      state: SNAPSHOT_STATE_REFUSED
      error: "items.bin: checksum"
    }
    snapshots {
      version: "a"
      state: SNAPSHOT_STATE_LOADED
      labels: "stable"
      create_time { seconds: 1767323045 }
      load_time { seconds: 1767323050 }
      size_bytes: 12345678
    })pb");
  EXPECT_EQ(
      FormatSnapshots(response),
      "version  state    labels  made (UTC)           loaded (UTC)         "
      "   size  why refused\n"
      "b        refused                                                    "
      "         items.bin: checksum\n"
      "a        loaded   stable  2026-01-02 03:04:05  2026-01-02 03:04:10  "
      "12.3 MB\n");
  EXPECT_EQ(FormatSnapshots({}),
            "the store is empty; publish a snapshot with c2v-train fit\n");
}

TEST(ResponseTextTest, ReloadSaysWhatChanged) {
  EXPECT_EQ(
      FormatReload(Parse<v1::ReloadSnapshotsResponse>(R"pb(stable_version: "a"
                                                           changed: true)pb")),
      "stable is a (new)\n");
  EXPECT_EQ(FormatReload(Parse<v1::ReloadSnapshotsResponse>(R"pb(
              stable_version: "a"
              refused { version: "b" state: SNAPSHOT_STATE_REFUSED error: "e" }
            )pb")),
            "stable is a (as before)\n"
            "\n"
            "version  state    why refused\n"
            "b        refused  e\n");
  EXPECT_EQ(FormatReload({}), "no snapshot could be loaded\n");
}

TEST(ResponseTextTest, SnapshotShowsStatusAndManifest) {
  const auto response = Parse<v1::GetSnapshotResponse>(R"pb(
    status { version: "a" state: SNAPSHOT_STATE_AVAILABLE }
    manifest { version: "a" format_version: 1 item_count: 5 })pb");
  EXPECT_EQ(FormatSnapshot(response),
            "version  state\n"
            "a        available\n"
            "\n"
            "snapshot a (format 1), made  UTC\n"
            "  5 items, 0 customers, 0 baskets; 0 files, 0 B\n");
}

}  // namespace
}  // namespace customer2vec
