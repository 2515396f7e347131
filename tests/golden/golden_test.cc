// Reads the snapshots of every format that was ever published, as they were
// committed when the format was new: what a shop has on its disk keeps loading
// and keeps giving the answers it gave. A format that is no longer read is
// removed here on purpose, not by accident.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "core/base/status_matchers.h"
#include "core/recommend/warmup.h"
#include "core/snapshot/snapshot.h"
#include "core/testing/test_snapshot.h"

namespace customer2vec {
namespace {

using ::testing::ElementsAre;

class GoldenTest : public ::testing::TestWithParam<int> {
 protected:
  void SetUp() override {
    auto snapshot = Snapshot::Load(std::string(C2V_GOLDEN "/format-") +
                                   std::to_string(GetParam()));
    ASSERT_THAT(snapshot, IsOk());
    snapshot_ = *std::move(snapshot);
  }

  std::unique_ptr<const Snapshot> snapshot_;
};

TEST_P(GoldenTest, TablesSayWhatTheySaid) {
  EXPECT_EQ(snapshot_->version(), "20260102T030405Z-00000001");
  EXPECT_EQ(snapshot_->manifest().format_version(), GetParam());
  const Tables& tables = snapshot_->tables();
  ASSERT_EQ(tables.items.size(), 64);
  EXPECT_EQ(tables.items.Find("i63"), 63);
  EXPECT_EQ(tables.catalogue.Name(8), "Item 8 of g2");
  ASSERT_EQ(tables.catalogue.FindAttribute("size"), 1);
  EXPECT_EQ(tables.catalogue.Value(1, 8), "8");
  EXPECT_EQ(tables.catalogue.Value(1, 9), "");
  EXPECT_THAT(tables.catalogue.Postings(0, 5),
              ElementsAre(5, 11, 17, 23, 29, 35, 41, 47, 53, 59));
  ASSERT_EQ(tables.customers.Find("c11"), 11);
  ASSERT_EQ(tables.histories.Of(11).size(), 1);
  EXPECT_EQ(tables.histories.Of(11)[0].item, 60);
}

TEST_P(GoldenTest, AnswersAreWhatTheyWere) {
  EXPECT_THAT(ReplayWarmup(*snapshot_), IsOk());
}

TEST_P(GoldenTest, GraphsLeadToTheNeighbours) {
  const Space* space = snapshot_->FindSpace("items");
  ASSERT_NE(space, nullptr);
  std::vector<float> query(space->dimension());
  ASSERT_TRUE(space->Encode(Scoring::kSimilar,
                            std::vector<HistoryEvent>{{.item = 14}}, query));
  std::vector<ScoredItem> top;
  space->Search(Scoring::kSimilar, query, {.k = 1}, &top);
  ASSERT_EQ(top.size(), 1);
  EXPECT_EQ(top[0].item, 14);
  EXPECT_NEAR(top[0].score, 1, 1e-5);
}

INSTANTIATE_TEST_SUITE_P(Formats, GoldenTest, ::testing::Values(1));

}  // namespace
}  // namespace customer2vec
