#include "trainer/fit/warm_start.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/base/scratch_folder.h"
#include "core/base/status_matchers.h"
#include "core/servables/document_encoder.h"
#include "store/folder_store.h"
#include "trainer/fit/fit.h"
#include "trainer/fit/growing_shop.h"

namespace customer2vec {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr char kItems[] =
    R"(models { name: "items" item2vec {
         dimension: 16 window: WINDOW_WHOLE_BASKET min_count: 2 epochs: 20
         subsample: 0 } })";
constexpr char kCbow[] =
    R"(models { name: "items" item2vec {
         dimension: 16 model: WORD_MODEL_CBOW min_count: 2 epochs: 20
         subsample: 0 learning_rate: 0.05 } })";
constexpr char kCustomers[] =
    R"(models { name: "items" customer2vec {
         dimension: 16 model: DOCUMENT_MODEL_JOINT min_count: 2 epochs: 30
         subsample: 0 learning_rate: 0.05 } })";
constexpr char kAls[] =
    R"(models { name: "items" als { factors: 8 iterations: 8 min_count: 2 } })";
constexpr char kSkip[] = "evaluation { skip: true }";

double Length(std::span<const float> x) {
  double squares = 0;
  for (float value : x) squares += double{value} * value;
  return std::sqrt(squares);
}

// How far a vector is from where it was, as a share of its length there.
double Moved(std::span<const float> then, std::span<const float> now) {
  std::vector<float> step(then.begin(), then.end());
  for (size_t i = 0; i < step.size(); ++i) step[i] -= now[i];
  return Length(step) / Length(then);
}

class WarmStartTest : public testing::Test {
 protected:
  WarmStartTest() {
    auto store = FolderStore::Open(store_folder_.path());
    EXPECT_THAT(store, IsOk());
    store_ = *std::move(store);
    WriteGrowingShop(data_.path(), kBefore);
  }

  absl::StatusOr<std::unique_ptr<const Snapshot>> FitAndLoad(
      const std::string& config) {
    return FitAndLoad(GrowingShopConfig(config));
  }
  absl::StatusOr<std::unique_ptr<const Snapshot>> FitAndLoad(
      const v1::TrainingConfig& config) {
    auto version =
        Fit(config, {.data_root = data_.path()}, *store_,
            [this](absl::string_view line) { said_.emplace_back(line); });
    if (!version.ok()) return version.status();
    auto folder = store_->Fetch(*version);
    if (!folder.ok()) return folder.status();
    return Snapshot::Load(*folder);
  }

  // Learns the shop as it was, lets it grow, and goes on.
  void Grow(const std::string& models, const std::string& warm_start) {
    auto before = FitAndLoad(models + kSkip);
    ASSERT_THAT(before.status(), IsOk());
    before_ = *std::move(before);
    WriteGrowingShop(data_.path(), kAfter);
    auto after = FitAndLoad(models + kSkip + " warm_start { version: \"" +
                            before_->version() + "\" " + warm_start + " }");
    ASSERT_THAT(after.status(), IsOk());
    after_ = *std::move(after);
  }

  // The farthest that an item known before moved.
  double MostMoved(VectorRole role) const {
    const Space& then = *before_->FindSpace("items");
    const Space& now = *after_->FindSpace("items");
    double most = 0;
    for (uint32_t row = 0; row < then.item_count(); ++row) {
      const auto found =
          after_->tables().items.Find(before_->tables().items.Id(row));
      if (!found.has_value()) continue;
      most = std::max(most, Moved(then.ItemVector(role, row),
                                  now.ItemVector(role, *found)));
    }
    return most;
  }

  double MostCustomersMoved() const {
    const Space& then = *before_->FindSpace("items");
    const Space& now = *after_->FindSpace("items");
    double most = 0;
    for (uint32_t row = 0; row < then.customer_count(); ++row) {
      const auto found =
          after_->tables().customers.Find(before_->tables().customers.Id(row));
      most = std::max(
          most, Moved(then.CustomerVector(row), now.CustomerVector(*found)));
    }
    return most;
  }

  // Share of the nine nearest of each new item that are of its group.
  double NewItemsAtHome() const {
    const Space& space = *after_->FindSpace("items");
    const Tables& tables = after_->tables();
    double right = 0, all = 0;
    for (uint32_t row = 0; row < space.item_count(); ++row) {
      const absl::string_view id = tables.items.Id(row);
      if (before_->tables().items.Find(id).has_value()) continue;
      const HistoryEvent event{.item = row};
      std::vector<float> query(space.dimension());
      EXPECT_TRUE(space.Encode(Scoring::kSimilar, {&event, 1}, query));
      std::vector<ScoredItem> top;
      space.Search(Scoring::kSimilar, query, {.k = 10}, &top);
      for (const ScoredItem& near : top) {
        if (near.item == row) continue;
        right += tables.items.Id(near.item).substr(0, 2) == id.substr(0, 2);
        ++all;
      }
    }
    EXPECT_GT(all, 0);
    return right / all;
  }

