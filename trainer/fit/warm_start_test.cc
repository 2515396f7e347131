#include "trainer/fit/warm_start.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/base/scratch_folder.h"
#include "core/base/status_matchers.h"
#include "core/servables/attribute_vectors.h"
#include "core/servables/document_encoder.h"
#include "core/snapshot/snapshot_file_names.h"
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
constexpr char kBpr[] =
    R"(models { name: "items" bpr { factors: 8 epochs: 40 min_count: 2
         learning_rate: 0.1 } })";
constexpr char kGraph[] =
    R"(models { name: "items" node2vec {
         interactions: true dimension: 16 walk_length: 20 window_size: 4
         epochs: 4 } })";
constexpr char kContent[] =
    R"(models { name: "items" content2vec {
         parts { kind: CONTENT_PART_KIND_ITEM min_count: 2 }
         parts { kind: CONTENT_PART_KIND_VALUE attribute: "kind" min_count: 2
                 input_weight: 0.2 }
         dimension: 16 epochs: 20 subsample: 0 } })";
constexpr char kMachine[] =
    R"(models { name: "items" factorization_machine {
         factors: 8 epochs: 5 min_count: 2 } })";
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
    WriteGrowingShop(data_.path(), kBefore);
    auto before = FitAndLoad(WithCatalogue(data_.path(), 10, models + kSkip));
    ASSERT_THAT(before.status(), IsOk());
    before_ = *std::move(before);
    WriteGrowingShop(data_.path(), kAfter);
    auto after = FitAndLoad(
        WithCatalogue(data_.path(), 12,
                      models + kSkip + " warm_start { version: \"" +
                          before_->version() + "\" " + warm_start + " }"));
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

// What to expect of NewItemsAtHome(): a fifth by chance. Where new items have a
// kind of their own, they are like those of other shelves, too.
double AtHome(absl::string_view models) {
  return models == kContent ? 0.6 : 0.8;
}

TEST_F(WarmStartTest, ItemsStayNearAndNewOnesFindTheirPlace) {
  for (const char* models : {kItems, kCbow, kContent, kGraph}) {
    Grow(models, "max_move: 0.25");
    ASSERT_NE(after_, nullptr);
    for (VectorRole role : {VectorRole::kInput, VectorRole::kOutput}) {
      EXPECT_LE(MostMoved(role), 0.25 + 1e-5) << models;
      EXPECT_GT(MostMoved(role), 0.05) << "they do move: " << models;
    }
    EXPECT_GT(NewItemsAtHome(), AtHome(models)) << models;
  }
}

TEST_F(WarmStartTest, AMoveOfZeroFreezesWhatIsThere) {
  for (const char* models : {kItems, kContent, kGraph}) {
    Grow(models, "max_move: 0");
    ASSERT_NE(after_, nullptr);
    EXPECT_EQ(MostMoved(VectorRole::kInput), 0) << models;
    EXPECT_EQ(MostMoved(VectorRole::kOutput), 0) << models;
    EXPECT_GT(NewItemsAtHome(), AtHome(models)) << models;
  }
}

TEST_F(WarmStartTest, WithoutALimitFewPassesLearnTheNewItems) {
  Grow(kItems, "epochs: 6 learning_rate_scale: 0.8");
  EXPECT_GT(MostMoved(VectorRole::kInput), 0.05);
  EXPECT_THAT(said_, Contains(HasSubstr("items: epoch 6 of 6")));
  EXPECT_GT(NewItemsAtHome(), 0.8);
}

TEST_F(WarmStartTest, CustomersStayNearToo) {
  for (const char* models : {kCustomers, kGraph}) {
    Grow(models, "max_move: 0.3");
    ASSERT_NE(after_, nullptr);
    EXPECT_LE(MostMoved(VectorRole::kInput), 0.3 + 1e-5) << models;
    EXPECT_LE(MostMoved(VectorRole::kOutput), 0.3 + 1e-5) << models;
    EXPECT_LE(MostCustomersMoved(), 0.3 + 1e-5) << models;
    EXPECT_GT(MostCustomersMoved(), 0.05) << "they do move: " << models;
    EXPECT_GT(NewItemsAtHome(), 0.8) << models;
  }
}

