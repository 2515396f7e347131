#include "core/recommend/warmup.h"

#include <gmock/gmock.h>
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "core/recommend/recommend.h"
#include "core/recommend/recommend_test_util.h"
#include "core/snapshot/snapshot_file_names.h"

namespace customer2vec {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

class WarmupTest : public RecommendTest {
 protected:
  void SetUp() override {
    RecommendTest::SetUp();
    json_ = std::string(*snapshot_->File(kWarmupFile));
  }

  v1::WarmupRequests Stored() const {
    v1::WarmupRequests warmup;
    EXPECT_TRUE(
        google::protobuf::util::JsonStringToMessage(json_, &warmup).ok());
    return warmup;
  }

  // Replays the snapshot after its warmup.json was replaced.
  absl::Status ReplayWith(const std::string& json) {
    // A new file: the old one is mapped.
    std::filesystem::remove(folder_.Path(kWarmupFile));
    folder_.Write(kWarmupFile, json);
    // The manifest has to go with it, or the snapshot does not even load.
    v1::SnapshotManifest manifest = snapshot_->manifest();
    manifest.clear_files();
    for (const v1::SnapshotFile& file : snapshot_->manifest().files()) {
      if (file.path() != kWarmupFile) *manifest.add_files() = file;
    }
    v1::SnapshotFile* file = manifest.add_files();
    file->set_path(kWarmupFile);
    file->set_size_bytes(static_cast<int64_t>(json.size()));
    file->set_sha256(std::string(64, '0'));
    std::string text;
    EXPECT_TRUE(
        google::protobuf::util::MessageToJsonString(manifest, &text).ok());
    folder_.Write(kManifestFile, text);
    const auto loaded =
        Snapshot::Load(folder_.path(), {.verify_checksums = false});
    EXPECT_THAT(loaded, IsOk());
    return loaded.ok() ? ReplayWarmup(**loaded) : loaded.status();
  }

  absl::Status ReplayChanged(
      const std::function<void(v1::WarmupRequests*)>& change) {
    v1::WarmupRequests warmup = Stored();
    change(&warmup);
    return ReplayWith(*WarmupToJson(warmup));
  }

  std::string json_;

  static auto DataLoss(const char* words) {
    return StatusIs(absl::StatusCode::kDataLoss, HasSubstr(words));
  }
};

TEST_F(WarmupTest, HoldsRequestsOfEachKindAndPasses) {
  int similar = 0, customers = 0, sessions = 0;
  const v1::WarmupRequests warmup = Stored();
  for (const v1::WarmupRequest& request : warmup.requests()) {
    similar += request.request().has_similar_items();
    customers += request.request().has_customer();
    sessions += request.request().has_session();
  }
  EXPECT_EQ(similar, 5);  // rows 0, 1, 4, 13 and 40 of 64
  EXPECT_EQ(customers, 8);
  EXPECT_EQ(sessions, similar);
  EXPECT_THAT(ReplayWarmup(*snapshot_), IsOk());
}

TEST_F(WarmupTest, IsTheSameForTheSameSnapshot) {
  EXPECT_EQ(*WarmupToJson(*BuildWarmup(*snapshot_)), json_);
}

TEST_F(WarmupTest, RoundingPasses) {
  EXPECT_THAT(ReplayChanged([](v1::WarmupRequests* warmup) {
                auto* items = warmup->mutable_requests(0)
                                  ->mutable_expected()
                                  ->mutable_similar_items()
                                  ->mutable_items();
                for (v1::RecommendedItem& item : *items) {
                  item.set_score(item.score() + 1e-5f);
                }
              }),
              IsOk());
}

// Adds the ranking of items by popularity, with two neighbours swapped.
void AddSwapped(const Snapshot& snapshot, const std::vector<std::string>& items,
                v1::WarmupRequests* warmup) {
  v1::WarmupRequest* added = warmup->add_requests();
  auto* request = added->mutable_request()->mutable_session();
  request->mutable_model()->set_servable("popular");
  for (const std::string& id : items) {
    request->mutable_options()->add_candidate_item_ids(id);
  }
  auto* expected = added->mutable_expected()->mutable_session();
  ASSERT_THAT(RecommendForSession(snapshot, *request, expected), IsOk());
  ASSERT_EQ(expected->items_size(), 3);
  expected->mutable_items()->SwapElements(1, 2);
}

TEST_F(WarmupTest, OnlyTiedItemsMayChangePlaces) {
  EXPECT_THAT(ReplayChanged([&](v1::WarmupRequests* warmup) {
                // Never taken: all of one score.
                AddSwapped(*snapshot_, {"i61", "i62", "i63"}, warmup);
              }),
              IsOk());
  EXPECT_THAT(ReplayChanged([&](v1::WarmupRequests* warmup) {
                AddSwapped(*snapshot_, {"i01", "i02", "i03"}, warmup);
              }),
              DataLoss("items for a session"));
}

TEST_F(WarmupTest, AnotherScoreFailsAndNamesTheRequest) {
  EXPECT_THAT(
      ReplayChanged([](v1::WarmupRequests* warmup) {
        auto* item = warmup->mutable_requests(1)
                         ->mutable_expected()
                         ->mutable_similar_items()
                         ->mutable_items(4);
        item->set_score(item->score() - 0.01f);
      }),
      StatusIs(absl::StatusCode::kDataLoss,
               AllOf(HasSubstr("warmup.json: request 1"),
                     HasSubstr("similar to \"i01\""), HasSubstr("place 5"))));
}

TEST_F(WarmupTest, AnotherItemFails) {
  EXPECT_THAT(ReplayChanged([](v1::WarmupRequests* warmup) {
                warmup->mutable_requests(0)
                    ->mutable_expected()
                    ->mutable_similar_items()
                    ->mutable_items(0)
                    ->set_item_id("i63");
              }),
              DataLoss("instead of \"i63\""));
}

TEST_F(WarmupTest, AnotherLengthSourceOrKindFails) {
  const auto last = [](v1::WarmupRequests* warmup) {
    return warmup->mutable_requests(warmup->requests_size() - 1);
  };
  EXPECT_THAT(ReplayChanged([&](v1::WarmupRequests* warmup) {
                last(warmup)
                    ->mutable_expected()
                    ->mutable_customer()
                    ->mutable_items()
                    ->RemoveLast();
              }),
              DataLoss("10 items instead of 9"));
  EXPECT_THAT(ReplayChanged([&](v1::WarmupRequests* warmup) {
                last(warmup)
                    ->mutable_expected()
                    ->mutable_customer()
                    ->mutable_items(0)
                    ->clear_source();
              }),
              DataLoss("place 1"));
  EXPECT_THAT(ReplayChanged([&](v1::WarmupRequests* warmup) {
                last(warmup)->mutable_expected()->mutable_session();
              }),
              DataLoss("another kind"));
  EXPECT_THAT(ReplayChanged([&](v1::WarmupRequests* warmup) {
                last(warmup)->clear_request();
              }),
              DataLoss("holds no request"));
}

TEST_F(WarmupTest, WhatIsNoJsonFails) {
  EXPECT_THAT(ReplayWith("{"), DataLoss("warmup.json"));
  EXPECT_THAT(ReplayWith("{\"strangers\": 1}"), DataLoss("warmup.json"));
}

}  // namespace
}  // namespace customer2vec