  static constexpr GrowingShop kBefore{.customers = 60, .visits = 6};
  static constexpr GrowingShop kAfter{
      .customers = 80, .visits = 9, .items_a_group = 12};

  ScratchFolder data_, store_folder_;
  std::unique_ptr<SnapshotStore> store_;
  std::vector<std::string> said_;
  std::unique_ptr<const Snapshot> before_, after_;
};

// The shop's catalogue: each item's group, and its kind. New items are of a
// kind whose name stands before those of the others.
v1::TrainingConfig WithCatalogue(const std::string& folder, int items_a_group,
                                 const std::string& models) {
  std::ofstream items(folder + "/items.csv");
  items << "item,group,kind\n";
  for (int group = 0; group < kShopGroups; ++group) {
    for (int item = 0; item < items_a_group; ++item) {
      items << "g" << group << "_" << item << ",g" << group << ","
            << (item < 10 ? "k" + std::to_string(item % 3) : "fresh") << "\n";
    }
  }
  v1::TrainingConfig config = GrowingShopConfig(models);
  auto* delimited = config.mutable_data()->add_catalogue()->mutable_delimited();
  delimited->set_path("items.csv");
  delimited->set_item("item");
  delimited->add_attributes()->set_column("group");
  delimited->add_attributes()->set_column("kind");
  return config;
}

TEST_F(WarmStartTest, ItemsStayNearAndNewOnesFindTheirPlace) {
  for (const char* models : {kItems, kCbow}) {
    WriteGrowingShop(data_.path(), kBefore);
    Grow(models, "max_move: 0.25");
    ASSERT_NE(after_, nullptr);
    for (VectorRole role : {VectorRole::kInput, VectorRole::kOutput}) {
      EXPECT_LE(MostMoved(role), 0.25 + 1e-5);
      EXPECT_GT(MostMoved(role), 0.05) << "they do move";
    }
    EXPECT_GT(NewItemsAtHome(), 0.8);
  }
}

TEST_F(WarmStartTest, AMoveOfZeroFreezesWhatIsThere) {
  Grow(kItems, "max_move: 0");
  EXPECT_EQ(MostMoved(VectorRole::kInput), 0);
  EXPECT_EQ(MostMoved(VectorRole::kOutput), 0);
  EXPECT_GT(NewItemsAtHome(), 0.8);
}

TEST_F(WarmStartTest, WithoutALimitFewPassesLearnTheNewItems) {
  Grow(kItems, "epochs: 6 learning_rate_scale: 0.8");
  EXPECT_GT(MostMoved(VectorRole::kInput), 0.05);
  EXPECT_THAT(said_, Contains(HasSubstr("items: epoch 6 of 6")));
  EXPECT_GT(NewItemsAtHome(), 0.8);
}

TEST_F(WarmStartTest, CustomersStayNearToo) {
  Grow(kCustomers, "max_move: 0.3");
  EXPECT_LE(MostMoved(VectorRole::kInput), 0.3 + 1e-5);
  EXPECT_LE(MostMoved(VectorRole::kOutput), 0.3 + 1e-5);
  EXPECT_LE(MostCustomersMoved(), 0.3 + 1e-5);
  EXPECT_GT(MostCustomersMoved(), 0.05) << "they do move";
  EXPECT_GT(NewItemsAtHome(), 0.8);
}

std::vector<float> OutputsOf(const Snapshot& snapshot) {
  const Space& space = *snapshot.FindSpace("items");
  std::vector<float> outputs;
  for (uint32_t row = 0; row < space.item_count(); ++row) {
    const auto vector = space.ItemVector(VectorRole::kOutput, row);
    outputs.insert(outputs.end(), vector.begin(), vector.end());
  }
  return outputs;
}