// By part and text, as "1:k0".
std::map<std::string, std::vector<float>> TokensOf(const Snapshot& snapshot,
                                                   VectorRole role) {
  const AttributeVectors& tokens =
      *snapshot.FindSpace("items")->attribute_vectors();
  std::map<std::string, std::vector<float>> found;
  for (const char* text : {"k0", "k1", "k2", "fresh"}) {
    const auto vector = tokens.TokenVector(role, 1, text);
    if (!vector.empty()) found[text] = {vector.begin(), vector.end()};
  }
  return found;
}

TEST_F(WarmStartTest, ValuesOfAttributesStayNearTheirVectors) {
  for (double max_move : {0.0, 0.2}) {
    Grow(kContent, "max_move: " + std::to_string(max_move));
    for (VectorRole role : {VectorRole::kInput, VectorRole::kOutput}) {
      const auto then = TokensOf(*before_, role), now = TokensOf(*after_, role);
      EXPECT_EQ(then.size(), 3u);
      EXPECT_EQ(now.size(), 4u);
      for (const auto& [text, vector] : then) {
        const double moved = Moved(vector, now.at(text));
        EXPECT_LE(moved, max_move == 0 ? 0 : max_move + 1e-5) << text;
        EXPECT_GE(moved, max_move / 20) << "they do move";
      }
    }
  }
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

// Steps of next to nothing: an item's own token, which is not published, starts
// where its item's vector is what it was.
TEST_F(WarmStartTest, ContentsStartWhereTheyWere) {
  Grow(kContent, "learning_rate_scale: 1e-9 epochs: 1");
  ASSERT_NE(after_, nullptr);
  EXPECT_LT(MostMoved(VectorRole::kInput), 1e-4);
  EXPECT_LT(MostMoved(VectorRole::kOutput), 1e-4);
}

TEST_F(WarmStartTest, FactorsGoOnWhateverTheAxes) {
  for (const auto& [models, words] :
       {std::pair{kAls, "items: iteration 8 of 8"},
        {kBpr, "items: epoch 8 of 8"}}) {
    Grow(models, "max_move: 0.1 epochs: 8");
    ASSERT_NE(after_, nullptr);
    EXPECT_THAT(said_, Contains(HasSubstr(words)));
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
    EXPECT_GT(NewItemsAtHome(), 0.8) << models;
  }
}

// Scores of bpr, biases in them, are what the axes leave.
TEST_F(WarmStartTest, AFrozenRankingGivesTheScoresItGave) {
  Grow(kBpr, "max_move: 0");
  ASSERT_NE(after_, nullptr);
  const Space& then = *before_->FindSpace("items");
  const Space& now = *after_->FindSpace("items");
  // Popularity is counted anew and is no part of what is learned.
  const auto score = [](const Space& space, std::span<const float> customer,
                        uint32_t item) {
    const std::vector<float> nobody(space.dimension());
    return space.Score(Scoring::kNext, customer, item) -
           space.Score(Scoring::kNext, nobody, item);
  };
  for (uint32_t customer = 0; customer < then.customer_count(); ++customer) {
    const auto who = after_->tables().customers.Find(
        before_->tables().customers.Id(customer));
    for (uint32_t item = 0; item < then.item_count(); ++item) {
      const auto what =
          after_->tables().items.Find(before_->tables().items.Id(item));
      EXPECT_NEAR(score(now, now.CustomerVector(*who), *what),
                  score(then, then.CustomerVector(customer), item), 1e-4);
    }
  }
}

// The farthest that a row of a servable's file moved; its first rows are those
// of items or customers.
double MostRowMoved(const Snapshot& then, const Snapshot& now, const char* file,
                    bool of_items, size_t d) {
  const std::string path = ServableFile("items", file);
  const auto before = *then.files().Array<float>(path);
  const auto after = *now.files().Array<float>(path);
  const auto ids = [&](const Snapshot& snapshot) {
    return of_items ? snapshot.tables().items : snapshot.tables().customers;
  };
  double most = 0;
  for (uint32_t row = 0; row < ids(then).size(); ++row) {
    const auto found = ids(now).Find(ids(then).Id(row));
    most = std::max(
        most, Moved(before.subspan(row * d, d), after.subspan(*found * d, d)));
  }
  return most;
}

TEST_F(WarmStartTest, AFactorizationMachineStaysNearAndLearnsNewItems) {
  for (double max_move : {0.0, 0.2}) {
    Grow(kMachine, "max_move: " + std::to_string(max_move));
    ASSERT_NE(after_, nullptr);
    EXPECT_THAT(said_, Contains("warm start: items (factorization_machine) "
                                "goes on"));
    const double most = max_move == 0 ? 0 : max_move + 1e-5;
    for (const char* file : {"items.f32", "features.f32"}) {
      EXPECT_LE(MostRowMoved(*before_, *after_, file, true, 8), most) << file;
    }
    EXPECT_LE(MostRowMoved(*before_, *after_, "customers.f32", false, 8), most);
    EXPECT_LE(MostRowMoved(*before_, *after_, "biases.f32", true, 1), most);
    EXPECT_LE(MostRowMoved(*before_, *after_, "repeat.f32", true, 1), most);
    // Customers get their own shelf, with what is new on it.
    double own = 0, fresh = 0;
    const Tables& tables = after_->tables();
    for (uint32_t row = 0; row < tables.customers.size(); ++row) {
      std::vector<ScoredItem> top;
      after_->FindScorer("items")->Rank({.customer = row}, {.k = 12}, &top);
      const int customer =
          std::stoi(std::string(tables.customers.Id(row).substr(1)));
      const std::string group = "g" + std::to_string(customer % kShopGroups);
      for (const ScoredItem& each : top) {
        const absl::string_view id = tables.items.Id(each.item);
        own += id.substr(0, 2) == group;
        fresh += !before_->tables().items.Find(id).has_value();
      }
    }
    EXPECT_GT(own, 0.9 * 12 * tables.customers.size());
    EXPECT_GT(fresh, 1.5 * tables.customers.size()) << "two a shelf";
  }
}

TEST_F(WarmStartTest, AModelThatNeverGoesOnSaysWhy) {
  data_.Write("log.csv",
              "who,what,when\nc0,a,1\nc0,b,2\nc1,a,1\nc1,b,3\nc2,a,1\n");
  v1::TrainingConfig config = GrowingShopConfig(
      std::string(kItems) + kSkip +
      R"(models { name: "events" log2vec { min_count: 1 epochs: 1 } })");
  v1::LogSource* log = config.mutable_data()->add_logs();
  log->set_path("log.csv");
  log->mutable_roles()->set_customer("who");
  log->mutable_roles()->set_event("what");
  log->mutable_roles()->set_time("when");
  ASSERT_THAT(FitAndLoad(config).status(), IsOk());
  config.mutable_warm_start()->set_version("latest");
  ASSERT_THAT(FitAndLoad(config).status(), IsOk());
  EXPECT_THAT(said_,
              Contains("warm start: events (log2vec) is learned from nothing: "
                       "models of this family never go on, as a snapshot has "
                       "no vectors of a log's tokens, and customers less the "
                       "mean of all"));
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
         AllOf(HasSubstr("no model goes on"), HasSubstr("items (item2vec)"),
               HasSubstr("(item2vec, node2vec, customer2vec, als, bpr, "
                         "factorization_machine, content2vec)")));
  const auto other_shape = [&](const std::string& models, const char* words) {
    WriteGrowingShop(data_.path(), kBefore);
    std::string there = models;
    there.replace(there.find("%d"), 2, "4");
    C2V_ASSERT_OK_AND_ASSIGN(const auto snapshot, FitAndLoad(there + kSkip));
    std::string here = models;
    here.replace(here.find("%d"), 2, "8");
    expect(here, snapshot->version(), absl::StatusCode::kFailedPrecondition,
           AllOf(HasSubstr("model \"items\""), HasSubstr(words)));
  };
  other_shape(R"(models { name: "items" bpr { factors: %d epochs: 1 } })",
              "bpr.factors is 4 there and 8 here");
  other_shape(R"(models { name: "items" factorization_machine {
                   factors: %d epochs: 1 } })",
              "factorization_machine.factors is 4 there and 8 here");
  other_shape(R"(models { name: "items" node2vec {
                   interactions: true dimension: %d } })",
              "node2vec.dimension is 4 there and 8 here");
  other_shape(R"(models { name: "items" content2vec {
                   parts { kind: CONTENT_PART_KIND_ITEM } dimension: %d } })",
              "content2vec.dimension is 4 there and 8 here");
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
