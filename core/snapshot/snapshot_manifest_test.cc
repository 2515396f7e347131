#include "core/snapshot/snapshot_manifest.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include "absl/strings/str_replace.h"
#include "core/base/scratch_folder.h"
#include "core/base/sha256.h"
#include "core/base/status_matchers.h"

namespace customer2vec {
namespace {

using ::testing::HasSubstr;

v1::SnapshotManifest Manifest() {
  v1::SnapshotManifest manifest;
  manifest.set_format_version(1);
  manifest.set_version("20260102T030405Z-0a1b2c3d");
  manifest.set_item_count(5000000000);
  v1::SnapshotFile* file = manifest.add_files();
  file->set_path("items/ids.bytes");
  file->set_size_bytes(3);
  file->set_sha256(Sha256Hex("abc"));
  return manifest;
}

std::string Json() { return FormatManifest(Manifest()).value(); }

void ExpectDataLoss(absl::string_view json, absl::string_view words) {
  EXPECT_THAT(ParseManifest(json),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr(words)));
}

// The manifest's JSON with a text replaced.
std::string With(absl::string_view old_text, absl::string_view new_text) {
  const std::string json = Json();
  EXPECT_THAT(json, HasSubstr(std::string(old_text)));
  return absl::StrReplaceAll(json, {{old_text, new_text}});
}

TEST(SnapshotManifestTest, WhatIsWrittenIsRead) {
  C2V_ASSERT_OK_AND_ASSIGN(v1::SnapshotManifest read, ParseManifest(Json()));
  EXPECT_EQ(read.SerializeAsString(), Manifest().SerializeAsString());
}

TEST(SnapshotManifestTest, FieldsAreNamedAsInTheProto) {
  EXPECT_THAT(Json(), HasSubstr("\n \"format_version\": 1,\n"));
  EXPECT_THAT(Json(), HasSubstr("\"item_count\": \"5000000000\""));
}

TEST(SnapshotManifestTest, WhatJsonCannotSayIsNotWritten) {
  v1::SnapshotManifest manifest = Manifest();
  manifest.mutable_create_time()->set_seconds(INT64_MAX);
  EXPECT_THAT(FormatManifest(manifest),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("the manifest cannot be written")));
}

// A newer format is told from damage, also when it has fields of its own.
TEST(SnapshotManifestTest, AnotherFormatIsNamed) {
  EXPECT_THAT(ParseManifest(With("\"format_version\": 1",
                                 "\"format_version\": 2, \"codebooks\": {}")),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("format version 2; this program reads format "
                                 "version 1")));
  EXPECT_THAT(ParseManifest("{}"),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("format version 0")));
}

TEST(SnapshotManifestTest, WhatIsNoManifestIsRefused) {
  ExpectDataLoss("", "");
  ExpectDataLoss("{", "");
  ExpectDataLoss("[1, 2]", "");
  ExpectDataLoss(Json().substr(0, Json().size() / 2), "");
  ExpectDataLoss(With("\"item_count\"", "\"item_cuont\""), "item_cuont");
  ExpectDataLoss(With("\"5000000000\"", "\"many\""), "many");
  ExpectDataLoss(std::string(100000, '['), "");
}

TEST(SnapshotManifestTest, FilesOutsideOfTheFolderAreRefused) {
  ExpectDataLoss(With("items/ids.bytes", "../ids.bytes"),
                 "\"../ids.bytes\" is no path below the folder");
  ExpectDataLoss(With("items/ids.bytes", "/etc/passwd"), "no path below");
  ExpectDataLoss(With("items/ids.bytes", "manifest.json"), "no path below");
}

TEST(SnapshotManifestTest, FilesThatCannotBeAreRefused) {
  ExpectDataLoss(With("\"3\"", "\"-3\""), "has a negative size");
  ExpectDataLoss(With("ba7816bf", "BA7816BF"), "SHA-256 that is none");
  ExpectDataLoss(With("ba7816bf", ""), "SHA-256 that is none");
  v1::SnapshotManifest twice = Manifest();
  *twice.add_files() = twice.files(0);
  ExpectDataLoss(FormatManifest(twice).value(), "is listed twice");
}

TEST(ReadManifestTest, ReadsWhatWasWritten) {
  ScratchFolder folder;
  ASSERT_THAT(WriteManifestFiles(Manifest(), folder.path()), IsOk());
  EXPECT_EQ(folder.Read("manifest.json"), Json());
  EXPECT_EQ(folder.Read("manifest.sha256"),
            Sha256Hex(Json()) + "  manifest.json\n");
  C2V_ASSERT_OK_AND_ASSIGN(v1::SnapshotManifest manifest,
                           ReadManifest(folder.path()));
  EXPECT_EQ(manifest.version(), Manifest().version());
}

TEST(ReadManifestTest, ErrorsNameTheFile) {
  ScratchFolder folder;
  EXPECT_THAT(ReadManifest(folder.path()),
              StatusIs(absl::StatusCode::kNotFound,
                       HasSubstr(folder.Path("manifest.json"))));
  folder.Write("manifest.json", "{");
  EXPECT_THAT(ReadManifest(folder.path()),
              StatusIs(absl::StatusCode::kDataLoss,
                       HasSubstr(folder.Path("manifest.json"))));
}

// Every byte counts, also those that would parse.
TEST(ReadManifestTest, RefusesAnotherDigest) {
  ScratchFolder folder;
  ASSERT_THAT(WriteManifestFiles(Manifest(), folder.path()), IsOk());
  const auto words =
      HasSubstr(folder.Path("manifest.sha256") + ": does not hold the SHA-256");
  folder.Write("manifest.json", Json() + " ");
  EXPECT_THAT(ReadManifest(folder.path()),
              StatusIs(absl::StatusCode::kDataLoss, words));
  EXPECT_THAT(ReadManifest(folder.path(), /*verify_checksum=*/false), IsOk());
  folder.Write("manifest.json", Json());
  folder.Write("manifest.sha256", folder.Read("manifest.sha256") + "\n");
  EXPECT_THAT(ReadManifest(folder.path()),
              StatusIs(absl::StatusCode::kDataLoss, words));
  std::filesystem::remove(folder.Path("manifest.sha256"));
  EXPECT_THAT(ReadManifest(folder.path()),
              StatusIs(absl::StatusCode::kDataLoss, words));
}

TEST(ReadManifestTest, FollowsNoLink) {
  ScratchFolder folder;
  folder.Write("elsewhere", Json());
  ASSERT_EQ(symlink("elsewhere", folder.Path("manifest.json").c_str()), 0);
  EXPECT_THAT(
      ReadManifest(folder.path()),
      StatusIs(absl::StatusCode::kDataLoss, HasSubstr("symbolic link")));
}

TEST(ReadManifestTest, ReadsNoMoreThanTheLimit) {
  ScratchFolder folder;
  // Sparse: takes no room on the disk.
  const std::string path = folder.Write("manifest.json", Json());
  std::filesystem::resize_file(path, kMaxManifestBytes + 1);
  EXPECT_THAT(
      ReadManifest(folder.path()),
      StatusIs(absl::StatusCode::kResourceExhausted, HasSubstr("16777216")));
}

}  // namespace
}  // namespace customer2vec
