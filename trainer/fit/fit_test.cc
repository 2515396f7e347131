#include "trainer/fit/fit.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "core/base/random.h"
#include "core/base/scratch_folder.h"
#include "core/base/status_matchers.h"
#include "core/snapshot/snapshot.h"
#include "store/folder_store.h"
#include "trainer/config/training_config.h"

namespace customer2vec {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;

constexpr int kGroups = 4;
constexpr int kItemsPerGroup = 10;
constexpr int kCustomers = 80;

// Customer c shops in group c % kGroups alone: items "g<group>_<n>".
void WriteShop(const std::string& folder) {
  Random random(1);
  std::ofstream lines(folder + "/lines.csv");
  lines << "customer,basket,item,time\n";
  int basket = 0;
  for (int customer = 0; customer < kCustomers; ++customer) {
    for (int visit = 0; visit < 8; ++visit, ++basket) {
      for (int line = 0; line < 5; ++line) {
        lines << "c" << customer << ",b" << basket << ",g" << customer % kGroups
              << "_" << random.Below(kItemsPerGroup) << "," << 1000 + basket
              << "\n";
      }
    }
  }
  std::ofstream items(folder + "/items.csv");
  items << "item,label,group\n";
  for (int i = 0; i < kGroups * kItemsPerGroup; ++i) {
    const std::string group = "g" + std::to_string(i % kGroups);
    const std::string number = std::to_string(i / kGroups);
    items << group << "_" << number << ",Item " << group << " " << number << ","
          << group << "\n";
  }
  items << "unsold,Never sold,g0\n";
}

v1::TrainingConfig ShopConfig() {
  const auto config = ParseTrainingConfig(R"(
    data {
      interactions { delimited {
        path: "lines.csv"
        columns { customer: "customer" order: "basket" item: "item" time: "time" }
      } }
      catalogue { delimited {
        path: "items.csv" item: "item" name: "label" attributes { column: "group" }
      } }
    }
    models { name: "items" item2vec {
      dimension: 16 window: WINDOW_WHOLE_BASKET min_count: 2 epochs: 20 subsample: 0
    } }
    threads: 1)",
                                          "shop");
  EXPECT_THAT(config, IsOk());
  return *config;
}

// Sessions of nobody, each in one group: no last basket of a customer to hold
// out.
v1::TrainingConfig SessionConfig(const std::string& evaluation) {
  const auto config = ParseTrainingConfig(R"(
    data {
      interactions { delimited {
        path: "sessions.csv"
        columns { order: "session" item: "item" time: "time" }
      } }
    }
    models { name: "items" item2vec {
      dimension: 16 window: WINDOW_WHOLE_BASKET min_count: 2 epochs: 5 subsample: 0
    } }
    models { name: "together" item_knn {} }
    threads: 1 )" + evaluation,
                                          "sessions");
  EXPECT_THAT(config, IsOk());
  return *config;
}

void WriteSessions(const std::string& folder, int length) {
  Random random(2);
  std::ofstream lines(folder + "/sessions.csv");
  lines << "session,item,time\n";
  for (int session = 0; session < 400; ++session) {
    const uint32_t first = random.Below(kItemsPerGroup);
    for (int line = 0; line < length; ++line) {
      lines << "s" << session << ",g" << session % kGroups << "_"
            << (first + line) % kItemsPerGroup << "," << session << "\n";
    }
  }
}