// Half of the passes of a schedule that falls once, half of the way, are those
// of a schedule of half the length; all means are of powers of two, so exact.
TEST_F(WarmStartTest, RatesByHandFallInFewerPassesToo) {
  constexpr const char* kModels[] = {
      R"(models { name: "items" item2vec { dimension: 8 min_count: 2
           rate_schedule: RATE_SCHEDULE_STEPS %s } })",
      R"(models { name: "items" customer2vec { dimension: 8 min_count: 2
           fold_in_passes: 2 %s } })"};
  constexpr const char* kRates[][2] = {
      {"epochs: 4 epoch_rates: 0.125 epoch_rates: 0.125 epoch_rates: 0.0078125",
       "epochs: 2 epoch_rates: 0.125 epoch_rates: 0.0078125"},
      {"learning_rates: 0.125 learning_rates: 0.125 "
       "learning_rates: 0.0078125 learning_rates: 0.0078125",
       "learning_rates: 0.125 learning_rates: 0.0078125"}};
  for (size_t i = 0; i < 2; ++i) {
    const auto with = [&](const char* rates) {
      std::string models = kModels[i];
      return models.replace(models.find("%s"), 2, rates) + kSkip;
    };
    C2V_ASSERT_OK_AND_ASSIGN(const auto before, FitAndLoad(with(kRates[i][0])));
    const std::string warm_start =
        "warm_start { epochs: 2 version: \"" + before->version() + "\" }";
    C2V_ASSERT_OK_AND_ASSIGN(const auto resampled,
                             FitAndLoad(with(kRates[i][0]) + warm_start));
    C2V_ASSERT_OK_AND_ASSIGN(const auto expected,
                             FitAndLoad(with(kRates[i][1]) + warm_start));
    EXPECT_EQ(OutputsOf(*resampled), OutputsOf(*expected)) << kModels[i];
  }
}

TEST_F(WarmStartTest, AttributeValuesAreFoundAgainAndFrozenToo) {
  const std::string models =
      R"(models { name: "items" customer2vec {
           dimension: 16 model: DOCUMENT_MODEL_JOINT min_count: 2 epochs: 5
           train_words: true attributes: "group" attributes: "kind" } })" +
      std::string(kSkip);
  C2V_ASSERT_OK_AND_ASSIGN(const auto before,
                           FitAndLoad(WithCatalogue(data_.path(), 10, models)));
  WriteGrowingShop(data_.path(), kAfter);
  C2V_ASSERT_OK_AND_ASSIGN(
      const auto after,
      FitAndLoad(WithCatalogue(
          data_.path(), 12,
          models + "warm_start { version: 'latest' max_move: 0 }")));
  // Vectors of an item's two attribute values.
  const auto values_of = [](const Snapshot& snapshot, absl::string_view item,
                            bool output) {
    const DocumentEncoderArrays& arrays =
        snapshot.FindSpace("items")->document_encoder()->arrays();
    const uint32_t row = *snapshot.tables().items.Find(item);
    std::vector<float> values;
    for (uint64_t i = arrays.extra_offsets[row];
         i < arrays.extra_offsets[row + 1]; ++i) {
      const auto vector = (output ? arrays.extra_output : arrays.extra_input)
                              .subspan(arrays.extra_tokens[i] * 16, 16);
      values.insert(values.end(), vector.begin(), vector.end());
    }
    return values;
  };
  for (const char* item : {"g0_0", "g1_1", "g2_2", "g3_3"}) {
    for (bool output : {false, true}) {
      const std::vector<float> values = values_of(*before, item, output);
      EXPECT_EQ(values.size(), 32u);
      EXPECT_EQ(values_of(*after, item, output), values) << item;
    }
  }
  const std::vector<float> fresh = values_of(*after, "g0_11", true);
  EXPECT_GT(Length(std::span(fresh).subspan(16)), 0) << "the new kind learns";
}

TEST_F(WarmStartTest, FactorsGoOnWhateverTheAxes) {
  Grow(kAls, "max_move: 0.1 epochs: 3");
  EXPECT_THAT(said_, Contains(HasSubstr("items: iteration 3 of 3")));
  // The axes turned, so lengths are compared.
  const Space& then = *before_->FindSpace("items");
  const Space& now = *after_->FindSpace("items");
  for (uint32_t row = 0; row < then.item_count(); ++row) {
    const auto found =
        after_->tables().items.Find(before_->tables().items.Id(row));
    const double before = Length(then.ItemVector(VectorRole::kInput, row));
    EXPECT_NEAR(Length(now.ItemVector(VectorRole::kInput, *found)), before,
                0.1 * before + 1e-5);
  }
  EXPECT_GT(NewItemsAtHome(), 0.8);
}

