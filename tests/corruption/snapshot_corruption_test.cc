// Damages every file of a whole snapshot in every way a disk or a copy can:
// cut, lengthened, one bit flipped, missing, replaced by a link. Each is
// refused by an error with a fitting code that names the file. Then damages the
// content and makes sizes and checksums fit again, so that the parsers see it:
// whatever they make of it, they neither crash nor hang.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/base/random.h"
#include "core/base/scratch_folder.h"
#include "core/base/sha256.h"
#include "core/base/status_matchers.h"
#include "core/recommend/warmup.h"
#include "core/snapshot/snapshot.h"
#include "core/snapshot/snapshot_file_names.h"
#include "core/snapshot/snapshot_manifest.h"
#include "core/testing/test_snapshot.h"

namespace customer2vec {
namespace {

using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

namespace fs = std::filesystem;

// A snapshot whose files are damaged one at a time and restored.
class SnapshotCorruptionTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_THAT(WriteTestSnapshot(folder_.path()), IsOk());
    absl::StatusOr<v1::SnapshotManifest> manifest =
        ReadManifest(folder_.path());
    ASSERT_THAT(manifest, IsOk());
    manifest_ = *std::move(manifest);
    for (const v1::SnapshotFile& file : manifest_.files()) {
      files_.push_back(file.path());
    }
    files_.push_back(kManifestFile);
    files_.push_back(kManifestDigestFile);
    ASSERT_GT(files_.size(), 20);
  }

  absl::Status Load() const {
    return Snapshot::Load(folder_.path(), {.version = manifest_.version()})
        .status();
  }

  // Calls `damage(file, its bytes)` for every file and expects it to be
  // refused by name; then puts the file back.
  template <typename Damage>
  void ExpectEachRefused(Damage damage) {
    for (const std::string& file : files_) {
      SCOPED_TRACE(file);
      const std::string bytes = folder_.Read(file);
      damage(file, bytes);
      ExpectRefused(file);
      fs::remove(folder_.Path(file));
      folder_.Write(file, bytes);
    }
    EXPECT_THAT(Load(), IsOk());
  }

  void ExpectRefused(const std::string& file) const {
    const absl::Status status = Load();
    // A damaged manifest may be told by its digest, and then that is named; one
    // that is gone is no snapshot; one of another format says so.
    const bool manifest = file == kManifestFile;
    EXPECT_THAT(std::string(status.message()),
                HasSubstr(manifest ? "manifest." : file));
    if (manifest) {
      EXPECT_THAT(status.code(), AnyOf(absl::StatusCode::kDataLoss,
                                       absl::StatusCode::kNotFound,
                                       absl::StatusCode::kFailedPrecondition));
    } else {
      EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss) << status;
    }
  }

  // Rewrites the manifest so that sizes and checksums are those of the files.
  void MakeManifestFit(v1::SnapshotManifest manifest) {
    for (v1::SnapshotFile& file : *manifest.mutable_files()) {
      const std::string bytes = folder_.Read(file.path());
      file.set_size_bytes(static_cast<int64_t>(bytes.size()));
      file.set_sha256(Sha256Hex(bytes));
    }
    ASSERT_THAT(WriteManifestFiles(manifest, folder_.path()), IsOk());
  }

  ScratchFolder folder_;
  v1::SnapshotManifest manifest_;
  std::vector<std::string> files_;
};

TEST_F(SnapshotCorruptionTest, WholeItLoadsAndAnswers) {
  C2V_ASSERT_OK_AND_ASSIGN(std::unique_ptr<const Snapshot> snapshot,
                           Snapshot::Load(folder_.path()));
  EXPECT_THAT(ReplayWarmup(*snapshot), IsOk());
}

TEST_F(SnapshotCorruptionTest, MissingFiles) {
  ExpectEachRefused([&](const std::string& file, const std::string&) {
    fs::remove(folder_.Path(file));
  });
}

TEST_F(SnapshotCorruptionTest, FilesCutByOneByteOrToNothing) {
  ExpectEachRefused([&](const std::string& file, const std::string& bytes) {
    folder_.Write(file, bytes.substr(0, bytes.size() - 1));
  });
  ExpectEachRefused([&](const std::string& file, const std::string&) {
    folder_.Write(file, "");
  });
}

TEST_F(SnapshotCorruptionTest, FilesTooLong) {
  ExpectEachRefused([&](const std::string& file, const std::string& bytes) {
    folder_.Write(file, bytes + '\0');
  });
}

