#include "core/snapshot/snapshot_writer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/scratch_folder.h"
#include "core/base/sha256.h"
#include "core/base/status_matchers.h"
#include "core/snapshot/snapshot_manifest.h"

namespace customer2vec {
namespace {

using ::testing::HasSubstr;

TEST(SnapshotWriterTest, WritesBytesAndListsThem) {
  ScratchFolder folder;
  C2V_ASSERT_OK_AND_ASSIGN(SnapshotWriter writer,
                           SnapshotWriter::Create(folder.path()));
  ASSERT_THAT(writer.WriteArray<uint32_t>("items/counts.u32",
                                          std::vector<uint32_t>{1, 258}),
              IsOk());
  ASSERT_THAT(writer.WriteFile("a", "abc"), IsOk());
  v1::SnapshotManifest manifest;
  manifest.set_version("v");
  ASSERT_THAT(writer.WriteManifest(manifest), IsOk());

  EXPECT_EQ(folder.Read("items/counts.u32"),
            std::string("\x01\0\0\0\x02\x01\0\0", 8));
  C2V_ASSERT_OK_AND_ASSIGN(v1::SnapshotManifest read,
                           ReadManifest(folder.path()));
  EXPECT_EQ(read.version(), "v");
  EXPECT_EQ(read.format_version(), 1);
  ASSERT_EQ(read.files_size(), 2);  // by path
  EXPECT_EQ(read.files(0).path(), "a");
  EXPECT_EQ(read.files(0).sha256(), Sha256Hex("abc"));
  EXPECT_EQ(read.files(1).path(), "items/counts.u32");
  EXPECT_EQ(read.files(1).size_bytes(), 8);
}

TEST(SnapshotWriterTest, TheManifestMayBeWrittenAgain) {
  ScratchFolder folder;
  C2V_ASSERT_OK_AND_ASSIGN(SnapshotWriter writer,
                           SnapshotWriter::Create(folder.path()));
  ASSERT_THAT(writer.WriteManifest({}), IsOk());
  ASSERT_THAT(writer.WriteFile("warmup.json", "{}"), IsOk());
  ASSERT_THAT(writer.WriteManifest({}), IsOk());
  C2V_ASSERT_OK_AND_ASSIGN(v1::SnapshotManifest read,
                           ReadManifest(folder.path()));
  EXPECT_EQ(read.files_size(), 1);
}

TEST(SnapshotWriterTest, WritesNoFileTwiceAndNoneOutside) {
  ScratchFolder folder;
  C2V_ASSERT_OK_AND_ASSIGN(SnapshotWriter writer,
                           SnapshotWriter::Create(folder.path()));
  ASSERT_THAT(writer.WriteFile("a", "first"), IsOk());
  EXPECT_THAT(writer.WriteFile("a", "second"),
              StatusIs(absl::StatusCode::kAlreadyExists, HasSubstr("a")));
  EXPECT_EQ(folder.Read("a"), "first");
  for (const char* path : {"../b", "/b", "", "manifest.json"}) {
    EXPECT_THAT(writer.WriteFile(path, "x"),
                StatusIs(absl::StatusCode::kInvalidArgument,
                         HasSubstr("is no path of a snapshot's file")));
  }
  EXPECT_THAT(writer.WriteFile("a/b", "x"),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("a")));
}

TEST(SnapshotWriterTest, NeedsAnEmptyFolder) {
  ScratchFolder folder;
  folder.Write("there", "");
  for (const std::string& path : {folder.path(), folder.Path("none")}) {
    EXPECT_THAT(SnapshotWriter::Create(path),
                StatusIs(absl::StatusCode::kFailedPrecondition,
                         HasSubstr("is not an empty folder")));
  }
}

}  // namespace
}  // namespace customer2vec