TEST_F(WarmStartTest, TheManifestSaysWhatItWentOnFrom) {
  Grow(kItems, "");
  const v1::Provenance& provenance = after_->manifest().provenance();
  const v1::WarmStartReport& report = provenance.warm_start();
  EXPECT_EQ(report.version(), before_->version());
  EXPECT_EQ(report.generation(), 1);
  EXPECT_THAT(report.models(), ElementsAre("items"));
  EXPECT_EQ(report.known_items(), 40);
  EXPECT_EQ(report.new_items(), 8);
  EXPECT_EQ(report.known_customers(), 60);
  EXPECT_EQ(report.new_customers(), 20);
  EXPECT_EQ(report.lost_items(), 0);
  EXPECT_EQ(report.lost_customers(), 0);
  EXPECT_FALSE(before_->manifest().provenance().has_warm_start());
  C2V_ASSERT_OK_AND_ASSIGN(
      const auto next,
      FitAndLoad(std::string(kItems) + kSkip + "warm_start { version: \"" +
                 after_->version() + "\" }"));
  EXPECT_EQ(next->manifest().provenance().warm_start().version(),
            after_->version());
  EXPECT_EQ(next->manifest().provenance().warm_start().generation(), 2);
}

TEST_F(WarmStartTest, WhatTheDataLackIsCountedAndTooMuchOfItRefused) {
  C2V_ASSERT_OK_AND_ASSIGN(const auto before,
                           FitAndLoad(std::string(kItems) + kSkip));
  // Customers 0, 4, 8, ... and their group alone: 10 of 40 items.
  std::ifstream all(data_.Path("lines.csv"));
  std::string few, line;
  std::getline(all, line);
  few = line + "\n";
  while (std::getline(all, line)) {
    if (line.find(",g0_") != std::string::npos) few += line + "\n";
  }
  data_.Write("lines.csv", few);
  const std::string warm = std::string(kItems) + kSkip +
                           "warm_start { version: \"" + before->version() +
                           "\" ";
  EXPECT_THAT(FitAndLoad(warm + "}"),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       AllOf(HasSubstr(before->version()),
                             HasSubstr("nobody takes 30 of its 40 items"),
                             HasSubstr("give the whole history"),
                             HasSubstr("warm_start.max_lost, which is 0.5"))));
  C2V_ASSERT_OK_AND_ASSIGN(const auto after,
                           FitAndLoad(warm + "max_lost: 0.75 }"));
  const v1::WarmStartReport& report =
      after->manifest().provenance().warm_start();
  EXPECT_EQ(report.known_items(), 10);
  EXPECT_EQ(report.lost_items(), 30);
  EXPECT_EQ(report.known_customers(), 15);
  EXPECT_EQ(report.lost_customers(), 45);
  EXPECT_THAT(said_, Contains(AllOf(HasSubstr("10 go on, 0 are new, 30 are "
                                              "lost"),
                                    HasSubstr("15 go on, 0 are new, 45 are "
                                              "lost"))));
}

// An item of the catalogue that nobody takes any more is lost as well.
TEST_F(WarmStartTest, ItemsThatOnlyTheCatalogueHasAreLost) {
  const std::string models = std::string(kItems) + kSkip;
  ASSERT_THAT(FitAndLoad(WithCatalogue(data_.path(), 12, models)).status(),
              IsOk());
  data_.Write("lines.csv",
              "customer,basket,item,time\n"
              "c0,b0,g0_0,1\nc0,b0,g0_1,1\nc0,b1,g0_0,2\nc0,b1,g0_1,2\n");
  EXPECT_THAT(
      FitAndLoad(WithCatalogue(data_.path(), 12,
                               models + "warm_start { version: 'latest' }")),
      StatusIs(absl::StatusCode::kFailedPrecondition,
               HasSubstr("nobody takes 38 of its 40 items")));
}

TEST_F(WarmStartTest, FiguresAreOfModelsLearnedFromNothing) {
  C2V_ASSERT_OK_AND_ASSIGN(const auto cold, FitAndLoad(kItems));
  said_.clear();
  C2V_ASSERT_OK_AND_ASSIGN(
      const auto warm,
      FitAndLoad(std::string(kItems) + "warm_start { version: \"latest\" }"));
  ASSERT_GT(cold->manifest().evaluation_size(), 0);
  ASSERT_EQ(warm->manifest().evaluation_size(),
            cold->manifest().evaluation_size());
  for (int i = 0; i < cold->manifest().evaluation_size(); ++i) {
    EXPECT_EQ(warm->manifest().evaluation(i).DebugString(),
              cold->manifest().evaluation(i).DebugString());
  }
  EXPECT_THAT(said_, Contains(HasSubstr("learned from nothing")));
  EXPECT_EQ(warm->manifest().provenance().config().warm_start().version(),
            cold->version())
      << "latest has its name";
}