class FitTest : public testing::Test {
 protected:
  FitTest() {
    WriteShop(data_.path());
    auto store = FolderStore::Open(store_folder_.path());
    EXPECT_THAT(store, IsOk());
    store_ = *std::move(store);
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

  ScratchFolder data_, store_folder_;
  // The value of a figure at cutoff 10; -1 where it was not measured.
  static double ValueOf(const Snapshot& snapshot, absl::string_view servable,
                        absl::string_view task, absl::string_view metric) {
    for (const v1::EvaluationFigure& figure :
         snapshot.manifest().evaluation()) {
      if (figure.servable() == servable && figure.task() == task &&
          figure.metric() == metric && figure.cutoff() == 10) {
        return figure.value();
      }
    }
    return -1;
  }

  std::unique_ptr<SnapshotStore> store_;
  std::vector<std::string> said_;
};

TEST_F(FitTest, PublishesASnapshotThatKnowsTheGroups) {
  C2V_ASSERT_OK_AND_ASSIGN(const auto snapshot, FitAndLoad(ShopConfig()));
  const Tables& tables = snapshot->tables();
  EXPECT_EQ(tables.items.size(), kGroups * kItemsPerGroup + 1);
  EXPECT_EQ(tables.customers.size(), kCustomers);
  const std::optional<uint32_t> item = tables.items.Find("g2_3");
  ASSERT_TRUE(item.has_value());
  EXPECT_EQ(tables.catalogue.Name(*item), "Item g2 3");

  const Space* space = snapshot->FindSpace("items");
  ASSERT_NE(space, nullptr);
  EXPECT_EQ(space->item_count(), kGroups * kItemsPerGroup);
  std::vector<float> query(space->dimension());
  const HistoryEvent event{.item = *item};
  ASSERT_TRUE(space->Encode(Scoring::kSimilar, {&event, 1}, query));
  std::vector<ScoredItem> top;
  space->Search(Scoring::kSimilar, query, {.k = kItemsPerGroup}, &top);
  for (const ScoredItem& near : top) {
    EXPECT_EQ(tables.catalogue.Value(0, near.item), "g2")
        << tables.items.Id(near.item);
  }
}

TEST_F(FitTest, TheManifestSaysWhatWasMeasuredAndHow) {
  C2V_ASSERT_OK_AND_ASSIGN(const auto snapshot, FitAndLoad(ShopConfig()));
  const v1::SnapshotManifest& manifest = snapshot->manifest();
  double popularity = -1, blend = -1;
  for (const v1::EvaluationFigure& figure : manifest.evaluation()) {
    if (figure.task() != "customer" || figure.metric() != "recall" ||
        figure.cutoff() != 10) {
      continue;
    }
    if (figure.servable() == "popularity") popularity = figure.value();
    if (figure.servable() == "repeat_discovery") blend = figure.value();
  }
  // Popularity spreads its ten over four groups; who knows the group finds all
  // ten.
  EXPECT_LT(popularity, 0.5);
  EXPECT_GT(blend, 0.9);
  EXPECT_EQ(manifest.defaults().customer(), "repeat_discovery");
  EXPECT_EQ(manifest.basket_count(), kCustomers * 8);
  const v1::Provenance& provenance = manifest.provenance();
  EXPECT_EQ(provenance.data_fingerprint().size(), 64u);
  EXPECT_EQ(provenance.config().models(0).item2vec().negatives(), 5);
  for (const v1::ModelConfig& model : provenance.config().models()) {
    if (model.has_personal_frequency()) {
      EXPECT_GT(model.personal_frequency().decay(), 0);
    }
  }
}

TEST_F(FitTest, TheFallbackIsPlainPopularityAlsoBesideItsVariants) {
  v1::TrainingConfig config = ShopConfig();
  config.clear_models();
  v1::ModelConfig* lately = config.add_models();
  lately->set_name("lately");
  lately->mutable_popularity()->set_half_life_days(0.001);
  v1::ModelConfig* in_group = config.add_models();
  in_group->set_name("in_group");
  in_group->mutable_popularity()->set_category("group");
  C2V_ASSERT_OK_AND_ASSIGN(auto snapshot, FitAndLoad(config));
  EXPECT_EQ(snapshot->manifest().defaults().fallback(), "popularity");
  EXPECT_NE(snapshot->FindScorer("lately"), nullptr);

  v1::ModelConfig* plain = config.add_models();
  plain->set_name("of_all");
  plain->mutable_popularity();
  C2V_ASSERT_OK_AND_ASSIGN(snapshot, FitAndLoad(config));
  EXPECT_EQ(snapshot->manifest().defaults().fallback(), "of_all");
  EXPECT_EQ(snapshot->FindScorer("popularity"), nullptr);
}

TEST_F(FitTest, OneThreadGivesTheSameBytes) {
  C2V_ASSERT_OK_AND_ASSIGN(const auto first, FitAndLoad(ShopConfig()));
  C2V_ASSERT_OK_AND_ASSIGN(const auto second, FitAndLoad(ShopConfig()));
  v1::TrainingConfig reseeded = ShopConfig();
  reseeded.set_seed(2);
  C2V_ASSERT_OK_AND_ASSIGN(const auto third, FitAndLoad(reseeded));
  ASSERT_EQ(first->manifest().files_size(), second->manifest().files_size());
  bool seed_matters = false;
  for (int i = 0; i < first->manifest().files_size(); ++i) {
    const v1::SnapshotFile& file = first->manifest().files(i);
    EXPECT_EQ(file.sha256(), second->manifest().files(i).sha256())
        << file.path();
    seed_matters |= file.sha256() != third->manifest().files(i).sha256();
  }
  EXPECT_TRUE(seed_matters);
}

TEST_F(FitTest, FailureLeavesTheStoreAsItWas) {
  C2V_ASSERT_OK_AND_ASSIGN(const auto snapshot, FitAndLoad(ShopConfig()));
  v1::TrainingConfig config = ShopConfig();
  config.mutable_models(0)->mutable_item2vec()->set_min_count(100000);
  EXPECT_THAT(
      FitAndLoad(config),
      StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("items")));
  config = ShopConfig();
  config.mutable_data()->mutable_interactions(0)->mutable_delimited()->set_path(
      "no.csv");
  EXPECT_THAT(FitAndLoad(config),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("no.csv")));
  C2V_ASSERT_OK_AND_ASSIGN(const std::vector<std::string> versions,
                           store_->ListVersions());
  EXPECT_THAT(versions, testing::ElementsAre(snapshot->version()));
  int entries = 0;
  for ([[maybe_unused]] const auto& entry :
       std::filesystem::directory_iterator(store_folder_.path())) {
    ++entries;
  }
  EXPECT_EQ(entries, 1);
}

