#include "core/servables/factorization_machine_scorer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>
#include <string>

#include "core/base/random.h"
#include "core/base/status_matchers.h"
#include "core/tables/tables_arrays.h"

namespace customer2vec {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr size_t kItems = 5;
constexpr size_t kFactors = 3;
constexpr size_t kValues = 2;

std::vector<float> Numbers(size_t count, Random& random) {
  std::vector<float> numbers;
  for (size_t i = 0; i < count; ++i) {
    numbers.push_back(static_cast<float>(random.Normal()));
  }
  return numbers;
}

class FactorizationMachineScorerTest : public ::testing::Test {
 protected:
  FactorizationMachineScorerTest() {
    const std::vector<std::string> items = {"a", "b", "c", "d", "e"};
    const std::vector<std::string> customers = {"x", "y"};
    arrays_.items = *BuildVocabulary(items);
    arrays_.customers = *BuildVocabulary(customers);
    const std::vector<AttributeColumn> columns = {
        {.name = "kind", .values = {"p", "q", "p", "q", ""}}};
    arrays_.catalogue = *BuildCatalogue(items, columns);
    arrays_.basket_counts = {5, 4, 3, 2, 1};
    arrays_.basket_count = 5;
    // Customer 0 took a in two of four baskets, last in the second; c in one,
    // the last.
    arrays_.histories.offsets = {0, 2, 2};
    arrays_.histories.basket_counts = {4, 0};
    arrays_.histories.entries = {
        {.item = 0, .basket_count = 2, .last_basket = 1, .decayed_count = 1},
        {.item = 2, .basket_count = 1, .last_basket = 3, .decayed_count = 1}};
    tables_ = *CreateTables(arrays_.view());
    Random random(1);
    model_.items = Numbers(kItems * kFactors, random);
    model_.biases = Numbers(kItems, random);
    model_.features = Numbers((2 * kItems + kValues) * kFactors, random);
    model_.customers = Numbers(2 * kFactors, random);
    model_.repeat = Numbers(kItems, random);
    model_.spec.set_factors(kFactors);
    model_.spec.set_item_count(kItems);
    model_.spec.add_item_attributes("kind");
    model_.spec.set_customer_count(2);
    model_.spec.set_decay(0.5);
    model_.spec.set_has_repeat(true);
    model_.spec.set_repeat_weight(0.75);
    model_.spec.set_popularity_weight(0.25);
    entry_ = *WriteFactorizationMachine("fm", model_, &files_);
  }

  std::vector<ScoredItem> Rank(const ScorerQuery& query,
                               const SearchOptions& options = {.k = 10}) {
    auto scorer = LoadFactorizationMachine(files_, entry_, tables_);
    EXPECT_THAT(scorer, IsOk());
    std::vector<ScoredItem> top;
    (*scorer)->Rank(query, options, &top);
    return top;
  }

  double DotOf(size_t item, const std::vector<double>& query) const {
    double sum = 0;
    for (size_t j = 0; j < kFactors; ++j) {
      sum += query[j] * model_.items[item * kFactors + j];
    }
    return sum;
  }

  double PriorOf(size_t item) const {
    return model_.biases[item] +
           0.25 * std::log(arrays_.basket_counts[item] / 15.0);
  }

  void AddFeature(size_t row, double value, std::vector<double>* query) const {
    for (size_t j = 0; j < kFactors; ++j) {
      (*query)[j] += value * model_.features[row * kFactors + j];
    }
  }

  void ExpectRefused(
      const std::function<void(v1::FactorizationMachineSpec*)>& spoil,
      const std::string& words) {
    v1::ServableEntry entry = entry_;
    spoil(entry.mutable_factorization_machine());
    EXPECT_THAT(LoadFactorizationMachine(files_, entry, tables_),
                StatusIs(absl::StatusCode::kDataLoss, HasSubstr(words)));
  }

