#include "server/snapshots/snapshot_metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/status_matchers.h"
#include "server/metrics/metric_family.h"
#include "server/testing/test_store.h"

namespace customer2vec {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class SnapshotMetricsTest : public ::testing::Test {
 protected:
  std::string Page() const { return MetricsText({&metrics_}); }

  TestStore store_;
  SnapshotManager manager_{store_.store(),
                           {.load = [](const std::string& folder) {
                             return Snapshot::Load(folder);
                           }}};
  const SnapshotMetrics metrics_{&manager_};
};

TEST_F(SnapshotMetricsTest, WithoutASnapshotOnlyFailuresShow) {
  const std::string page = Page();
  EXPECT_THAT(page, HasSubstr("c2v_snapshot_load_failures_total{reason=\"data_"
                              "loss\"} 0\n"));
  EXPECT_THAT(page, Not(HasSubstr("version=")));
}

TEST_F(SnapshotMetricsTest, DescribesWhatIsLoaded) {
  const std::string first = store_.Publish();
  ASSERT_THAT(manager_.Reload({}), IsOk());
  const std::string second = store_.Publish();
  ASSERT_THAT(manager_.Reload({}), IsOk());
  const std::string page = Page();
  EXPECT_THAT(page, HasSubstr("c2v_snapshot_info{version=\"" + second +
                              "\",label=\"stable\""));
  EXPECT_THAT(page, HasSubstr("c2v_snapshot_info{version=\"" + first +
                              "\",label=\"\""));
  EXPECT_THAT(page,
              HasSubstr("c2v_snapshot_items{version=\"" + second + "\"} 64\n"));
  EXPECT_THAT(page, HasSubstr("c2v_snapshot_customers{version=\"" + second +
                              "\"} 12\n"));
  for (const std::string name : {"age_seconds", "load_seconds", "size_bytes"}) {
    EXPECT_THAT(page, HasSubstr("c2v_snapshot_" + name + "{version=\"" +
                                second + "\"} "));
  }
}

TEST_F(SnapshotMetricsTest, SizeIsThatOfTheFiles) {
  store_.Publish();
  ASSERT_THAT(manager_.Reload({}), IsOk());
  const v1::SnapshotStatus status = manager_.Statuses()[0];
  EXPECT_THAT(Page(), HasSubstr("c2v_snapshot_size_bytes{version=\"" +
                                status.version() + "\"} " +
                                std::to_string(status.size_bytes()) + "\n"));
}

TEST_F(SnapshotMetricsTest, ShowsEvaluationFigures) {
  store_.Publish();
  ASSERT_THAT(manager_.Reload({}), IsOk());
  const v1::SnapshotManifest& manifest =
      manager_.Loaded()[0].snapshot->manifest();
  ASSERT_GT(manifest.evaluation_size(), 0);
  const v1::EvaluationFigure& figure = manifest.evaluation(0);
  EXPECT_THAT(Page(), HasSubstr("servable=\"" + figure.servable() +
                                "\",task=\"" + figure.task() + "\",metric=\"" +
                                figure.metric() + "\",cutoff=\"" +
                                std::to_string(figure.cutoff()) + "\"} "));
}

TEST_F(SnapshotMetricsTest, CountsRefusals) {
  store_.PublishCorrupt();
  ASSERT_THAT(manager_.Reload({}), IsOk());
  EXPECT_THAT(Page(),
              HasSubstr("c2v_snapshot_load_failures_total{reason=\"data_"
                        "loss\"} 1\n"));
}

}  // namespace
}  // namespace customer2vec