TEST_F(FitTest, CustomersWithFewBasketsLeaveTheDefaults) {
  std::ofstream(data_.path() + "/lines.csv")
      << "customer,basket,item,time\n"
         "a,1,x,1\na,1,y,1\nb,2,x,2\nb,2,y,2\n";
  v1::TrainingConfig config = ShopConfig();
  C2V_ASSERT_OK_AND_ASSIGN(const auto snapshot, FitAndLoad(config));
  EXPECT_EQ(snapshot->manifest().evaluation_size(), 0);
}

TEST_F(FitTest, SessionsAreChosenForAndMeasuredByTheirProtocol) {
  WriteSessions(data_.path(), 6);
  C2V_ASSERT_OK_AND_ASSIGN(
      const auto snapshot,
      FitAndLoad(SessionConfig("evaluation { protocol { session {} } }")));
  const v1::SnapshotManifest& manifest = snapshot->manifest();
  const double together =
      ValueOf(*snapshot, "together", "session_prefix", "hit_rate");
  EXPECT_GT(together, 0.9);
  EXPECT_GE(ValueOf(*snapshot, "items", "session_prefix", "hit_rate"), 0);
  EXPECT_LT(ValueOf(*snapshot, "popularity", "session_prefix", "hit_rate"),
            together - 0.2);
  const v1::TrainingConfig& config = manifest.provenance().config();
  EXPECT_TRUE(config.models(0).item2vec().has_popularity_weight());
  EXPECT_GT(config.models(1).item_knn().recency_decay(), 0);
  EXPECT_NE(config.defaults().session(), "");
  EXPECT_EQ(manifest.defaults().session(), config.defaults().session());
  EXPECT_EQ(config.evaluation().protocol().session().last_share(), 0.1);
  EXPECT_THAT(said_,
              Contains(HasSubstr("validation: items: popularity_weigh")));
}

TEST_F(FitTest, OtherProtocolsWithCasesOfTheirOwnAreUsedToo) {
  v1::TrainingConfig config = ShopConfig();
  config.mutable_evaluation()->mutable_protocol()->mutable_next_basket();
  C2V_ASSERT_OK_AND_ASSIGN(auto snapshot, FitAndLoad(config));
  EXPECT_GT(ValueOf(*snapshot, "repeat_discovery", "next_basket", "recall"),
            0.9);
  EXPECT_EQ(ValueOf(*snapshot, "items", "customer", "recall"), -1);
  EXPECT_NE(snapshot->manifest().provenance().config().defaults().customer(),
            "");
  config.mutable_evaluation()->mutable_protocol()->mutable_leave_one_out();
  C2V_ASSERT_OK_AND_ASSIGN(snapshot, FitAndLoad(config));
  EXPECT_GT(ValueOf(*snapshot, "items", "leave_one_out", "hit_rate"), 0.5);
  EXPECT_NE(snapshot->manifest().provenance().config().defaults().session(),
            "");
}

TEST_F(FitTest, WithNothingToAskTheRemedyIsNamed) {
  WriteSessions(data_.path(), 6);
  C2V_ASSERT_OK_AND_ASSIGN(auto snapshot, FitAndLoad(SessionConfig("")));
  EXPECT_EQ(snapshot->manifest().evaluation_size(), 0);
  EXPECT_THAT(said_, Contains(AllOf(HasSubstr("no customer has three baskets"),
                                    HasSubstr("set evaluation.protocol to"))));
  WriteSessions(data_.path(), 1);
  v1::TrainingConfig config =
      SessionConfig("evaluation { protocol { session {} } }");
  config.mutable_models()->DeleteSubrange(0, 2);
  config.add_models()->set_name("most");
  config.mutable_models(0)->mutable_popularity();
  C2V_ASSERT_OK_AND_ASSIGN(snapshot, FitAndLoad(config));
  EXPECT_EQ(snapshot->manifest().evaluation_size(), 0);
  EXPECT_THAT(said_,
              Contains(AllOf(HasSubstr("nothing to measure by session"),
                             HasSubstr("parameters stay at their defaults"))));
}

TEST_F(FitTest, AProtocolsFileThatIsNotThereIsAnError) {
  WriteSessions(data_.path(), 6);
  EXPECT_THAT(
      FitAndLoad(SessionConfig("evaluation { protocol { session { prefixes { "
                               "path: 'none.txt' } } } }")),
      StatusIs(absl::StatusCode::kNotFound, HasSubstr("none.txt")));
}

TEST(CheckConfigTest, ChecksModelsAndTheRest) {
  v1::TrainingConfig config = ShopConfig();
  EXPECT_THAT(CheckConfig(config), IsOk());
  config.mutable_models(0)->mutable_item2vec()->set_dimension(5000);
  EXPECT_THAT(CheckConfig(config),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("models[0].item2vec.dimension")));
}

}  // namespace
}  // namespace customer2vec
