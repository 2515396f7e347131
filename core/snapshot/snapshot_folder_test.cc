#include "core/snapshot/snapshot_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/base/scratch_folder.h"
#include "core/base/status_matchers.h"
#include "core/snapshot/snapshot_writer.h"

namespace customer2vec {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

namespace fs = std::filesystem;

constexpr char kNumbers[] = "deep/er/numbers.u32";

// A folder with an array, an empty file and a text.
class SnapshotFolderTest : public ::testing::Test {
 protected:
  void SetUp() override {
    C2V_ASSERT_OK_AND_ASSIGN(SnapshotWriter writer,
                             SnapshotWriter::Create(folder_.path()));
    ASSERT_THAT(
        writer.WriteArray<uint32_t>(kNumbers, std::vector<uint32_t>{5, 6, 7}),
        IsOk());
    ASSERT_THAT(writer.WriteFile("empty", ""), IsOk());
    ASSERT_THAT(writer.WriteFile("text", "hello"), IsOk());
    v1::SnapshotManifest manifest;
    manifest.set_version("this-version");
    ASSERT_THAT(writer.WriteManifest(manifest), IsOk());
  }

  absl::StatusOr<std::unique_ptr<const SnapshotFolder>> Open(
      const SnapshotLoadOptions& options = {}) const {
    return SnapshotFolder::Open(folder_.path(), options);
  }
  // Opening fails so, naming the file.
  void ExpectDataLoss(absl::string_view file, absl::string_view words) const {
    EXPECT_THAT(Open(), StatusIs(absl::StatusCode::kDataLoss,
                                 HasSubstr(folder_.Path(file) + ": " +
                                           std::string(words))));
  }

  ScratchFolder folder_;
};

TEST_F(SnapshotFolderTest, GivesBytesAndArrays) {
  C2V_ASSERT_OK_AND_ASSIGN(auto folder, Open());
  EXPECT_EQ(folder->manifest().version(), "this-version");
  EXPECT_TRUE(folder->Has("text"));
  EXPECT_FALSE(folder->Has("manifest.json"));
  EXPECT_EQ(folder->File("text").value(), "hello");
  EXPECT_THAT(folder->Array<uint32_t>(kNumbers).value(), ElementsAre(5, 6, 7));
  EXPECT_THAT(folder->Array<uint32_t>(kNumbers, 3).value(),
              ElementsAre(5, 6, 7));
  EXPECT_THAT(folder->Array<uint64_t>("empty", 0).value(), IsEmpty());
}

TEST_F(SnapshotFolderTest, ArraysHaveTheLengthAskedFor) {
  C2V_ASSERT_OK_AND_ASSIGN(auto folder, Open());
  for (const uint64_t count : {uint64_t{0}, uint64_t{2}, uint64_t{4},
                               UINT64_MAX, (uint64_t{1} << 62) + 3}) {
    EXPECT_THAT(folder->Array<uint32_t>(kNumbers, count),
                StatusIs(absl::StatusCode::kDataLoss,
                         HasSubstr("numbers.u32: has 3 values instead of")));
  }
  EXPECT_THAT(folder->Array<uint64_t>(kNumbers),
              StatusIs(absl::StatusCode::kDataLoss,
                       HasSubstr("no whole number of 8-byte values")));
}

TEST_F(SnapshotFolderTest, FilesThatAreNotListed) {
  C2V_ASSERT_OK_AND_ASSIGN(auto folder, Open());
  EXPECT_THAT(folder->File("none"),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("none")));
  EXPECT_THAT(folder->Array<float>("none"),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("none")));
}

TEST_F(SnapshotFolderTest, RefusesAMissingFile) {
  fs::remove(folder_.Path("text"));
  ExpectDataLoss("text", "cannot open");
}