TEST_F(WarmStartTest, WithoutAnEvaluationTheEarlierChoicesStand) {
  C2V_ASSERT_OK_AND_ASSIGN(const auto before, FitAndLoad(kItems));
  C2V_ASSERT_OK_AND_ASSIGN(const auto after,
                           FitAndLoad(std::string(kItems) + kSkip +
                                      "warm_start { version: \"latest\" }"));
  const v1::TrainingConfig& then = before->manifest().provenance().config();
  const v1::TrainingConfig& now = after->manifest().provenance().config();
  ASSERT_EQ(then.models_size(), now.models_size());
  EXPECT_TRUE(now.models(0).item2vec().has_popularity_weight());
  for (int i = 0; i < then.models_size(); ++i) {
    EXPECT_EQ(now.models(i).DebugString(), then.models(i).DebugString());
  }
  EXPECT_EQ(now.defaults().DebugString(), then.defaults().DebugString());
}

TEST_F(WarmStartTest, AModelThatIsNewThereIsLearnedFromNothing) {
  ASSERT_THAT(FitAndLoad(std::string(kItems) + kSkip).status(), IsOk());
  C2V_ASSERT_OK_AND_ASSIGN(
      const auto after, FitAndLoad(std::string(kItems) + kSkip +
                                   R"(models { name: "more" als { factors: 4 } }
                    warm_start { version: "latest" })"));
  EXPECT_THAT(after->manifest().provenance().warm_start().models(),
              ElementsAre("items"));
  EXPECT_NE(after->FindSpace("more"), nullptr);
  EXPECT_THAT(said_, Contains("warm start: items (item2vec) goes on"));
  EXPECT_THAT(said_, Contains(HasSubstr("more (als) is learned from nothing")));
  EXPECT_THAT(said_,
              Contains(HasSubstr("popularity (popularity) is learned from "
                                 "nothing: models of this family never")));
}

TEST_F(WarmStartTest, WhatCannotGoOnIsSaidBeforeAnyDataIsRead) {
  const auto expect = [this](const std::string& models,
                             const std::string& version, absl::StatusCode code,
                             const auto& words) {
    std::filesystem::remove(data_.Path("lines.csv"));
    EXPECT_THAT(FitAndLoad(models + kSkip + "warm_start { version: \"" +
                           version + "\" }"),
                StatusIs(code, words));
  };
  expect(kItems, "latest", absl::StatusCode::kNotFound,
         HasSubstr("fit once without --warm-start"));
  WriteGrowingShop(data_.path(), kBefore);
  C2V_ASSERT_OK_AND_ASSIGN(const auto before,
                           FitAndLoad(std::string(kItems) + kSkip));
  const std::string version = before->version();
  expect(kItems, "20200101T000000Z-00000000", absl::StatusCode::kNotFound,
         AllOf(HasSubstr("no \"20200101T000000Z-00000000\""),
               HasSubstr("use \"latest\""), HasSubstr(version)));
  expect(R"(models { name: "items" item2vec { dimension: 8 } })", version,
         absl::StatusCode::kFailedPrecondition,
         AllOf(HasSubstr(version), HasSubstr("model \"items\""),
               HasSubstr("item2vec.dimension is 16 there and 8 here"),
               HasSubstr("set it as it was, rename the model")));
  expect(kAls, "latest", absl::StatusCode::kFailedPrecondition,
         AllOf(HasSubstr(version),
               HasSubstr("is item2vec there and als here: set it")));
  expect(R"(models { name: "others" als {} })", "latest",
         absl::StatusCode::kFailedPrecondition,
         AllOf(HasSubstr("no model goes on"), HasSubstr("items (item2vec)")));
}

TEST_F(WarmStartTest, ASnapshotThatDoesNotLoadIsNamed) {
  C2V_ASSERT_OK_AND_ASSIGN(const auto before,
                           FitAndLoad(std::string(kItems) + kSkip));
  const std::string input =
      store_folder_.Path(before->version()) + "/spaces/items/input.f32";
  std::filesystem::permissions(input, std::filesystem::perms::owner_all);
  std::filesystem::resize_file(input, 4);
  EXPECT_THAT(FitAndLoad(std::string(kItems) + kSkip +
                         "warm_start { version: \"latest\" }"),
              StatusIs(absl::StatusCode::kDataLoss,
                       AllOf(HasSubstr("warm start from " + before->version()),
                             HasSubstr("input.f32"))));
}

}  // namespace
}  // namespace customer2vec
