#include "core/servables/latent_factor_space.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "core/base/random.h"
#include "core/base/status_matchers.h"

namespace customer2vec {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr FoldInSettings kSettings{
    .confidence = {.alpha = 10},
    .regularization = {.weight = 0.1f, .exponent = 0, .mean_confidence = 10}};

// Two factors whose Gramian is diagonal, four items, one of them zero.
struct Arrays {
  std::vector<float> items = {1, 1, 1, -1, 2, 0, 0, 0};
  std::vector<float> customers = {0.5, 0, 0, 0};
  std::vector<float> biases = {0, 0.25, -9, 1};
  std::vector<uint32_t> counts = {40, 30, 20, 10, 5};

  LatentFactorArrays view() const {
    return {
        .factors = 2, .items = items, .customers = customers, .biases = biases};
  }
  absl::StatusOr<std::unique_ptr<const LatentFactorSpace>> Create(
      float popularity_weight = 0,
      const FoldInSettings& settings = kSettings) const {
    return LatentFactorSpace::Create("als", view(), counts, popularity_weight,
                                     settings);
  }
};

TEST(LatentFactorSpace, ShowsItsVectors) {
  const Arrays arrays;
  const auto space = *arrays.Create();
  EXPECT_EQ(space->name(), "als");
  EXPECT_EQ(space->dimension(), 2);
  EXPECT_EQ(space->item_count(), 4);
  EXPECT_EQ(space->customer_count(), 2);
  EXPECT_THAT(space->ItemVector(VectorRole::kInput, 1), ElementsAre(1, -1));
  EXPECT_THAT(space->ItemVector(VectorRole::kOutput, 1), ElementsAre(1, -1));
  EXPECT_THAT(space->ItemVector(VectorRole::kInput, 4), IsEmpty());
  EXPECT_THAT(space->CustomerVector(0), ElementsAre(0.5, 0));
  EXPECT_THAT(space->CustomerVector(2), IsEmpty());
}

TEST(LatentFactorSpace, NextAddsBiasAndPopularity) {
  const Arrays arrays;
  const auto plain = *arrays.Create();
  const std::vector<float> query = {2, 1};
  EXPECT_FLOAT_EQ(plain->Score(Scoring::kNext, query, 1), 1 + 0.25);
  const auto popular = *arrays.Create(2);
  EXPECT_NEAR(popular->Score(Scoring::kNext, query, 1),
              1 + 0.25 + 2 * std::log(0.3), 1e-5);
  std::vector<ScoredItem> top;
  plain->Search(Scoring::kNext, query, {.k = 3}, &top);
  ASSERT_EQ(top.size(), 3);
  EXPECT_EQ(top[0].item, 0);
  EXPECT_FLOAT_EQ(top[0].score, 3);
  EXPECT_EQ(top[1].item, 1);
  EXPECT_EQ(top[2].item, 3);
}

TEST(LatentFactorSpace, SimilarIsTheCosine) {
  const Arrays arrays;
  const auto space = *arrays.Create();
  std::vector<float> query(2);
  const HistoryEvent event{.item = 2};
  ASSERT_TRUE(space->Encode(Scoring::kSimilar, {&event, 1}, query));
  EXPECT_THAT(query, ElementsAre(1, 0));
  EXPECT_FLOAT_EQ(space->Score(Scoring::kSimilar, query, 0),
                  static_cast<float>(std::sqrt(0.5)));
  const std::vector<HistoryEvent> opposite = {
      {.item = 0}, {.item = 0, .weight = -1}, {.item = 3}, {.item = 9}};
  EXPECT_FALSE(space->Encode(Scoring::kSimilar, opposite, query));
  EXPECT_THAT(query, ElementsAre(0, 0));
}

TEST(LatentFactorSpace, NextFoldsHistoriesIn) {
  const Arrays arrays;
  const auto space = *arrays.Create();
  std::vector<float> query(2);
  const std::vector<HistoryEvent> history = {{.item = 2}};
  ASSERT_TRUE(space->Encode(Scoring::kNext, history, query));
  // (6 + 0.1 + 10 * 4) x = 11 * 2 in the first factor, nothing in the second.
  EXPECT_NEAR(query[0], 22 / 46.1, 1e-5);
  EXPECT_NEAR(query[1], 0, 1e-6);
  std::vector<ScoreContribution> contributions;
  space->Explain(history, 0, &contributions);
  ASSERT_EQ(contributions.size(), 1);
  EXPECT_EQ(contributions[0].item, 2);
  EXPECT_NEAR(contributions[0].contribution, 22 / 46.1, 1e-5);
}

TEST(LatentFactorSpace, RefusesWhatDoesNotFit) {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const auto refuses = [](const Arrays& arrays, const char* words,
                          const FoldInSettings& settings = kSettings,
                          float weight = 0) {
    EXPECT_THAT(arrays.Create(weight, settings),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(words)));
  };
  Arrays arrays;
  arrays.items[3] = nan;
  refuses(arrays, "items: row 1, column 1 is not a finite number");
  arrays = {};
  arrays.customers.pop_back();
  refuses(arrays, "customers: 3 numbers are not rows of 2");
  arrays = {};
  arrays.biases[2] = nan;
  refuses(arrays, "biases: row 2");
  arrays = {};
  arrays.biases.pop_back();
  refuses(arrays, "3 biases for 4 item vectors");
  arrays = {};
  arrays.counts.resize(3);
  refuses(arrays, "4 item vectors, but only 3 items");
  arrays = {};
  refuses(arrays, "popularity weight", kSettings, nan);
  FoldInSettings settings = kSettings;
  settings.confidence.alpha = 0;
  refuses(arrays, "alpha 0", settings);
  settings = kSettings;
  settings.confidence.scale = static_cast<v1::ConfidenceScale>(8);
  refuses(arrays, "confidence scale", settings);
  settings = kSettings;
  settings.regularization.weight = -1;
  refuses(arrays, "regularization -1", settings);
  settings = kSettings;
  settings.regularization.exponent = 3;
  refuses(arrays, "regularization exponent 3", settings);
  settings = kSettings;
  settings.regularization.mean_confidence = 0;
  refuses(arrays, "mean confidence 0", settings);
  settings = kSettings;
  settings.target = nan;
  refuses(arrays, "target", settings);
}

}  // namespace
}  // namespace customer2vec
