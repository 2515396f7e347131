// Runs that are stopped after their n-th write of a checkpoint, as a kill would
// stop them, and gone on with.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/base/scratch_folder.h"
#include "core/base/status_matchers.h"
#include "core/snapshot/snapshot.h"
#include "store/folder_store.h"
#include "trainer/fit/fit.h"
#include "trainer/fit/growing_shop.h"

namespace customer2vec {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::SizeIs;

constexpr char kModels[] =
    R"(models { name: "items" item2vec { dimension: 8 min_count: 2 epochs: 2 } }
       models { name: "customers" customer2vec {
         dimension: 8 model: DOCUMENT_MODEL_JOINT min_count: 2 epochs: 3
         train_words: true } }
       models { name: "factors" als { factors: 4 iterations: 3 } }
       models { name: "ranks" bpr { factors: 4 epochs: 2 } }
       models { name: "machine" factorization_machine { factors: 4 epochs: 2 } }
       models { name: "neighbors" item_knn {} })";

// Families that go on from a snapshot, but those above.
constexpr char kMoreModels[] =
    R"(models { name: "contents" content2vec {
         parts { kind: CONTENT_PART_KIND_ITEM } dimension: 8 epochs: 2 } }
       models { name: "graph" node2vec {
         interactions: true dimension: 8 walk_length: 10 } })";

// A store over another one whose process is killed as soon as it has published.
class KilledStore final : public SnapshotStore {
 public:
  explicit KilledStore(SnapshotStore& store) : store_(store) {}

  absl::StatusOr<std::vector<std::string>> ListVersions() const override {
    return store_.ListVersions();
  }
  absl::StatusOr<std::string> Fetch(absl::string_view version) const override {
    return store_.Fetch(version);
  }
  absl::StatusOr<std::unique_ptr<PendingSnapshot>> Begin(
      absl::string_view version) override {
    auto pending = store_.Begin(version);
    if (!pending.ok()) return pending.status();
    return std::make_unique<Pending>(*std::move(pending));
  }

 private:
  class Pending final : public PendingSnapshot {
   public:
    explicit Pending(std::unique_ptr<PendingSnapshot> pending)
        : pending_(std::move(pending)) {}

    const std::string& folder() const override { return pending_->folder(); }
    absl::Status Publish() override {
      EXPECT_THAT(pending_->Publish(), IsOk());
      return absl::CancelledError("killed");
    }

   private:
    std::unique_ptr<PendingSnapshot> pending_;
  };

  SnapshotStore& store_;
};

class ResumeTest : public testing::Test {
 protected:
  ResumeTest() {
    WriteGrowingShop(data_.path(), {.customers = 50});
    auto store = FolderStore::Open(store_folder_.path());
    EXPECT_THAT(store, IsOk());
    store_ = *std::move(store);
  }

  // A run that stops after `writes` writes; 0 for never.
  absl::StatusOr<std::string> Run(const v1::TrainingConfig& config,
                                  int writes) {
    return Run(config, writes, *store_);
  }
  absl::StatusOr<std::string> Run(const v1::TrainingConfig& config, int writes,
                                  SnapshotStore& store) {
    int left = writes;
    FitOptions options{
        .data_root = data_.path(),
        .checkpoint = {.folder = folder_.Path("state"), .interval_seconds = 0}};
    options.checkpoint.after_write = [&]() -> absl::Status {
      ++writes_;
      if (writes == 0 || --left > 0) return absl::OkStatus();
      return absl::CancelledError("killed");
    };
    return Fit(config, options, store,
               [this](absl::string_view line) { said_.emplace_back(line); });
  }

