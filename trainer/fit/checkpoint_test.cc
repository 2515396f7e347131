#include "trainer/fit/checkpoint.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/base/scratch_folder.h"
#include "core/base/status_matchers.h"
#include "customer2vec/v1/training_config.pb.h"

namespace customer2vec {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class CheckpointTest : public testing::Test {
 protected:
  // Another process of the run, as it were.
  void Open(const RunIdentity& identity = {"config", "data", "program"}) {
    run_.reset();  // lets go of the lock
    auto run =
        RunCheckpoint::Open({.folder = folder_.Path("state")}, progress_);
    ASSERT_THAT(run, IsOk());
    run_ = *std::move(run);
    ASSERT_THAT(run_->Bind(identity), IsOk());
    stage_ = StageCheckpoint(run_.get(), "train");
  }

  static LearnedModel Model() {
    LearnedModel model;
    model.entry.set_name("items");
    EXPECT_THAT(model.files.WriteFile("spaces/items/input.f32", "12345678"),
                IsOk());
    EXPECT_THAT(model.files.WriteFile("spaces/items/empty.f32", ""), IsOk());
    return model;
  }

  void Damage(const std::string& file) {
    std::string bytes = folder_.Read("state/" + file);
    bytes[bytes.size() / 2] ^= 4;
    folder_.Write("state/" + file, bytes);
  }

  std::vector<std::string> Files() const {
    std::vector<std::string> names;
    for (const auto& each :
         std::filesystem::directory_iterator(folder_.Path("state"))) {
      names.push_back(each.path().filename().string());
    }
    std::ranges::sort(names);
    return names;
  }

  ScratchFolder folder_;
  std::vector<std::string> said_;
  const ProgressLine progress_ = [this](absl::string_view line) {
    said_.emplace_back(line);
  };
  std::unique_ptr<RunCheckpoint> run_;
  StageCheckpoint stage_;
};

TEST_F(CheckpointTest, ModelsComeBack) {
  Open();
  EXPECT_FALSE(stage_.RestoreModel("items").has_value());
  ASSERT_THAT(stage_.SaveModel("items", Model()), IsOk());
  Open();
  EXPECT_THAT(said_, Contains(HasSubstr("going on with the run in")));
  const std::optional<LearnedModel> model = stage_.RestoreModel("items");
  ASSERT_TRUE(model.has_value());
  EXPECT_EQ(model->entry.name(), "items");
  EXPECT_EQ(*model->files.File("spaces/items/input.f32"), "12345678");
  EXPECT_EQ(*model->files.File("spaces/items/empty.f32"), "");
  EXPECT_THAT(said_, Contains("checkpoint: items was learned before"));
  EXPECT_FALSE(
      StageCheckpoint(run_.get(), "measure").RestoreModel("items").has_value());
}

TEST_F(CheckpointTest, LearnersGoOnUntilTheirModelIsSaved) {
  Open();
  const auto learning = stage_.Learning("items");
  EXPECT_FALSE(learning->Restore("").has_value());
  const LearningState first{3, 64, {{1.5f, 2}, {}}}, second{2, 0, {{-1}}};
  ASSERT_THAT(learning->Save("", first), IsOk());
  ASSERT_THAT(learning->Save("dm", second), IsOk());
  Open();
  const auto restored = stage_.Learning("items")->Restore("");
  ASSERT_TRUE(restored.has_value());
  EXPECT_EQ(restored->passes, 3u);
  EXPECT_EQ(restored->position, 64u);
  EXPECT_EQ(restored->arrays, first.arrays);
  EXPECT_EQ(stage_.Learning("items")->Restore("dm")->arrays, second.arrays);
  EXPECT_THAT(said_,
              Contains("checkpoint: items goes on after 3 passes and a part of "
                       "one"));
  EXPECT_FALSE(stage_.Learning("others")->Restore("").has_value());
  ASSERT_THAT(stage_.SaveModel("items", Model()), IsOk());
  EXPECT_FALSE(stage_.Learning("items")->Restore("").has_value());
  EXPECT_FALSE(stage_.Learning("items")->Restore("dm").has_value());
}

TEST_F(CheckpointTest, AResultForgetsTheStagesModels) {
  Open();
  v1::ModelConfig chosen;
  chosen.set_name("items");
  v1::ServableEntry entry;
  entry.set_kind(v1::SERVABLE_KIND_SPACE);
  ASSERT_THAT(stage_.SaveModel("items", Model()), IsOk());
  ASSERT_THAT(stage_.Save("items", chosen, entry), IsOk());
  v1::ModelConfig config;
  v1::ServableEntry other;
  ASSERT_TRUE(stage_.Restore("items", &config, &other));
  EXPECT_EQ(config.name(), "items");
  EXPECT_EQ(other.kind(), v1::SERVABLE_KIND_SPACE);
  v1::TrainingConfig result;
  EXPECT_FALSE(stage_.RestoreResult(&result));
  result.set_seed(7);
  ASSERT_THAT(stage_.SaveResult(result), IsOk());
  Open();
  EXPECT_THAT(Files(), ElementsAre("lock", "run.c2vckpt", "train.c2vckpt"));
  v1::TrainingConfig restored;
  ASSERT_TRUE(stage_.RestoreResult(&restored));
  EXPECT_EQ(restored.seed(), 7u);
}

TEST_F(CheckpointTest, AnotherRunStartsOverAndSaysWhy) {
  const RunIdentity ours{"config", "data", "program"};
  const struct {
    RunIdentity identity;
    const char* words;
  } cases[] = {{{"other", "data", "program"}, "another state of the config"},
               {{"config", "other", "program"}, "another state of the data"},
               {{"config", "data", "other"}, "another state of the programs"}};
  for (const auto& each : cases) {
    Open(ours);
    ASSERT_THAT(stage_.SaveModel("items", Model()), IsOk());
    Open(each.identity);
    EXPECT_THAT(said_.back(),
                AllOf(HasSubstr(each.words), HasSubstr("starting over")));
    EXPECT_THAT(Files(), ElementsAre("lock", "run.c2vckpt"));
    Open(each.identity);
    EXPECT_THAT(said_.back(), HasSubstr("going on"));
  }
}

TEST_F(CheckpointTest, DamagedFilesAreNamedAndDoneAgain) {
  Open();
  ASSERT_THAT(stage_.SaveModel("items", Model()), IsOk());
  ASSERT_THAT(stage_.Learning("others")->Save("", {1, 0, {{1, 2, 3}}}), IsOk());
  Damage("train-items.c2vckpt");
  Damage("train-others-at.c2vckpt");
  Open();
  EXPECT_FALSE(stage_.RestoreModel("items").has_value());
  EXPECT_THAT(said_.back(), AllOf(HasSubstr("train-items.c2vckpt is damaged"),
                                  HasSubstr("done again")));
  EXPECT_FALSE(stage_.Learning("others")->Restore("").has_value());
  EXPECT_THAT(said_.back(), HasSubstr("train-others-at.c2vckpt is damaged"));
  Damage("run.c2vckpt");
  Open();
  EXPECT_THAT(said_.back(), HasSubstr("run.c2vckpt is damaged"));
  EXPECT_THAT(Files(), ElementsAre("lock", "run.c2vckpt"));
}

TEST_F(CheckpointTest, OneRunAtATime) {
  Open();
  EXPECT_THAT(RunCheckpoint::Open({.folder = folder_.Path("state")}, progress_),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       AllOf(HasSubstr("in use by another run"),
                             HasSubstr("name another folder"))));
}