TEST_F(SnapshotFolderTest, RefusesAnotherSize) {
  fs::resize_file(folder_.Path("text"), 4);
  ExpectDataLoss("text", "has 4 bytes instead of 5");
  fs::resize_file(folder_.Path("text"), 6);
  ExpectDataLoss("text", "has 6 bytes instead of 5");
  folder_.Write("empty", "x");
  folder_.Write("text", "hello");
  ExpectDataLoss("empty", "has 1 bytes instead of 0");
}

TEST_F(SnapshotFolderTest, RefusesAnotherChecksumUnlessTold) {
  folder_.Write("text", "jello");
  ExpectDataLoss("text", "has another checksum than manifest.json says");
  EXPECT_THAT(Open({.verify_checksums = false}), IsOk());
}

TEST_F(SnapshotFolderTest, RefusesWhatIsNotListed) {
  folder_.Write("extra", "");
  ExpectDataLoss("extra", "is not listed");
  fs::remove(folder_.Path("extra"));
  folder_.Write("deep/extra", "");
  ExpectDataLoss("deep/extra", "is not listed");
  fs::remove(folder_.Path("deep/extra"));
  folder_.Write("other/extra", "");
  ExpectDataLoss("other", "is not listed");
}

TEST_F(SnapshotFolderTest, RefusesLinksAndFoldersInPlaceOfFiles) {
  fs::rename(folder_.Path("text"), folder_.Path("deep/text"));
  ASSERT_EQ(symlink("deep/text", folder_.Path("text").c_str()), 0);
  ExpectDataLoss("deep/text", "is not listed");
  fs::rename(folder_.Path("deep/text"), folder_.Path("empty"));
  ASSERT_EQ(unlink(folder_.Path("text").c_str()), 0);
  ASSERT_EQ(symlink("empty", folder_.Path("text").c_str()), 0);
  folder_.Write("empty", "");
  ExpectDataLoss("text", "is a symbolic link");
  ASSERT_EQ(unlink(folder_.Path("text").c_str()), 0);
  fs::create_directory(folder_.Path("text"));
  ExpectDataLoss("text", "is not a regular file");
  fs::remove(folder_.Path("text"));
  ASSERT_EQ(mkfifo(folder_.Path("text").c_str(), 0600), 0);
  ExpectDataLoss("text", "is not a regular file");
}

TEST_F(SnapshotFolderTest, RefusesALinkInPlaceOfAFolder) {
  ScratchFolder elsewhere;
  fs::rename(folder_.Path("deep"), elsewhere.Path("deep"));
  fs::create_directory_symlink(elsewhere.Path("deep"), folder_.Path("deep"));
  EXPECT_THAT(Open(), StatusIs(absl::StatusCode::kDataLoss,
                               HasSubstr("deep: is not a folder")));
}

TEST_F(SnapshotFolderTest, RefusesAnotherVersionThanAskedFor) {
  EXPECT_THAT(Open({.version = "this-version"}), IsOk());
  EXPECT_THAT(Open({.version = "other"}),
              StatusIs(absl::StatusCode::kDataLoss,
                       HasSubstr("is of version \"this-version\" instead of "
                                 "\"other\"")));
}

TEST_F(SnapshotFolderTest, RefusesWhatIsTooLarge) {
  EXPECT_THAT(Open({.max_bytes = 17}), IsOk());
  EXPECT_THAT(Open({.max_bytes = 16}),
              StatusIs(absl::StatusCode::kResourceExhausted,
                       HasSubstr("limit of 16 bytes")));
}

TEST_F(SnapshotFolderTest, NeedsAFolderWithAManifest) {
  EXPECT_THAT(SnapshotFolder::Open(folder_.Path("none")),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("none")));
  EXPECT_THAT(SnapshotFolder::Open(folder_.Path("text")),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("text: is not a folder")));
  fs::remove(folder_.Path("manifest.json"));
  EXPECT_THAT(Open(), StatusIs(absl::StatusCode::kNotFound,
                               HasSubstr("manifest.json")));
}

}  // namespace
}  // namespace customer2vec
