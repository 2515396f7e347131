#include "core/servables/factorization_features.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <string>

#include "core/catalogue/catalogue_builder.h"

namespace customer2vec {
namespace {

class FactorizationFeaturesTest : public ::testing::Test {
 protected:
  FactorizationFeaturesTest() {
    const std::vector<std::string> names = {"a", "b", "c", "d"};
    const std::vector<AttributeColumn> columns = {
        {.name = "kind", .values = {"x", "y", "x", ""}},
        {.name = "brand", .values = {"p", "p", "q", "q"}}};
    arrays_ = *BuildCatalogue(names, columns);
    catalogue_ = *Catalogue::Create(arrays_.view(), 4);
  }

  static std::map<uint32_t, float> ByRow(const std::vector<Feature>& features) {
    std::map<uint32_t, float> by_row;
    for (const Feature& feature : features) {
      EXPECT_TRUE(by_row.emplace(feature.row, feature.value).second);
    }
    return by_row;
  }

  CatalogueArrays arrays_;
  Catalogue catalogue_;
};

TEST_F(FactorizationFeaturesTest, LaysOutRows) {
  const FactorizationFeatures layout(3, catalogue_, {1, 0});
  EXPECT_EQ(layout.row_count(), 3 + 3 + 2 + 2);
  EXPECT_EQ(layout.ValueRow(0, 2), 7);  // brand q
  EXPECT_EQ(layout.ValueRow(1, 0), 8);  // kind x
  EXPECT_EQ(layout.ValueRow(1, 3), kNoValue);
}

TEST_F(FactorizationFeaturesTest, HistoryIsOfUnitLengthAndValuesAreShares) {
  const FactorizationFeatures layout(4, catalogue_, {0});
  const std::vector<HistoryWeight> history = {{.item = 0, .weight = 3},
                                              {.item = 1, .weight = 4},
                                              {.item = 2, .weight = 1},
                                              {.item = 3, .weight = 10},
                                              {.item = 9, .weight = 5}};
  std::vector<Feature> features;
  layout.AddHistory(history, &features);
  const auto by_row = ByRow(features);
  ASSERT_EQ(by_row.size(), 6);
  const double norm = std::sqrt(9 + 16 + 1 + 100);
  EXPECT_NEAR(by_row.at(0), 3 / norm, 1e-6);
  EXPECT_NEAR(by_row.at(3), 10 / norm, 1e-6);
  EXPECT_NEAR(by_row.at(8), 0.5, 1e-6);  // x: (3 + 1) of 8
  EXPECT_NEAR(by_row.at(9), 0.5, 1e-6);  // y: 4 of 8
}

TEST_F(FactorizationFeaturesTest, ContextHasRowsOfItsOwn) {
  const FactorizationFeatures layout(3, catalogue_, {});
  std::vector<Feature> features;
  layout.AddContext(std::vector<uint32_t>{2, 0, 3, 77}, &features);
  const auto by_row = ByRow(features);
  ASSERT_EQ(by_row.size(), 2);
  EXPECT_NEAR(by_row.at(3 + 2), std::sqrt(0.5), 1e-6);
  EXPECT_NEAR(by_row.at(3 + 0), std::sqrt(0.5), 1e-6);
}

TEST_F(FactorizationFeaturesTest, NothingHasNoFeatures) {
  const FactorizationFeatures layout(3, catalogue_, {0, 1});
  std::vector<Feature> features;
  layout.AddHistory({}, &features);
  layout.AddContext({}, &features);
  layout.AddHistory(std::vector<HistoryWeight>{{.item = 3, .weight = 1}},
                    &features);
  EXPECT_TRUE(features.empty());
}

TEST(HistoryWeightOf, DecaysByAgeAndGrowsByCount) {
  EXPECT_FLOAT_EQ(HistoryWeightOf(0.5, 0, 1), 1);
  EXPECT_FLOAT_EQ(HistoryWeightOf(0.5, 2, 3), 0.5);
}

}  // namespace
}  // namespace customer2vec