  // SHA-256 of each file of a snapshot, and its manifest but for what may
  // differ.
  std::map<std::string, std::string> Content(const std::string& version) {
    auto snapshot = Snapshot::Load(*store_->Fetch(version));
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

  ScratchFolder data_, store_folder_, folder_;
  std::unique_ptr<SnapshotStore> store_;
  std::vector<std::string> said_;
  int writes_ = 0;
};

TEST_F(ResumeTest, StoppedAfterAnyWriteItPublishesTheSameBytes) {
  const v1::TrainingConfig config = GrowingShopConfig(kModels);
  C2V_ASSERT_OK_AND_ASSIGN(
      const std::string plain,
      Fit(config, {.data_root = data_.path()}, *store_, nullptr));
  const auto expected = Content(plain);
  C2V_ASSERT_OK_AND_ASSIGN(const std::string whole, Run(config, 0));
  EXPECT_EQ(Content(whole), expected) << "saving changes nothing";
  const int writes = writes_;
  ASSERT_GT(writes, 60) << "stages, models and places within them";
  for (int stop = 1; stop < writes; stop += 19) {
    ASSERT_THAT(Run(config, stop),
                StatusIs(absl::StatusCode::kCancelled, HasSubstr("killed")))
        << stop;
    C2V_ASSERT_OK_AND_ASSIGN(const std::string resumed, Run(config, 0));
    ASSERT_EQ(Content(resumed), expected) << "stopped after write " << stop;
    EXPECT_FALSE(std::filesystem::exists(folder_.Path("state")));
  }
}

TEST_F(ResumeTest, KilledAgainAndAgainItGetsThere) {
  const v1::TrainingConfig config = GrowingShopConfig(kModels);
  C2V_ASSERT_OK_AND_ASSIGN(
      const std::string plain,
      Fit(config, {.data_root = data_.path()}, *store_, nullptr));
  absl::StatusOr<std::string> version = absl::UnknownError("not begun");
  int runs = 0;
  for (; !version.ok() && runs < 100; ++runs) version = Run(config, 7);
  ASSERT_THAT(version, IsOk());
  EXPECT_GT(runs, 9);
  EXPECT_EQ(Content(*version), Content(plain));
  // What was learned is not learned again.
  EXPECT_THAT(said_, Contains("checkpoint: choose was done before"));
  EXPECT_THAT(said_, Contains("checkpoint: measure was done before"));
  EXPECT_THAT(said_, Contains(HasSubstr("customers goes on after 1 passes")));
  EXPECT_THAT(said_, Contains(HasSubstr("factors goes on after ")));
  EXPECT_THAT(said_, Contains(AllOf(HasSubstr("machine goes on after "),
                                    HasSubstr("and a part of one"))));
}

TEST_F(ResumeTest, ARunByAProtocolsCasesGoesOnToTheSameBytesToo) {
  v1::TrainingConfig config = GrowingShopConfig(kModels);
  config.mutable_evaluation()->mutable_protocol()->mutable_leave_one_out();
  C2V_ASSERT_OK_AND_ASSIGN(
      const std::string plain,
      Fit(config, {.data_root = data_.path()}, *store_, nullptr));
  absl::StatusOr<std::string> version = absl::UnknownError("not begun");
  for (int run = 0; !version.ok() && run < 100; ++run) {
    version = Run(config, 9);
  }
  ASSERT_THAT(version, IsOk());
  EXPECT_EQ(Content(*version), Content(plain));
  EXPECT_THAT(said_, Contains("checkpoint: choose was done before"));
  EXPECT_THAT(said_, Contains("checkpoint: measure was done before"));
}

TEST_F(ResumeTest, AWarmStartGoesOnToTheSameBytesToo) {
  v1::TrainingConfig config =
      GrowingShopConfig(std::string(kModels) + kMoreModels);
  C2V_ASSERT_OK_AND_ASSIGN(
      const std::string before,
      Fit(config, {.data_root = data_.path()}, *store_, nullptr));
  WriteGrowingShop(data_.path(), {.customers = 60, .visits = 8});
  config.mutable_evaluation()->set_skip(true);
  config.mutable_warm_start()->set_version(before);
  config.mutable_warm_start()->set_max_move(0.05);
  C2V_ASSERT_OK_AND_ASSIGN(
      const std::string plain,
      Fit(config, {.data_root = data_.path()}, *store_, nullptr));
  absl::StatusOr<std::string> version = absl::UnknownError("not begun");
  for (int run = 0; !version.ok() && run < 100; ++run) {
    version = Run(config, 5);
  }
  ASSERT_THAT(version, IsOk());
  EXPECT_EQ(Content(*version), Content(plain));
}

TEST_F(ResumeTest, OtherDataOrAnotherConfigurationStartsOver) {
  v1::TrainingConfig config = GrowingShopConfig(kModels);
  ASSERT_FALSE(Run(config, 20).ok());
  config.set_seed(9);
  ASSERT_FALSE(Run(config, 20).ok());
  EXPECT_THAT(said_, Contains(AllOf(HasSubstr("another state of the config"),
                                    HasSubstr("starting over"))));
  WriteGrowingShop(data_.path(), {.customers = 51});
  C2V_ASSERT_OK_AND_ASSIGN(const std::string version, Run(config, 0));
  EXPECT_THAT(said_, Contains(HasSubstr("another state of the data")));
  C2V_ASSERT_OK_AND_ASSIGN(
      const std::string plain,
      Fit(config, {.data_root = data_.path()}, *store_, nullptr));
  EXPECT_EQ(Content(version), Content(plain));
}

TEST_F(ResumeTest, OtherDenseVectorsStartOver) {
  data_.Write("images.csv", "item,x,y\ng0_1,1,0\ng1_1,0,1\n");
  const v1::TrainingConfig config = GrowingShopConfig(
      R"(models { name: "products" content2vec {
           parts { kind: CONTENT_PART_KIND_ITEM min_count: 2 } dimension: 8
           epochs: 2 dense { name: "image" path: "images.csv" } } })");
  ASSERT_THAT(Run(config, 3),
              StatusIs(absl::StatusCode::kCancelled, HasSubstr("killed")));
  data_.Write("images.csv", "item,x,y\ng0_1,0,1\ng1_1,1,0\n");
  C2V_ASSERT_OK_AND_ASSIGN(const std::string other, Run(config, 0));
  EXPECT_THAT(said_, Contains(HasSubstr("another state of the data")));
  C2V_ASSERT_OK_AND_ASSIGN(
      const std::string plain,
      Fit(config, {.data_root = data_.path()}, *store_, nullptr));
  EXPECT_EQ(Content(other), Content(plain));
}

