#include "trainer/models/sgns/training_progress.h"

#include <gtest/gtest.h>

#include <vector>

namespace customer2vec {
namespace {

class ProgressMeterTest : public ::testing::Test {
 protected:
  ProgressCallback Keep() {
    return [this](const TrainingProgress& now) { reports_.push_back(now); };
  }

  std::vector<TrainingProgress> reports_;
};

TEST_F(ProgressMeterTest, ReportsWhatIsDone) {
  ProgressMeter meter(Keep(), 1e9, /*epochs=*/2, /*total_tokens=*/100);
  meter.AddTokens(20);
  meter.AddTokens(30);
  meter.AddLoss(3, 2);
  meter.AddLoss(5, 2);
  meter.ReportEpoch(1);
  ASSERT_EQ(reports_.size(), 1u);
  EXPECT_EQ(reports_[0].epoch, 1);
  EXPECT_EQ(reports_[0].epochs, 2);
  EXPECT_EQ(reports_[0].tokens, 50u);
  EXPECT_EQ(reports_[0].total_tokens, 100u);
  EXPECT_EQ(reports_[0].loss, 2);
  EXPECT_GT(reports_[0].tokens_per_second, 0);
  EXPECT_GT(reports_[0].seconds_left, 0);
}

TEST_F(ProgressMeterTest, LossIsOfTheTimeSinceTheLastReport) {
  ProgressMeter meter(Keep(), 1e9, 2, 100);
  meter.AddLoss(8, 2);
  meter.ReportEpoch(1);
  meter.AddLoss(3, 3);
  meter.ReportEpoch(2);
  meter.ReportEpoch(2);
  EXPECT_EQ(reports_[1].loss, 1);
  EXPECT_EQ(reports_[2].loss, 0) << "no block was sampled";
}

TEST_F(ProgressMeterTest, WaitsForTheInterval) {
  ProgressMeter slow(Keep(), 1e9, 1, 100);
  slow.ReportSometimes(1);
  EXPECT_EQ(reports_.size(), 0u);
  ProgressMeter eager(Keep(), 0, 1, 100);
  eager.ReportSometimes(1);
  EXPECT_EQ(reports_.size(), 1u);
}

TEST_F(ProgressMeterTest, NeedsNoCallback) {
  ProgressMeter meter(nullptr, 0, 1, 100);
  meter.AddTokens(100);
  meter.ReportEpoch(1);
}

}  // namespace
}  // namespace customer2vec
