// Kills c2v-train with SIGKILL at random instants, again and again, and gives
// the same command until it publishes. Whatever the instants: what it publishes
// are the same bytes as those of a run that nobody harmed.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <map>
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
#include "trainer/fit/growing_shop.h"

namespace customer2vec {
namespace {

// Models that learn in passes, in parts, in half passes, and at once.
constexpr char kConfig[] = R"(
  data { interactions { delimited {
    path: "lines.csv"
    columns { customer: "customer" order: "basket" item: "item" time: "time" }
  } } }
  models { name: "items" item2vec { dimension: 32 min_count: 2 epochs: 30 } }
  models { name: "customers" customer2vec {
    dimension: 16 model: DOCUMENT_MODEL_JOINT min_count: 2 epochs: 30 } }
  models { name: "factors" als { factors: 8 iterations: 10 } }
  models { name: "neighbors" item_knn {} }
  evaluation { cutoffs: 10 }
  threads: 1)";

// Lives are random shares of what a whole run takes on this machine, at first
// short ones; they grow, so that even a machine that slows down gets to the
// end.
constexpr double kFirstLife = 0.2;
constexpr double kGrowth = 1.05;
constexpr int kMostKills = 150;

class FitKillTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::create_directory(folder_.Path("data"));
    WriteGrowingShop(folder_.Path("data"), {.customers = 1200, .visits = 12});
    folder_.Write("config.textproto", kConfig);
  }

  // Starts c2v-train with its log behind that of the runs before.
  pid_t Start(const std::string& store, bool with_checkpoint) {
    const pid_t process = fork();
    if (process != 0) return process;
    const std::string config = folder_.Path("config.textproto");
    const std::string data = folder_.Path("data"),
                      state = folder_.Path("state");
    const std::string log = folder_.Path("log");
    if (std::freopen(log.c_str(), "a", stderr) == nullptr) _exit(3);
    std::vector<const char*> command = {
        C2V_TRAIN, "fit",         "--config",    config.c_str(),
        "--store", store.c_str(), "--data-root", data.c_str()};
    if (with_checkpoint) {
      command.insert(command.end(), {"--checkpoint", state.c_str(),
                                     "--checkpoint-interval", "0.01"});
    }
    command.push_back(nullptr);
    execv(C2V_TRAIN, const_cast<char* const*>(command.data()));
    _exit(4);
  }

  static int WaitFor(pid_t process) {
    int status = 0;
    EXPECT_EQ(waitpid(process, &status, 0), process);
    return status;
  }

  // SHA-256 by file, and the manifest without version and times. Empty, with a
  // failure, unless the store has one snapshot, whole.
  static std::map<std::string, std::string> Content(const std::string& folder) {
    auto store = FolderStore::Open(folder);
    EXPECT_THAT(store, IsOk());
    const auto versions = (*store)->ListVersions();
    EXPECT_THAT(versions, IsOk());
    EXPECT_EQ(versions->size(), 1u);
    if (versions->size() != 1) return {};
    auto snapshot = Snapshot::Load(*(*store)->Fetch(versions->front()));
    EXPECT_THAT(snapshot.status(), IsOk());
    v1::SnapshotManifest manifest = (*snapshot)->manifest();
    std::map<std::string, std::string> content;
    for (const v1::SnapshotFile& file : manifest.files()) {
      content[file.path()] = file.sha256();
    }
    manifest.clear_version();
    manifest.clear_create_time();
    manifest.mutable_provenance()->clear_steps();
    content["manifest"] = manifest.DebugString();
    return content;
  }

  static bool HasPublished(const std::string& folder) {
    auto store = FolderStore::Open(folder);
    EXPECT_THAT(store, IsOk());
    const auto versions = (*store)->ListVersions();
    EXPECT_THAT(versions, IsOk());
    return !versions->empty();
  }

  int CountInLog(absl::string_view words) const {
    int count = 0;
    for (absl::string_view line : absl::StrSplit(folder_.Read("log"), '\n')) {
      count += absl::StrContains(line, words) ? 1 : 0;
    }
    return count;
  }

  ScratchFolder folder_;
};

TEST_F(FitKillTest, KilledAtAnyInstantsItPublishesTheSameBytes) {
  const auto begin = std::chrono::steady_clock::now();
  ASSERT_EQ(WaitFor(Start(folder_.Path("unharmed"), false)), 0)
      << folder_.Read("log");
  const std::chrono::duration<double, std::micro> whole =
      std::chrono::steady_clock::now() - begin;
  Random random(20261125);
  int kills = 0;
  double life_us = kFirstLife * whole.count();
  for (;; ++kills, life_us *= kGrowth) {
    ASSERT_LT(kills, kMostKills) << folder_.Read("log");
    const pid_t process = Start(folder_.Path("store"), true);
    ASSERT_GT(process, 0);
    // The instant, not a wait for something.
    usleep(random.Below(static_cast<uint32_t>(life_us)));
    ASSERT_EQ(kill(process, SIGKILL), 0);
    const int status = WaitFor(process);
    // Killed after it published, it has nothing left to do.
    if (HasPublished(folder_.Path("store"))) break;
    ASSERT_TRUE(WIFSIGNALED(status)) << folder_.Read("log");
  }
  // Not EXPECT_EQ, which would print two manifests.
  EXPECT_TRUE(Content(folder_.Path("store")) ==
              Content(folder_.Path("unharmed")));
  // Otherwise the instants did not fall where it matters.
  EXPECT_GE(kills, 3);
  EXPECT_GT(CountInLog("goes on after"), 0);
  EXPECT_GT(CountInLog("was learned before"), 0);
  EXPECT_EQ(CountInLog("is damaged"), 0) << "a kill damages no file";
}

}  // namespace
}  // namespace customer2vec
