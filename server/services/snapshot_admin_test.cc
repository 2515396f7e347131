#include "server/services/snapshot_admin.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "core/base/status_matchers.h"
#include "server/testing/test_store.h"

namespace customer2vec {
namespace {

using ::testing::HasSubstr;

class SnapshotAdminTest : public ::testing::Test {
 protected:
  void Reload() { ASSERT_THAT(manager_.Reload({}), IsOk()); }

  v1::ListSnapshotsResponse List(int page_size, const std::string& token) {
    v1::ListSnapshotsRequest request;
    request.set_page_size(page_size);
    request.set_page_token(token);
    v1::ListSnapshotsResponse response;
    EXPECT_THAT(admin_.ListSnapshots(request, &response), IsOk());
    return response;
  }

  TestStore store_;
  SnapshotManager manager_{store_.store(),
                           {.load = [](const std::string& folder) {
                             return Snapshot::Load(folder);
                           }}};
  SnapshotAdmin admin_{&manager_};
};

TEST_F(SnapshotAdminTest, ListsPageByPageNewestFirst) {
  std::vector<std::string> versions;
  for (int i = 0; i < 5; ++i) versions.push_back(store_.Publish());
  Reload();
  std::vector<std::string> listed;
  std::string token;
  int pages = 0;
  do {
    const v1::ListSnapshotsResponse page = List(2, token);
    EXPECT_LE(page.snapshots_size(), 2);
    for (const auto& status : page.snapshots()) {
      listed.push_back(status.version());
    }
    token = page.next_page_token();
    ++pages;
  } while (!token.empty() && pages < 10);
  EXPECT_EQ(pages, 3);
  std::reverse(versions.begin(), versions.end());
  EXPECT_EQ(listed, versions);
}

TEST_F(SnapshotAdminTest, AFullLastPageHasNoToken) {
  store_.Publish();
  store_.Publish();
  Reload();
  EXPECT_EQ(List(2, "").next_page_token(), "");
  EXPECT_EQ(List(0, "").snapshots_size(), 2) << "the default is a hundred";
  EXPECT_EQ(List(1'000'000, "").snapshots_size(), 2);
}

TEST_F(SnapshotAdminTest, PagesShiftNothingWhenVersionsCome) {
  const std::string first = store_.Publish();
  store_.Publish();
  Reload();
  const std::string token = List(1, "").next_page_token();
  store_.Publish();
  Reload();
  EXPECT_EQ(List(1, token).snapshots(0).version(), first);
}

TEST_F(SnapshotAdminTest, RefusesBadPages) {
  v1::ListSnapshotsRequest request;
  v1::ListSnapshotsResponse response;
  request.set_page_size(-1);
  EXPECT_THAT(
      admin_.ListSnapshots(request, &response),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("page_size")));
  request.set_page_size(1);
  request.set_page_token("rubbish");
  EXPECT_THAT(
      admin_.ListSnapshots(request, &response),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("page_token")));
}

TEST_F(SnapshotAdminTest, GetsWhatServesAndWhatDoesNot) {
  const std::string old = store_.Publish();
  const std::string stable = store_.Publish();
  const std::string bad = store_.PublishCorrupt();
  Reload();
  v1::GetSnapshotRequest request;
  v1::GetSnapshotResponse response;
  ASSERT_THAT(admin_.GetSnapshot(request, &response), IsOk());
  EXPECT_EQ(response.manifest().version(), stable);
  EXPECT_EQ(response.status().labels(0), "stable");
  for (const auto& [version, state] :
       std::vector<std::pair<std::string, v1::SnapshotState>>{
           {old, v1::SNAPSHOT_STATE_AVAILABLE},
           {bad, v1::SNAPSHOT_STATE_REFUSED}}) {
    request.set_version(version);
    response.Clear();
    ASSERT_THAT(admin_.GetSnapshot(request, &response), IsOk());
    EXPECT_EQ(response.status().state(), state);
    EXPECT_EQ(response.manifest().version(), version);
  }
}

TEST_F(SnapshotAdminTest, UnknownSnapshotsAreNotFound) {
  store_.Publish();
  Reload();
  v1::GetSnapshotRequest request;
  v1::GetSnapshotResponse response;
  request.set_version("20000101T000000Z-00000000");
  EXPECT_THAT(admin_.GetSnapshot(request, &response),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("20000101")));
  request.set_label("canary");
  EXPECT_THAT(admin_.GetSnapshot(request, &response),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("canary")));
}

TEST_F(SnapshotAdminTest, ReloadIsIdempotentByRequestId) {
  const std::string first = store_.Publish();
  v1::ReloadSnapshotsRequest request;
  request.set_request_id("a");
  v1::ReloadSnapshotsResponse response;
  ASSERT_THAT(admin_.ReloadSnapshots(request, &response), IsOk());
  EXPECT_TRUE(response.changed());
  store_.Publish();
  response.Clear();
  ASSERT_THAT(admin_.ReloadSnapshots(request, &response), IsOk());
  EXPECT_EQ(response.stable_version(), first) << "the first answer";
  EXPECT_TRUE(response.changed());
  EXPECT_EQ((*manager_.Get({})).snapshot->version(), first);
}

TEST_F(SnapshotAdminTest, ReloadTriesTheRefusedAgain) {
  const std::string version = store_.PublishCorrupt();
  Reload();
  store_.Repair(version);
  v1::ReloadSnapshotsResponse response;
  ASSERT_THAT(admin_.ReloadSnapshots({}, &response), IsOk());
  EXPECT_EQ(response.stable_version(), version);
}

TEST_F(SnapshotAdminTest, ValidateOnlyChangesAndRemembersNothing) {
  const std::string version = store_.Publish();
  v1::ReloadSnapshotsRequest request;
  request.set_request_id("a");
  request.set_validate_only(true);
  v1::ReloadSnapshotsResponse response;
  ASSERT_THAT(admin_.ReloadSnapshots(request, &response), IsOk());
  EXPECT_EQ(response.stable_version(), "");
  request.set_validate_only(false);
  ASSERT_THAT(admin_.ReloadSnapshots(request, &response), IsOk());
  EXPECT_EQ(response.stable_version(), version);
}

TEST_F(SnapshotAdminTest, RefusesLongRequestIds) {
  v1::ReloadSnapshotsRequest request;
  request.set_request_id(std::string(129, 'r'));
  v1::ReloadSnapshotsResponse response;
  EXPECT_THAT(
      admin_.ReloadSnapshots(request, &response),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("request_id")));
}

}  // namespace
}  // namespace customer2vec
