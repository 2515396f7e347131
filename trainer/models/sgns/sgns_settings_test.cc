#include "trainer/models/sgns/sgns_settings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "core/base/status_matchers.h"

namespace customer2vec {
namespace {

using ::testing::HasSubstr;

TEST(SgnsSettingsTest, WindowsShareMoreInTheMiddle) {
  SgnsSettings settings{.shared_negatives = 7, .middle_negatives = 30};
  EXPECT_EQ(SharedNegatives(settings, 0), 7u);
  EXPECT_EQ(SharedNegatives(settings, kMiddleBegin), 30u);
  EXPECT_EQ(SharedNegatives(settings, 0.6), 30u);
  EXPECT_EQ(SharedNegatives(settings, kMiddleEnd), 7u);
  settings.whole_sentence = true;
  EXPECT_EQ(SharedNegatives(settings, 0.6), 7u);
}

TEST(SgnsSettingsTest, DefaultsAreInRange) {
  EXPECT_THAT(CheckSgnsSettings({}, "items"), IsOk());
}

TEST(SgnsSettingsTest, TheFirstFieldOutOfRangeIsNamed) {
  const auto expect = [](const SgnsSettings& settings, const char* words) {
    EXPECT_THAT(CheckSgnsSettings(settings, "items"),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(words)));
  };
  expect({.dimension = 0}, "items.dimension is 0: use 1 to 4096");
  expect({.window_size = 0}, "items.window_size is 0");
  expect({.max_context = 1001}, "items.max_context is 1001");
  expect({.negatives = 0}, "items.negatives is 0");
  expect({.shared_negatives = 0}, "items.shared_negatives is 0");
  expect({.negative_blocks = 1001}, "items.negative_blocks is 1001");
  expect({.negative_exponent = std::numeric_limits<double>::quiet_NaN()},
         "items.negative_exponent is nan: use -2 to 2");
  expect({.subsample = -0.5}, "items.subsample is -0.5");
  expect({.start_reach = 0}, "items.start_reach is 0");
  expect({.epochs = 0}, "items.epochs is 0");
  expect({.rate = {.start = 2}}, "items.learning_rate is 2");
}

}  // namespace
}  // namespace customer2vec
