#include "core/servables/logistic_predictor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "core/base/status_matchers.h"
#include "core/tables/tables_arrays.h"

namespace customer2vec {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;

class TwoNumbersSpace final : public Space {
 public:
  TwoNumbersSpace() : Space("pairs") {}
  size_t dimension() const override { return 2; }
  size_t item_count() const override { return 0; }
  size_t customer_count() const override { return 2; }
  std::span<const float> ItemVector(VectorRole, uint32_t) const override {
    return {};
  }
  std::span<const float> CustomerVector(uint32_t customer) const override {
    return std::span(vectors_).subspan(customer * 2, 2);
  }
  bool Encode(Scoring, std::span<const HistoryEvent>,
              std::span<float>) const override {
    return false;
  }
  void Search(Scoring, std::span<const float>, const SearchOptions&,
              std::vector<ScoredItem>*) const override {}
  float Score(Scoring, std::span<const float>, uint32_t) const override {
    return 0;
  }

 private:
  const std::vector<float> vectors_ = {1, 2, 3, 4};
};

// Items 0 and 1 are of the groups "x" and "y", item 2 of none. Customer 0 took
// item 0 in three baskets and item 2 in one; customer 1 took nothing.
class LogisticPredictorTest : public ::testing::Test {
 protected:
  LogisticPredictorTest() {
    const std::vector<std::string> ids = {"a", "b", "c"};
    const std::vector<std::string> customers = {"ann", "bob"};
    const std::vector<AttributeColumn> columns = {
        {.name = "group", .values = {"x", "y", ""}}};
    arrays_.items = *BuildVocabulary(ids);
    arrays_.catalogue = *BuildCatalogue(ids, columns);
    arrays_.basket_counts = {3, 1, 1};
    arrays_.basket_count = 4;
    arrays_.customers = *BuildVocabulary(customers);
    arrays_.histories.offsets = {0, 2, 2};
    arrays_.histories.basket_counts = {4, 0};
    arrays_.histories.entries = {{0, 3, 2, 2.5F, 1}, {2, 1, 3, 1, 1}};
    tables_ = *CreateTables(arrays_.view());
  }

  CustomerInputs Inputs() const {
    CustomerInputs inputs(tables_);
    inputs.AddColumns(columns_, 1);
    inputs.AddShares(0, 0.5F);
    inputs.AddSpace(space_);
    return inputs;
  }

  TablesArrays arrays_;
  Tables tables_;
  const std::vector<float> columns_ = {7, 8};
  const TwoNumbersSpace space_;
};

TEST_F(LogisticPredictorTest, InputsAreJoinedInOrder) {
  const CustomerInputs inputs = Inputs();
  ASSERT_EQ(inputs.dimension(), 5u);
  std::vector<float> vector(5, 99);
  EXPECT_TRUE(inputs.Fill(0, vector));
  EXPECT_THAT(vector, ElementsAre(7, std::sqrt(0.75F), 0, 1, 2));
}

TEST_F(LogisticPredictorTest, NoHistoryNoInput) {
  std::vector<float> vector(5, 99);
  EXPECT_FALSE(Inputs().Fill(1, vector));
  EXPECT_THAT(vector, Each(0));
}

TEST_F(LogisticPredictorTest, PredictsTheLogisticOfStandardisedNumbers) {
  const std::vector<float> means = {1, 0, 0, 0, 0}, scales = {2, 1, 1, 1, 0},
                           weights = {0.5, 0, 0, 0, 9, -1, 0, 0, 1, 9};
  const LogisticPredictor predictor("likes", {"first", "second"},
                                    {.means = means,
                                     .scales = scales,
                                     .weights = weights,
                                     .biases = {-1, 0.25}},
                                    Inputs());
  EXPECT_EQ(predictor.name(), "likes");
  EXPECT_THAT(predictor.metrics(), ElementsAre("first", "second"));
  ASSERT_EQ(predictor.dimension(), 5u);
  std::vector<double> outcomes(2);
  predictor.Predict(std::vector<float>{2, 0, 0, 3, 5}, outcomes);
  EXPECT_NEAR(outcomes[0], 1 / (1 + std::exp(-(-1 + 0.5 * 2))), 1e-9);
  EXPECT_NEAR(outcomes[1], 1 / (1 + std::exp(-(0.25 - 2 + 3))), 1e-9);
  std::vector<float> vector(5);
  EXPECT_TRUE(predictor.CustomerInput(0, vector));
  EXPECT_EQ(vector[0], 7);
}

}  // namespace
}  // namespace customer2vec