  TablesArrays arrays_;
  Tables tables_;
  FactorizationMachineModel model_;
  MemoryFiles files_;
  v1::ServableEntry entry_;
};

TEST_F(FactorizationMachineScorerTest, CustomersScoreAsTheFormulaSays) {
  // Weights: a 0.5^2 log2(3), c 1. Both are of kind p.
  const double a = 0.25 * std::log2(3.0), norm = std::sqrt(a * a + 1);
  std::vector<double> query(model_.customers.begin(),
                            model_.customers.begin() + kFactors);
  AddFeature(0, a / norm, &query);
  AddFeature(2, 1 / norm, &query);
  AddFeature(2 * kItems + 0, 1, &query);
  const std::vector<ScoredItem> top = Rank({.customer = 0});
  ASSERT_EQ(top.size(), kItems);
  for (size_t i = 0; i < kItems; ++i) {
    double expected = DotOf(top[i].item, query) + PriorOf(top[i].item);
    if (top[i].item == 0) expected += a * (0.75 + model_.repeat[0]);
    if (top[i].item == 2) expected += 1 * (0.75 + model_.repeat[2]);
    EXPECT_NEAR(top[i].score, expected, 1e-5) << top[i].item;
    if (i > 0) {
      EXPECT_TRUE(RanksBefore(top[i - 1], top[i]));
    }
  }
}

TEST_F(FactorizationMachineScorerTest, EventsAreTheContext) {
  std::vector<double> query(kFactors);
  AddFeature(kItems + 1, std::sqrt(0.5), &query);
  AddFeature(kItems + 4, std::sqrt(0.5), &query);
  const std::vector<HistoryEvent> events = {
      {.item = 1}, {.item = 4}, {.item = 3, .weight = -1}, {.item = 70}};
  for (const ScoredItem& item : Rank({.events = events})) {
    EXPECT_NEAR(item.score, DotOf(item.item, query) + PriorOf(item.item), 1e-5);
  }
}

TEST_F(FactorizationMachineScorerTest, HonoursFilterAndLength) {
  RowFilter filter;
  filter.Exclude(std::vector<uint32_t>{0, 3});
  const auto top = Rank({.customer = 0}, {.k = 2, .filter = &filter});
  ASSERT_EQ(top.size(), 2);
  for (const ScoredItem& item : top) {
    EXPECT_NE(item.item, 0);
    EXPECT_NE(item.item, 3);
  }
}

TEST_F(FactorizationMachineScorerTest, KnowsWhenItKnowsNothing) {
  EXPECT_THAT(Rank({}), IsEmpty());
  const std::vector<HistoryEvent> unknown = {{.item = 70}};
  EXPECT_THAT(Rank({.events = unknown}), IsEmpty());
  EXPECT_EQ(Rank({.customer = 1}).size(), kItems);
}

TEST_F(FactorizationMachineScorerTest, RefusesWhatDoesNotFit) {
  using Spec = v1::FactorizationMachineSpec;
  ExpectRefused([](Spec* s) { s->set_factors(0); }, "0 factors");
  ExpectRefused([](Spec* s) { s->set_factors(2); }, "items.f32");
  ExpectRefused([](Spec* s) { s->set_item_count(6); }, "6 item vectors");
  ExpectRefused([](Spec* s) { s->set_item_count(-1); }, "-1 item vectors");
  ExpectRefused([](Spec* s) { s->set_customer_count(1); },
                "1 customer vectors");
  ExpectRefused([](Spec* s) { s->set_decay(0); }, "decay 0");
  ExpectRefused([](Spec* s) { s->set_decay(NAN); }, "decay nan");
  ExpectRefused([](Spec* s) { s->set_repeat_weight(INFINITY); }, "a weight");
  ExpectRefused([](Spec* s) { s->set_popularity_weight(NAN); }, "a weight");
  ExpectRefused([](Spec* s) { s->clear_item_attributes(); }, "features.f32");
  ExpectRefused([](Spec* s) { s->add_item_attributes("color"); },
                "no attribute \"color\"");
}

TEST_F(FactorizationMachineScorerTest, RefusesNumbersThatAreNone) {
  model_.features[4] = std::numeric_limits<float>::quiet_NaN();
  MemoryFiles files;
  auto entry = WriteFactorizationMachine("fm", model_, &files);
  ASSERT_THAT(entry, IsOk());
  EXPECT_THAT(
      LoadFactorizationMachine(files, *entry, tables_),
      StatusIs(absl::StatusCode::kDataLoss, HasSubstr("features.f32: row 1")));
}

}  // namespace
}  // namespace customer2vec