TEST_F(CheckpointTest, OnlyItsOwnFilesAreRemoved) {
  Open();
  ASSERT_THAT(stage_.SaveModel("items", Model()), IsOk());
  folder_.Write("state/notes.txt", "mine");
  folder_.Write("state/train-x.c2vckpt.new", "of a kill");
  ASSERT_THAT(run_->Remove(), IsOk());
  EXPECT_THAT(Files(), ElementsAre("notes.txt"));
  Open();
  std::filesystem::remove(folder_.Path("state/notes.txt"));
  ASSERT_THAT(run_->Remove(), IsOk());
  EXPECT_FALSE(std::filesystem::exists(folder_.Path("state")));
}

TEST_F(CheckpointTest, IsDueWhenTheIntervalIsOver) {
  for (double interval : {0.0, 1e9}) {
    auto run = RunCheckpoint::Open(
        {.folder = folder_.Path("other"), .interval_seconds = interval},
        progress_);
    ASSERT_THAT(run, IsOk());
    ASSERT_THAT((*run)->Bind({}), IsOk());
    EXPECT_EQ(StageCheckpoint(run->get(), "train").Learning("items")->IsDue(),
              interval == 0);
  }
}

TEST_F(CheckpointTest, AFolderThatCannotBeMadeIsAnError) {
  folder_.Write("file", "");
  EXPECT_THAT(
      RunCheckpoint::Open({.folder = folder_.Path("file/state")}, progress_)
          .status()
          .message(),
      HasSubstr("file/state"));
}

TEST(StageCheckpointTest, WithoutARunNothingIsSaved) {
  const StageCheckpoint stage;
  v1::TrainingConfig config;
  EXPECT_THAT(stage.SaveResult(config), IsOk());
  EXPECT_FALSE(stage.RestoreResult(&config));
  EXPECT_THAT(stage.SaveModel("items", {}), IsOk());
  EXPECT_FALSE(stage.RestoreModel("items").has_value());
  EXPECT_EQ(stage.Learning("items"), nullptr);
  v1::ModelConfig model;
  EXPECT_THAT(stage.Save("items", model, model), IsOk());
  EXPECT_FALSE(stage.Restore("items", &model, &model));
}

}  // namespace
}  // namespace customer2vec