TEST_F(ResumeTest, DamagedStatesCostTimeAndNothingElse) {
  const v1::TrainingConfig config = GrowingShopConfig(kModels);
  C2V_ASSERT_OK_AND_ASSIGN(
      const std::string plain,
      Fit(config, {.data_root = data_.path()}, *store_, nullptr));
  for (int stop : {9, 23, 47}) {
    ASSERT_FALSE(Run(config, stop).ok());
    for (const auto& each :
         std::filesystem::directory_iterator(folder_.Path("state"))) {
      if (each.path().extension() != ".c2vckpt") continue;
      if (each.path().stem() == "run") continue;
      std::filesystem::resize_file(each.path(), each.file_size() / 2);
    }
    C2V_ASSERT_OK_AND_ASSIGN(const std::string version, Run(config, 0));
    EXPECT_EQ(Content(version), Content(plain)) << stop;
    EXPECT_THAT(said_, Contains(HasSubstr("is damaged")));
    said_.clear();
  }
}

TEST_F(ResumeTest, KilledBetweenPublishingAndCleaningUpItPublishesOnce) {
  const v1::TrainingConfig config = GrowingShopConfig(kModels);
  C2V_ASSERT_OK_AND_ASSIGN(const std::string first, Run(config, 0));
  ASSERT_FALSE(Run(config, writes_).ok());  // the last write is the version
  C2V_ASSERT_OK_AND_ASSIGN(
      const CheckpointFile file,
      CheckpointFile::Read(folder_.Path("state/publish.c2vckpt")));
  v1::SnapshotManifest written;
  ASSERT_TRUE(written.ParseFromString(std::string(file.Piece("result"))));
  // What publishing would have left.
  std::filesystem::copy(store_folder_.Path(first),
                        store_folder_.Path(written.version()),
                        std::filesystem::copy_options::recursive);
  C2V_ASSERT_OK_AND_ASSIGN(const std::string version, Run(config, 0));
  EXPECT_EQ(version, written.version());
  C2V_ASSERT_OK_AND_ASSIGN(const auto versions, store_->ListVersions());
  EXPECT_THAT(versions, SizeIs(2));
  EXPECT_FALSE(std::filesystem::exists(folder_.Path("state")));
}

