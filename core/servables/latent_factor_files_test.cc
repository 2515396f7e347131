#include "core/servables/latent_factor_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>
#include <string>

#include "core/base/status_matchers.h"
#include "core/snapshot/snapshot_file_names.h"
#include "core/tables/tables_arrays.h"

namespace customer2vec {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr FoldInSettings kSettings{
    .confidence = {.alpha = 10, .scale = v1::CONFIDENCE_SCALE_LOG},
    .regularization = {.weight = 0.1f, .exponent = 0.5f, .mean_confidence = 9},
    .target = 0.5f};

class LatentFactorFilesTest : public ::testing::Test {
 protected:
  LatentFactorFilesTest() {
    const std::vector<std::string> items = {"a", "b", "c"};
    const std::vector<std::string> customers = {"x", "y"};
    arrays_.items = *BuildVocabulary(items);
    arrays_.customers = *BuildVocabulary(customers);
    arrays_.catalogue = *BuildCatalogue(items, {});
    arrays_.basket_counts = {3, 2, 1};
    arrays_.basket_count = 4;
    arrays_.histories.offsets = {0, 0, 0};
    arrays_.histories.basket_counts = {1, 1};
    tables_ = *CreateTables(arrays_.view());
    entry_ = *WriteLatentFactors("als",
                                 {.factors = 2,
                                  .items = {1, 1, 1, -1},
                                  .customers = {1, 2, 3, 4},
                                  .biases = {0.5f, 0.25f}},
                                 0.125f, kSettings, &files_);
  }

  void ExpectRefused(const std::function<void(v1::LatentFactorsSpec*)>& spoil,
                     const std::string& words) {
    v1::ServableEntry entry = entry_;
    spoil(entry.mutable_latent_factors());
    EXPECT_THAT(LoadLatentFactors(files_, entry, tables_),
                StatusIs(absl::StatusCode::kDataLoss, HasSubstr(words)));
  }

  TablesArrays arrays_;
  Tables tables_;
  MemoryFiles files_;
  v1::ServableEntry entry_;
};

TEST_F(LatentFactorFilesTest, WhatIsWrittenIsLoaded) {
  EXPECT_EQ(entry_.kind(), v1::SERVABLE_KIND_SPACE);
  EXPECT_EQ(entry_.latent_factors().fold_in().alpha(), 10);
  auto space = LoadLatentFactors(files_, entry_, tables_);
  ASSERT_THAT(space, IsOk());
  EXPECT_EQ((*space)->name(), "als");
  EXPECT_EQ((*space)->item_count(), 2);
  EXPECT_EQ((*space)->customer_count(), 2);
  EXPECT_THAT((*space)->CustomerVector(1), ElementsAre(3, 4));
  std::vector<float> query = {1, 0};
  EXPECT_NEAR((*space)->Score(Scoring::kNext, query, 0) -
                  (*space)->Score(Scoring::kNext, query, 1),
              0.25 + 0.125 * std::log(1.5), 1e-6);
}

TEST_F(LatentFactorFilesTest, CustomersAndBiasesMayBeMissing) {
  MemoryFiles files;
  auto entry = WriteLatentFactors("als", {.factors = 2, .items = {1, 1, 1, -1}},
                                  0, kSettings, &files);
  ASSERT_THAT(entry, IsOk());
  auto space = LoadLatentFactors(files, *entry, tables_);
  ASSERT_THAT(space, IsOk());
  EXPECT_EQ((*space)->customer_count(), 0);
}

TEST_F(LatentFactorFilesTest, RefusesWhatDoesNotFit) {
  using Spec = v1::LatentFactorsSpec;
  ExpectRefused([](Spec* s) { s->set_factors(0); }, "0 factors");
  ExpectRefused([](Spec* s) { s->set_factors(5000); }, "5000 factors");
  ExpectRefused([](Spec* s) { s->set_factors(3); }, "items.f32");
  ExpectRefused([](Spec* s) { s->set_item_count(-1); }, "-1 item vectors");
  ExpectRefused([](Spec* s) { s->set_item_count(4); }, "4 item vectors");
  ExpectRefused([](Spec* s) { s->set_item_count(1); }, "items.f32");
  ExpectRefused([](Spec* s) { s->set_customer_count(1); },
                "1 customer vectors for 2 customers");
  ExpectRefused([](Spec* s) { s->mutable_fold_in()->set_alpha(-1); }, "alpha");
  ExpectRefused([](Spec* s) { s->clear_fold_in(); }, "alpha 0");
  ExpectRefused(
      [](Spec* s) {
        s->set_popularity_weight(std::numeric_limits<float>::infinity());
      },
      "popularity weight");
}

TEST_F(LatentFactorFilesTest, RefusesNumbersThatAreNone) {
  MemoryFiles files;
  auto entry = WriteLatentFactors(
      "als",
      {.factors = 2,
       .items = {1, std::numeric_limits<float>::quiet_NaN(), 1, -1}},
      0, kSettings, &files);
  ASSERT_THAT(entry, IsOk());
  EXPECT_THAT(LoadLatentFactors(files, *entry, tables_),
              StatusIs(absl::StatusCode::kDataLoss,
                       HasSubstr("servable \"als\": items: row 0, column 1")));
}

}  // namespace
}  // namespace customer2vec
