#include "store/folder_store.h"

#include <gmock/gmock.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/base/scratch_folder.h"
#include "core/base/status_matchers.h"

namespace customer2vec {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

namespace fs = std::filesystem;

constexpr char kOld[] = "20260101T000000Z-00000001";
constexpr char kNew[] = "20260102T000000Z-00000001";

class FolderStoreTest : public testing::Test {
 protected:
  FolderStoreTest() {
    auto store = FolderStore::Open(folder_.Path("store"));
    EXPECT_THAT(store, IsOk());
    store_ = *std::move(store);
  }

  absl::Status Publish(const std::string& version, const std::string& content) {
    auto pending = store_->Begin(version);
    if (!pending.ok()) return pending.status();
    const std::string below =
        "store/" + fs::path((*pending)->folder()).filename().string();
    folder_.Write(below + "/spaces/items/input.f32", content);
    return (*pending)->Publish();
  }

  std::vector<std::string> Versions() {
    auto versions = store_->ListVersions();
    EXPECT_THAT(versions, IsOk());
    return versions.ok() ? *versions : std::vector<std::string>();
  }

  // Everything in the store's folder, published or not.
  std::vector<std::string> Entries() {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder_.Path("store"))) {
      names.push_back(entry.path().filename().string());
    }
    return names;
  }

  ScratchFolder folder_;
  std::unique_ptr<SnapshotStore> store_;
};

TEST_F(FolderStoreTest, PublishesWholeVersionsNewestFirst) {
  ASSERT_THAT(Publish(kNew, "new"), IsOk());
  ASSERT_THAT(Publish(kOld, "old"), IsOk());
  EXPECT_THAT(Versions(), ElementsAre(kNew, kOld));
  C2V_ASSERT_OK_AND_ASSIGN(const std::string path, store_->Fetch(kOld));
  EXPECT_TRUE(fs::exists(path + "/spaces/items/input.f32"));
  EXPECT_EQ(
      folder_.Read(absl::StrCat("store/", kOld, "/spaces/items/input.f32")),
      "old");
}

TEST_F(FolderStoreTest, NothingIsVisibleBeforePublish) {
  C2V_ASSERT_OK_AND_ASSIGN(auto pending, store_->Begin(kNew));
  EXPECT_THAT(Versions(), IsEmpty());
  EXPECT_THAT(store_->Fetch(kNew),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr(kNew)));
  pending.reset();
  EXPECT_THAT(Entries(), IsEmpty());
}

TEST_F(FolderStoreTest, APublishedVersionIsNeverReplaced) {
  C2V_ASSERT_OK_AND_ASSIGN(auto pending, store_->Begin(kOld));
  fs::create_directory(folder_.Path(absl::StrCat("store/", kOld)));
  EXPECT_THAT(pending->Publish(),
              StatusIs(absl::StatusCode::kAlreadyExists, HasSubstr(kOld)));
  EXPECT_THAT(store_->Begin(kOld),
              StatusIs(absl::StatusCode::kAlreadyExists, HasSubstr(kOld)));
}

TEST_F(FolderStoreTest, PublishesOnce) {
  C2V_ASSERT_OK_AND_ASSIGN(auto pending, store_->Begin(kOld));
  EXPECT_THAT(pending->Publish(), IsOk());
  EXPECT_THAT(pending->Publish(),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr(kOld)));
  pending.reset();
  EXPECT_THAT(Versions(), ElementsAre(kOld));
}

TEST_F(FolderStoreTest, RefusesWhatIsNoVersion) {
  for (const char* name :
       {"", "..", "latest", "../20260101T000000Z-00000001"}) {
    EXPECT_THAT(store_->Begin(name),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(name)));
    EXPECT_THAT(store_->Fetch(name),
                StatusIs(absl::StatusCode::kNotFound, HasSubstr(name)));
  }
}

TEST_F(FolderStoreTest, IgnoresEverythingElse) {
  folder_.Write("store/README", "mine");
  folder_.Write("store/20260103T000000Z-00000001", "a file");
  fs::create_directory(folder_.Path("store/lost+found"));
  fs::create_directory_symlink(folder_.path(),
                               folder_.Path("store/20260104T000000Z-00000001"));
  EXPECT_THAT(Versions(), IsEmpty());
}

TEST_F(FolderStoreTest, RemovesWhatADeadWriterLeft) {
  const pid_t writer = fork();
  if (writer == 0) _exit(0);
  waitpid(writer, nullptr, 0);
  const std::string dead = absl::StrCat(".pending-", kOld, "-", writer);
  const std::string alive = absl::StrCat(".pending-", kOld, "-", getppid());
  folder_.Write("store/" + dead + "/manifest.json", "{");
  folder_.Write("store/" + alive + "/manifest.json", "{");
  folder_.Write("store/.pending-mine/manifest.json", "{");
  C2V_ASSERT_OK_AND_ASSIGN(auto pending, store_->Begin(kNew));
  pending.reset();
  EXPECT_THAT(Entries(), testing::UnorderedElementsAre(alive, ".pending-mine"));
}

TEST_F(FolderStoreTest, OpenMakesTheFolderOrSaysWhyNot) {
  EXPECT_THAT(FolderStore::Open(folder_.Path("a/b/c")), IsOk());
  EXPECT_TRUE(fs::is_directory(folder_.Path("a/b/c")));
  folder_.Write("file", "");
  EXPECT_THAT(
      FolderStore::Open(folder_.Path("file")),
      StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("file")));
  EXPECT_FALSE(FolderStore::Open(folder_.Path("file/below")).ok());
}

}  // namespace
}  // namespace customer2vec
