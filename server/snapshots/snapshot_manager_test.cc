#include "server/snapshots/snapshot_manager.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <thread>
#include <vector>

#include "core/base/status_matchers.h"
#include "server/testing/test_store.h"

namespace customer2vec {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::StartsWith;

class SnapshotManagerTest : public ::testing::Test {
 protected:
  SnapshotManagerOptions Options() {
    return {.load =
                [this](const std::string& folder) {
                  ++loads_;
                  return Snapshot::Load(folder);
                },
            .on_stable =
                [this](const Snapshot& stable) {
                  served_.push_back(stable.version());
                }};
  }

  v1::ReloadSnapshotsResponse Reload(const ReloadOptions& options = {}) {
    auto response = manager_.Reload(options);
    EXPECT_THAT(response, IsOk());
    return *std::move(response);
  }

  std::string StableVersion() {
    const auto handle = manager_.Get({});
    return handle.ok() ? handle->snapshot->version() : "";
  }

  v1::SnapshotState StateOf(const std::string& version) {
    for (const v1::SnapshotStatus& status : manager_.Statuses()) {
      if (status.version() == version) return status.state();
    }
    return v1::SNAPSHOT_STATE_UNSPECIFIED;
  }

  int loads_ = 0;
  std::vector<std::string> served_;
  TestStore store_;
  SnapshotManager manager_{store_.store(), Options()};
};

TEST_F(SnapshotManagerTest, WithoutASnapshotItSaysWhy) {
  EXPECT_THAT(manager_.Get({}), StatusIs(absl::StatusCode::kUnavailable,
                                         HasSubstr("the store holds none")));
  EXPECT_THAT(
      manager_.GetVersion("20260101T000000Z-00000001"),
      StatusIs(absl::StatusCode::kUnavailable, HasSubstr("no snapshot")));
  EXPECT_EQ(Reload().stable_version(), "");
  EXPECT_THAT(manager_.Readiness(), StatusIs(absl::StatusCode::kUnavailable,
                                             HasSubstr("holds none")));
}

TEST_F(SnapshotManagerTest, ServesTheNewestAndLoadsNoOther) {
  const std::string old = store_.Publish();
  const std::string newest = store_.Publish();
  const v1::ReloadSnapshotsResponse response = Reload();
  EXPECT_EQ(response.stable_version(), newest);
  EXPECT_TRUE(response.changed());
  EXPECT_EQ(loads_, 1);
  EXPECT_EQ(StateOf(old), v1::SNAPSHOT_STATE_AVAILABLE);
  EXPECT_THAT(manager_.Readiness(), IsOk());
  EXPECT_THAT(served_, ElementsAre(newest));
  EXPECT_FALSE(Reload().changed());
  EXPECT_EQ(loads_, 1);
}

TEST_F(SnapshotManagerTest, HandlesNameTheirLabel) {
  const std::string version = store_.Publish();
  Reload();
  v1::ModelSelector selector;
  C2V_ASSERT_OK_AND_ASSIGN(SnapshotHandle handle, manager_.Get(selector));
  EXPECT_EQ(handle.label, "stable");
  selector.set_label("stable");
  C2V_ASSERT_OK_AND_ASSIGN(handle, manager_.Get(selector));
  EXPECT_EQ(handle.snapshot->version(), version);
  selector.set_version(version);
  C2V_ASSERT_OK_AND_ASSIGN(handle, manager_.Get(selector));
  EXPECT_EQ(handle.label, "");
}

TEST_F(SnapshotManagerTest, UnknownLabelsAndVersionsAreNotFound) {
  store_.Publish();
  Reload();
  EXPECT_THAT(manager_.GetLabel("canary"),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("canary")));
  EXPECT_THAT(manager_.GetLabel(""),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("label")));
  EXPECT_THAT(manager_.GetVersion("20000101T000000Z-00000000"),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("20000101")));
}

TEST_F(SnapshotManagerTest, StatusesDescribeVersions) {
  const std::string old = store_.Publish();
  const std::string newest = store_.Publish();
  Reload();
  const std::vector<v1::SnapshotStatus> statuses = manager_.Statuses();
  ASSERT_EQ(statuses.size(), 2);
  EXPECT_EQ(statuses[0].version(), newest);
  EXPECT_EQ(statuses[0].state(), v1::SNAPSHOT_STATE_LOADED);
  EXPECT_THAT(statuses[0].labels(), ElementsAre("stable"));
  EXPECT_GT(statuses[0].load_time().seconds(), 0);
  EXPECT_GT(statuses[0].size_bytes(), 0);
  EXPECT_EQ(statuses[1].version(), old);
  EXPECT_THAT(statuses[1].labels(), IsEmpty());
  EXPECT_EQ(statuses[1].load_time().seconds(), 0);
  EXPECT_GT(statuses[1].size_bytes(), 0)
      << "read from the manifest, though it is not loaded";
}

TEST_F(SnapshotManagerTest, FallsBackToTheNextOlderWhenTheNewestIsBad) {
  const std::string good = store_.Publish();
  const std::string bad = store_.PublishCorrupt();
  const v1::ReloadSnapshotsResponse response = Reload();
  EXPECT_EQ(response.stable_version(), good);
  ASSERT_EQ(response.refused_size(), 1);
  EXPECT_EQ(response.refused(0).version(), bad);
  EXPECT_THAT(response.refused(0).error(), StartsWith("DATA_LOSS: "));
  EXPECT_THAT(manager_.load_failures(), ElementsAre(Pair("DATA_LOSS", 1)));
}