TEST_F(SnapshotCorruptionTest, OneBitFlipped) {
  Random random(1);
  for (int round = 0; round < 4; ++round) {
    ExpectEachRefused([&](const std::string& file, std::string bytes) {
      const auto bit = random.Below(static_cast<uint32_t>(bytes.size() * 8));
      bytes[bit / 8] = static_cast<char>(bytes[bit / 8] ^ (1 << bit % 8));
      folder_.Write(file, bytes);
    });
  }
}

TEST_F(SnapshotCorruptionTest, LinksInPlaceOfFiles) {
  ScratchFolder elsewhere;
  ExpectEachRefused([&](const std::string& file, const std::string& bytes) {
    fs::remove(folder_.Path(file));
    fs::create_symlink(elsewhere.Write("file", bytes), folder_.Path(file));
  });
}

TEST_F(SnapshotCorruptionTest, FilesThatDoNotBelong) {
  for (const char* extra : {"extra", "items/extra", "more/extra"}) {
    folder_.Write(extra, "");
    EXPECT_THAT(Load(), StatusIs(absl::StatusCode::kDataLoss,
                                 HasSubstr("is not listed")));
    fs::remove_all(folder_.Path(extra));
    fs::remove(folder_.Path("more"));
  }
  EXPECT_THAT(Load(), IsOk());
}

// Random bytes, cuts and repeats with a manifest that fits: only the loaders
// stand in between. What they take must answer without a fault.
TEST_F(SnapshotCorruptionTest, ContentThatIsNoneWithAManifestThatFits) {
  Random random(2);
  files_.resize(files_.size() - 2);
  for (int round = 0; round < 400; ++round) {
    const std::string file =
        files_[random.Below(static_cast<uint32_t>(files_.size()))];
    SCOPED_TRACE(file);
    const std::string whole = folder_.Read(file);
    std::string bytes = whole;
    for (uint32_t i = 0; i <= random.Below(3) && !bytes.empty(); ++i) {
      const auto at = random.Below(static_cast<uint32_t>(bytes.size()));
      bytes[at] = static_cast<char>(random());
    }
    if (random.Below(4) == 0) {
      bytes.resize(random.Below(static_cast<uint32_t>(bytes.size() + 9)));
    }
    fs::remove(folder_.Path(file));
    folder_.Write(file, bytes);
    MakeManifestFit(manifest_);
    const auto snapshot = Snapshot::Load(folder_.path());
    if (snapshot.ok()) {
      ReplayWarmup(**snapshot).IgnoreError();
    } else {
      EXPECT_THAT(std::string(snapshot.status().message()),
                  StartsWith(folder_.path()));
    }
    fs::remove(folder_.Path(file));
    folder_.Write(file, whole);
  }
}

// The same for what the manifest says.
TEST_F(SnapshotCorruptionTest, ManifestsThatSaySomethingElse) {
  const auto load_with = [&](auto change) {
    v1::SnapshotManifest manifest = manifest_;
    change(manifest);
    MakeManifestFit(manifest);
    return Load();
  };
  using M = v1::SnapshotManifest;
  for (const int64_t count : {int64_t{-1}, int64_t{0}, int64_t{63}, int64_t{65},
                              int64_t{1} << 61, INT64_MAX}) {
    EXPECT_FALSE(load_with([&](M& m) { m.set_item_count(count); }).ok());
    EXPECT_FALSE(load_with([&](M& m) { m.set_customer_count(count); }).ok());
    EXPECT_FALSE(load_with([&](M& m) {
                   m.mutable_attributes(0)->set_value_count(count);
                 }).ok());
    for (int i = 0; i < manifest_.servables_size(); ++i) {
      if (!manifest_.servables(i).has_embedding_space()) continue;
      EXPECT_FALSE(
          load_with([&](M& m) {
            m.mutable_servables(i)->mutable_embedding_space()->set_item_count(
                count);
          }).ok());
      EXPECT_FALSE(
          load_with([&](M& m) {
            m.mutable_servables(i)->mutable_embedding_space()->set_dimension(
                static_cast<int32_t>(count));
          }).ok());
    }
  }
  EXPECT_THAT(load_with([](M& m) { m.set_version("other"); }),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("other")));
  EXPECT_THAT(load_with([](M& m) { m.set_format_version(2); }),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("format version 2")));
  EXPECT_FALSE(load_with([](M& m) { m.add_servables(); }).ok());
  EXPECT_FALSE(load_with([](M& m) { m.clear_files(); }).ok());
  EXPECT_THAT(load_with([](M&) {}), IsOk());
}

}  // namespace
}  // namespace customer2vec
