#include "core/snapshot/snapshot.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>

#include "core/base/scratch_folder.h"
#include "core/base/status_matchers.h"
#include "core/testing/test_snapshot.h"

namespace customer2vec {
namespace {

using ::testing::HasSubstr;

TEST(SnapshotTest, BindsTablesAndServables) {
  ScratchFolder folder;
  ASSERT_THAT(WriteTestSnapshot(folder.path()), IsOk());
  C2V_ASSERT_OK_AND_ASSIGN(std::unique_ptr<const Snapshot> snapshot,
                           Snapshot::Load(folder.path()));
  EXPECT_EQ(snapshot->version(), TestSnapshotOptions().version);
  EXPECT_EQ(snapshot->tables().items.size(), kTestItems);
  EXPECT_EQ(snapshot->tables().customers.size(), kTestCustomers);
  ASSERT_NE(snapshot->FindSpace("items"), nullptr);
  EXPECT_EQ(snapshot->FindSpace("items")->item_count(), kTestItemsWithVectors);
  EXPECT_NE(snapshot->FindScorer("popular"), nullptr);
}

TEST(SnapshotTest, NamesOfAnotherKindAreNotFound) {
  ScratchFolder folder;
  ASSERT_THAT(WriteTestSnapshot(folder.path()), IsOk());
  C2V_ASSERT_OK_AND_ASSIGN(std::unique_ptr<const Snapshot> snapshot,
                           Snapshot::Load(folder.path()));
  EXPECT_EQ(snapshot->FindSpace("popular"), nullptr);
  EXPECT_EQ(snapshot->FindScorer("items"), nullptr);
  EXPECT_EQ(snapshot->FindPredictor("items"), nullptr);
}

TEST(SnapshotTest, GivesTheBytesOfItsFiles) {
  ScratchFolder folder;
  ASSERT_THAT(WriteTestSnapshot(folder.path()), IsOk());
  C2V_ASSERT_OK_AND_ASSIGN(std::unique_ptr<const Snapshot> snapshot,
                           Snapshot::Load(folder.path()));
  EXPECT_EQ(snapshot->File("warmup.json").value(), folder.Read("warmup.json"));
  EXPECT_THAT(snapshot->File("none"),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("none")));
}

TEST(SnapshotTest, PassesOptionsOn) {
  ScratchFolder folder;
  ASSERT_THAT(WriteTestSnapshot(folder.path()), IsOk());
  EXPECT_THAT(Snapshot::Load(folder.path(), {.version = "another"}),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("another")));
}

}  // namespace
}  // namespace customer2vec
