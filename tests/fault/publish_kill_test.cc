// Kills a publishing process with SIGKILL at random instants. Whatever the
// instant: the store lists only whole snapshots, all that were announced are
// there, and the next writer publishes and sweeps what the dead one left.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "core/base/random.h"
#include "core/base/scratch_folder.h"
#include "core/base/status_matchers.h"
#include "core/snapshot/snapshot.h"
#include "store/folder_store.h"

namespace customer2vec {
namespace {

using ::testing::IsSupersetOf;

namespace fs = std::filesystem;

constexpr int kKills = 50;
// Longest time a writer lives: publishing takes a few hundred milliseconds on a
// slow disk, so instants fall before, within and between publications.
constexpr uint32_t kLongestLifeUs = 400000;

// Starts the publisher with its output in a file; returns its process.
pid_t StartPublisher(const std::string& store, const char* count,
                     const std::string& output) {
  const pid_t process = fork();
  if (process == 0) {
    if (std::freopen(output.c_str(), "w", stdout) == nullptr) _exit(3);
    execl(C2V_PUBLISH, C2V_PUBLISH, store.c_str(), count, nullptr);
    _exit(4);
  }
  return process;
}

int WaitFor(pid_t process) {
  int status = 0;
  EXPECT_EQ(waitpid(process, &status, 0), process);
  return status;
}

// Versions announced in the publisher's output, whole lines only.
std::vector<std::string> Announced(const std::string& output) {
  std::vector<std::string> lines = absl::StrSplit(output, '\n');
  lines.pop_back();
  return lines;
}

size_t PendingFolders(const std::string& store) {
  return std::count_if(fs::directory_iterator(store), fs::directory_iterator(),
                       [](const fs::directory_entry& entry) {
                         return absl::StartsWith(
                             entry.path().filename().string(), ".pending");
                       });
}

class PublishKillTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto store = FolderStore::Open(folder_.Path("store"));
    ASSERT_THAT(store, IsOk());
    store_ = *std::move(store);
  }

  // Every version listed loads, checksums and all.
  std::vector<std::string> WholeVersions() const {
    const auto versions = store_->ListVersions();
    EXPECT_THAT(versions, IsOk());
    for (const std::string& version : *versions) {
      EXPECT_THAT(Snapshot::Load(*store_->Fetch(version), {.version = version}),
                  IsOk());
    }
    return *versions;
  }

  ScratchFolder folder_;
  std::unique_ptr<SnapshotStore> store_;
};

TEST_F(PublishKillTest, KilledAtAnyInstantTheStoreIsWhole) {
  Random random(20260102);
  std::vector<std::string> announced;
  size_t leftovers = 0;
  for (int kill_number = 0; kill_number < kKills; ++kill_number) {
    const pid_t process =
        StartPublisher(folder_.Path("store"), nullptr, folder_.Path("output"));
    ASSERT_GT(process, 0);
    usleep(
        random.Below(kLongestLifeUs));  // the instant, not a wait for something
    ASSERT_EQ(kill(process, SIGKILL), 0);
    ASSERT_TRUE(WIFSIGNALED(WaitFor(process)));
    for (std::string& version : Announced(folder_.Read("output"))) {
      announced.push_back(std::move(version));
    }
    leftovers += PendingFolders(folder_.Path("store"));
    ASSERT_THAT(WholeVersions(), IsSupersetOf(announced)) << kill_number;
    if (HasFailure()) return;
  }
  // Otherwise the instants did not fall where it matters.
  EXPECT_GT(leftovers, 0);
  EXPECT_GT(announced.size(), 0);
}

TEST_F(PublishKillTest, TheNextWriterPublishesAndSweeps) {
  const pid_t dead =
      StartPublisher(folder_.Path("store"), nullptr, folder_.Path("output"));
  while (PendingFolders(folder_.Path("store")) == 0) {
    ASSERT_EQ(waitpid(dead, nullptr, WNOHANG), 0) << "the publisher ended";
  }
  ASSERT_EQ(kill(dead, SIGKILL), 0);
  WaitFor(dead);
  const size_t before = WholeVersions().size();
  const int status = WaitFor(
      StartPublisher(folder_.Path("store"), "1", folder_.Path("output")));
  ASSERT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 0);
  EXPECT_EQ(WholeVersions().size(), before + 1);
  EXPECT_EQ(PendingFolders(folder_.Path("store")), 0);
}

}  // namespace
}  // namespace customer2vec
