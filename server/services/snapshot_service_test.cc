#include "server/services/snapshot_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "customer2vec/v1/snapshot_service.grpc.pb.h"
#include "server/services/service_test_util.h"

namespace customer2vec {
namespace {

using ::testing::HasSubstr;
using Stub = v1::SnapshotService::Stub;

class SnapshotServiceTest : public ::testing::Test {
 protected:
  ServiceUnderTest<v1::SnapshotService> service_{&MakeSnapshotService};
};

TEST_F(SnapshotServiceTest, ReloadsListsAndDescribes) {
  const std::string version = service_.store.Publish();
  v1::ReloadSnapshotsResponse reloaded;
  EXPECT_TRUE(
      service_
          .Call(&Stub::ReloadSnapshots, v1::ReloadSnapshotsRequest(), &reloaded)
          .ok());
  v1::ListSnapshotsResponse listed;
  EXPECT_TRUE(
      service_.Call(&Stub::ListSnapshots, v1::ListSnapshotsRequest(), &listed)
          .ok());
  ASSERT_EQ(listed.snapshots_size(), 1);
  EXPECT_EQ(listed.snapshots(0).version(), version);
  v1::GetSnapshotRequest request;
  request.set_version(version);
  v1::GetSnapshotResponse got;
  EXPECT_TRUE(service_.Call(&Stub::GetSnapshot, request, &got).ok());
  EXPECT_EQ(got.status().version(), version);
  EXPECT_EQ(service_.rpc_metrics.handled(absl::StatusCode::kOk), 3);
}

TEST_F(SnapshotServiceTest, AnUnknownVersionIsNotFound) {
  v1::GetSnapshotRequest request;
  request.set_version("20000101T000000-0");
  v1::GetSnapshotResponse got;
  EXPECT_EQ(service_.Call(&Stub::GetSnapshot, request, &got).error_code(),
            grpc::StatusCode::NOT_FOUND);
}

TEST_F(SnapshotServiceTest, WhatIsNotCarriedOutNamesItself) {
  v1::MoveLabelResponse moved;
  const grpc::Status status =
      service_.Call(&Stub::MoveLabel, v1::MoveLabelRequest(), &moved);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNIMPLEMENTED);
  EXPECT_THAT(status.error_message(),
              HasSubstr("/customer2vec.v1.SnapshotService/MoveLabel"));
}

}  // namespace
}  // namespace customer2vec
