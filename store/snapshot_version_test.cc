#include <gtest/gtest.h>

#include "store/snapshot_store.h"

namespace customer2vec {
namespace {

TEST(SnapshotVersionTest, IsTimeAndEntropy) {
  EXPECT_EQ(NewSnapshotVersion(1767323045, 0xabcd0a1b2c3d),
            "20260102T030405Z-0a1b2c3d");
  EXPECT_EQ(NewSnapshotVersion(0, 7), "19700101T000000Z-00000007");
}

TEST(SnapshotVersionTest, SortsByTime) {
  EXPECT_LT(NewSnapshotVersion(999, ~0ull), NewSnapshotVersion(1000, 0));
}

TEST(SnapshotVersionTest, RecognisesItsOwnNamesOnly) {
  EXPECT_TRUE(IsSnapshotVersion(NewSnapshotVersion(123456789, 42)));
  for (const char* name :
       {"", ".", "..", "20260102T030405Z", "20260102T030405Z-0a1b2c3",
        "20260102T030405Z-0a1b2c3dd", "20260102T030405Z-0A1B2C3D",
        "20260102X030405Z-0a1b2c3d", "2026010aT030405Z-0a1b2c3d",
        ".pending-20260102T030405Z-0a1b2c3d-7", "../0102T030405Z-0a1b2c3d"}) {
    EXPECT_FALSE(IsSnapshotVersion(name)) << name;
  }
}

}  // namespace
}  // namespace customer2vec
