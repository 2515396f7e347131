#include "trainer/models/content/term_weights.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "core/base/status_matchers.h"
#include "core/catalogue/catalogue_builder.h"

namespace customer2vec {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

v1::ContentConfig Config() {
  v1::ContentConfig config;
  config.set_name_weight(1);
  config.set_min_items(1);
  config.set_max_item_share(1);
  config.set_number_bins(2);
  return config;
}

absl::StatusOr<TermArrays> Weigh(const std::vector<std::string>& names,
                                 const std::vector<AttributeColumn>& columns,
                                 const v1::ContentConfig& config) {
  const CatalogueArrays arrays = *BuildCatalogue(names, columns);
  const Catalogue catalogue = *Catalogue::Create(arrays.view(), names.size());
  return WeighTerms(catalogue, config);
}

TEST(TermWeightsTest, WeighsWordsByTheirRarity) {
  C2V_ASSERT_OK_AND_ASSIGN(
      const TermArrays rows,
      Weigh({"Green tea", "Black TEA tea", "Soap"}, {}, Config()));
  // Terms: green, tea, black, soap, in 1, 2, 1, 1 of 3 items.
  EXPECT_EQ(rows.term_count, 4u);
  EXPECT_THAT(rows.offsets, ElementsAre(0, 2, 4, 5));
  EXPECT_THAT(rows.terms, ElementsAre(0, 1, 1, 2, 3));
  const double rare = std::log(3), common = std::log(1.5);
  const double twice = (1 + std::log(2)) * common;
  EXPECT_NEAR(rows.weights[0], rare / std::hypot(rare, common), 1e-6);
  EXPECT_NEAR(rows.weights[1], common / std::hypot(rare, common), 1e-6);
  EXPECT_NEAR(rows.weights[2], twice / std::hypot(rare, twice), 1e-6);
  EXPECT_EQ(rows.weights[4], 1);
}

TEST(TermWeightsTest, FieldsAreApartAndHaveWeights) {
  v1::ContentConfig config = Config();
  auto* field = config.add_fields();
  field->set_attribute("brand");
  field->set_weight(3);
  C2V_ASSERT_OK_AND_ASSIGN(const TermArrays rows,
                           Weigh({"tea", "soap"},
                                 {{.name = "brand", .values = {"tea", "soap"}},
                                  {.name = "unused", .values = {"a", "b"}}},
                                 config));
  EXPECT_EQ(rows.term_count, 4u);
  EXPECT_NEAR(rows.weights[0], 1 / std::sqrt(10), 1e-6);
  EXPECT_NEAR(rows.weights[1], 3 / std::sqrt(10), 1e-6);
}

TEST(TermWeightsTest, NumbersAreBins) {
  v1::ContentConfig config = Config();
  config.set_name_weight(0);
  C2V_ASSERT_OK_AND_ASSIGN(const TermArrays rows,
                           Weigh({"a", "b", "c", "d", "e"},
                                 {{.name = "price",
                                   .is_number = true,
                                   .values = {"1", "2", "30", "40", ""}}},
                                 config));
  EXPECT_EQ(rows.term_count, 2u);
  EXPECT_THAT(rows.terms, ElementsAre(0, 0, 1, 1));
  EXPECT_THAT(rows.offsets, ElementsAre(0, 1, 2, 3, 4, 4));
}

TEST(TermWeightsTest, DropsTermsOfTooFewAndTooManyItems) {
  v1::ContentConfig config = Config();
  config.set_min_items(2);
  config.set_max_item_share(0.5);
  C2V_ASSERT_OK_AND_ASSIGN(
      const TermArrays rows,
      Weigh({"all x", "all x", "all y", "all z"}, {}, config));
  EXPECT_EQ(rows.term_count, 1u);
  EXPECT_THAT(rows.offsets, ElementsAre(0, 1, 2, 2, 2));
}

TEST(TermWeightsTest, RefusesWhatIsNotThere) {
  v1::ContentConfig config = Config();
  config.add_fields()->set_attribute("colour");
  EXPECT_THAT(Weigh({"a"}, {}, config),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("no attribute \"colour\"")));
  // A term of every item tells nothing.
  EXPECT_THAT(Weigh({"a", "a"}, {}, Config()),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("no term is left")));
}

}  // namespace
}  // namespace customer2vec