TEST_F(ResumeTest, KilledAfterPublishingWhatIsNowTheLatestItPublishesOnce) {
  v1::TrainingConfig config = GrowingShopConfig(kModels);
  config.mutable_evaluation()->set_skip(true);
  C2V_ASSERT_OK_AND_ASSIGN(
      const std::string before,
      Fit(config, {.data_root = data_.path()}, *store_, nullptr));
  config.mutable_warm_start()->set_version("latest");
  KilledStore killed(*store_);
  ASSERT_THAT(Run(config, 0, killed),
              StatusIs(absl::StatusCode::kCancelled, HasSubstr("killed")));
  C2V_ASSERT_OK_AND_ASSIGN(auto versions, store_->ListVersions());
  ASSERT_THAT(versions, SizeIs(2));
  const std::string published =
      versions[0] == before ? versions[1] : versions[0];
  // What it went on from is needed no more.
  std::filesystem::remove_all(store_folder_.Path(before));
  C2V_ASSERT_OK_AND_ASSIGN(const std::string version, Run(config, 0));
  EXPECT_EQ(version, published);
  C2V_ASSERT_OK_AND_ASSIGN(versions, store_->ListVersions());
  EXPECT_THAT(versions, SizeIs(1));
  EXPECT_FALSE(std::filesystem::exists(folder_.Path("state")));
}

TEST_F(ResumeTest, TheLatestIsWhatItWasWhenTheRunBegan) {
  v1::TrainingConfig config = GrowingShopConfig(kModels);
  config.mutable_evaluation()->set_skip(true);
  C2V_ASSERT_OK_AND_ASSIGN(
      const std::string before,
      Fit(config, {.data_root = data_.path()}, *store_, nullptr));
  v1::TrainingConfig other = config;
  other.set_seed(7);
  config.mutable_warm_start()->set_version("latest");
  ASSERT_FALSE(Run(config, 8).ok());
  C2V_ASSERT_OK_AND_ASSIGN(
      const std::string newer,
      Fit(other, {.data_root = data_.path()}, *store_, nullptr));
  // Versions of one second have no order.
  std::filesystem::rename(store_folder_.Path(newer),
                          store_folder_.Path("20990101T000000Z-00000000"));
  C2V_ASSERT_OK_AND_ASSIGN(const std::string version, Run(config, 0));
  EXPECT_THAT(said_, Contains(HasSubstr("going on with the run")));
  C2V_ASSERT_OK_AND_ASSIGN(const std::string folder, store_->Fetch(version));
  C2V_ASSERT_OK_AND_ASSIGN(const auto snapshot, Snapshot::Load(folder));
  EXPECT_EQ(snapshot->manifest().provenance().warm_start().version(), before);
  // Of other data it is another run, and the newest is the newest again.
  ASSERT_FALSE(Run(config, 8).ok());
  WriteGrowingShop(data_.path(), {.customers = 51});
  C2V_ASSERT_OK_AND_ASSIGN(const std::string later, Run(config, 0));
  C2V_ASSERT_OK_AND_ASSIGN(const std::string there, store_->Fetch(later));
  C2V_ASSERT_OK_AND_ASSIGN(const auto after, Snapshot::Load(there));
  EXPECT_EQ(after->manifest().provenance().warm_start().version(), newer);
}

}  // namespace
}  // namespace customer2vec