TEST_F(SnapshotManagerTest, TriesTheRefusedAgainOnlyWhenAsked) {
  const std::string good = store_.Publish();
  Reload();
  const std::string bad = store_.PublishCorrupt();
  Reload();
  Reload();
  EXPECT_EQ(loads_, 2);
  Reload({.retry_refused = true, .load_nothing = true});
  EXPECT_EQ(loads_, 2);
  EXPECT_EQ(StateOf(bad), v1::SNAPSHOT_STATE_REFUSED);
  store_.Repair(bad);
  EXPECT_EQ(Reload({.retry_refused = true}).stable_version(), bad);
  EXPECT_THAT(served_, ElementsAre(good, bad));
}

TEST_F(SnapshotManagerTest, LookingLoadsNothing) {
  store_.Publish();
  const v1::ReloadSnapshotsResponse response = Reload({.load_nothing = true});
  EXPECT_EQ(response.stable_version(), "");
  EXPECT_EQ(loads_, 0);
  EXPECT_EQ(manager_.Statuses().size(), 1);
}

TEST_F(SnapshotManagerTest, RefusesAManifestOfAnotherVersion) {
  const std::string version = store_.Publish();
  const std::string other = "20270101T000000Z-00000001";
  std::filesystem::rename(store_.folder() + "/" + version,
                          store_.folder() + "/" + other);
  Reload();
  EXPECT_EQ(StateOf(other), v1::SNAPSHOT_STATE_REFUSED);
  EXPECT_THAT(manager_.Statuses()[0].error(), HasSubstr(version));
}

TEST_F(SnapshotManagerTest, KeepsOneVersionBesideTheServed) {
  const std::string first = store_.Publish();
  Reload();
  const std::string second = store_.Publish();
  Reload();
  EXPECT_THAT(manager_.GetVersion(first), IsOk());
  const std::string third = store_.Publish();
  Reload();
  EXPECT_THAT(manager_.GetVersion(first),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr(first)));
  EXPECT_THAT(manager_.GetVersion(second), IsOk());
  EXPECT_EQ(StateOf(first), v1::SNAPSHOT_STATE_AVAILABLE);
  ASSERT_EQ(manager_.Loaded().size(), 2);
  EXPECT_TRUE(manager_.Loaded()[0].is_stable);
  EXPECT_FALSE(manager_.Loaded()[1].is_stable);
}

TEST_F(SnapshotManagerTest, AHeldSnapshotIsFreedByALaterReload) {
  store_.Publish();
  Reload();
  SnapshotHandle handle = *manager_.Get({});
  const std::weak_ptr<const Snapshot> snapshot = manager_.Loaded()[0].snapshot;
  for (int i = 0; i < 2; ++i) {
    store_.Publish();
    Reload();
  }
  Reload();
  EXPECT_FALSE(snapshot.expired()) << "a request holds it";
  EXPECT_NE(handle.snapshot->FindSpace("items"), nullptr);
  handle.snapshot.reset();
  EXPECT_FALSE(snapshot.expired()) << "the request does not pay";
  Reload();
  EXPECT_TRUE(snapshot.expired());
}

TEST_F(SnapshotManagerTest, ServesWhatHasLeftTheStore) {
  const std::string version = store_.Publish();
  Reload();
  store_.Remove(version);
  EXPECT_FALSE(Reload().changed());
  EXPECT_EQ(StableVersion(), version);
  EXPECT_EQ(StateOf(version), v1::SNAPSHOT_STATE_LOADED);
}

TEST_F(SnapshotManagerTest, ForgetsWhatHasLeftTheStoreUnloaded) {
  const std::string bad = store_.PublishCorrupt();
  Reload();
  EXPECT_EQ(StateOf(bad), v1::SNAPSHOT_STATE_REFUSED);
  store_.Remove(bad);
  Reload();
  EXPECT_THAT(manager_.Statuses(), IsEmpty());
}

TEST_F(SnapshotManagerTest, AStoreThatCannotBeListedIsSaid) {
  std::filesystem::remove_all(store_.folder());
  EXPECT_FALSE(manager_.Reload({}).ok());
  EXPECT_THAT(manager_.Readiness(),
              StatusIs(absl::StatusCode::kUnavailable,
                       HasSubstr("the store cannot be listed")));
}

TEST_F(SnapshotManagerTest, RequestsNeverMissASnapshotWhileItSwaps) {
  store_.Publish();
  Reload();
  std::atomic<bool> stop = false;
  std::atomic<int> failures = 0;
  std::vector<std::thread> readers;
  for (int t = 0; t < 4; ++t) {
    readers.emplace_back([&] {
      while (!stop) {
        const auto handle = manager_.Get({});
        if (!handle.ok() || handle->snapshot->FindSpace("items") == nullptr) {
          ++failures;
        }
      }
    });
  }
  for (int i = 0; i < 5; ++i) {
    store_.Publish();
    EXPECT_TRUE(Reload().changed());
  }
  stop = true;
  for (std::thread& reader : readers) reader.join();
  EXPECT_EQ(failures, 0);
}

}  // namespace
}  // namespace customer2vec
