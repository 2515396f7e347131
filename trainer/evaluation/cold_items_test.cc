#include "trainer/evaluation/cold_items.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "core/base/random.h"

namespace customer2vec {
namespace {

using ::testing::SizeIs;

constexpr uint32_t kItems = 100;

Corpus Drawn() {
  CorpusArrays arrays;
  Random random(1);
  for (uint32_t i = 0; i < kItems; ++i) {
    arrays.item_ids.push_back("i" + std::to_string(100 + i));
  }
  arrays.basket_offsets = {0};
  arrays.customer_offsets = {0};
  for (uint32_t c = 0; c < 400; ++c) {
    arrays.customer_ids.push_back("c" + std::to_string(1000 + c));
    for (int b = 0; b < 3; ++b) {
      std::set<uint32_t> basket;
      while (basket.size() < 5) {
        basket.insert(std::min(random.Below(kItems), random.Below(kItems)));
      }
      arrays.items.insert(arrays.items.end(), basket.begin(), basket.end());
      arrays.basket_offsets.push_back(arrays.items.size());
      arrays.basket_times.push_back(b);
      arrays.basket_customers.push_back(c);
    }
    arrays.customer_offsets.push_back(arrays.basket_times.size());
  }
  return Corpus(std::move(arrays));
}

std::vector<uint32_t> AllRows() {
  std::vector<uint32_t> rows(kItems);
  for (uint32_t i = 0; i < kItems; ++i) rows[i] = i;
  return rows;
}

TEST(HideItemsTest, NobodyHasSeenAHiddenItem) {
  const Corpus corpus = Drawn();
  const ColdSplit split = HideItems(corpus, AllRows(), 0.1, 3);
  ASSERT_THAT(split.hidden, SizeIs(10));
  EXPECT_EQ(split.training.basket_count(), 800u);
  std::set<std::string> hidden_ids;
  for (const uint32_t row : split.hidden) {
    EXPECT_EQ(split.training.basket_counts()[row], 0u);
    hidden_ids.insert(split.training.arrays().item_ids[row]);
  }
  const auto& counts = split.training.basket_counts();
  EXPECT_TRUE(std::is_sorted(counts.rbegin(), counts.rend()));
  // Cases are the last baskets that hold a hidden item, whole.
  size_t cases = 0;
  for (uint32_t c = 0; c < corpus.customer_count(); ++c) {
    std::set<std::string> session, targets;
    for (const uint32_t item : corpus.Items(corpus.BasketsOf(c).back())) {
      const std::string& id = corpus.arrays().item_ids[item];
      (hidden_ids.contains(id) ? targets : session).insert(id);
    }
    if (targets.empty()) continue;
    ASSERT_LT(cases, split.cases.size());
    const ColdCase& each = split.cases[cases++];
    EXPECT_EQ(each.customer, c);
    EXPECT_THAT(each.targets, SizeIs(targets.size()));
    EXPECT_THAT(each.session, SizeIs(session.size()));
    for (const uint32_t row : each.targets) {
      EXPECT_TRUE(targets.contains(split.training.arrays().item_ids[row]));
    }
    for (const uint32_t row : each.session) {
      EXPECT_TRUE(session.contains(split.training.arrays().item_ids[row]));
    }
  }
  EXPECT_EQ(cases, split.cases.size());
  EXPECT_GT(cases, 50u);
}

TEST(ColdHitRateTest, KnowingNothingIsWorthChance) {
  const ColdSplit split = HideItems(Drawn(), AllRows(), 0.2, 3);
  double expected = 0;  // 1 - chance that all targets miss 5 of 20
  for (const ColdCase& each : split.cases) {
    double miss = 1;
    for (size_t i = 0; i < each.targets.size(); ++i) {
      miss *= (15.0 - static_cast<double>(i)) / (20.0 - static_cast<double>(i));
    }
    expected += (1 - miss) / static_cast<double>(split.cases.size());
  }
  const MeanWithError hits =
      ColdHitRate(split, 5, 1, [](const ColdCase&, std::span<double>) {});
  EXPECT_EQ(hits.count(), split.cases.size());
  EXPECT_NEAR(hits.mean(), expected, 4 * hits.standard_error());
}

TEST(ColdHitRateTest, CountsTargetsAmongTheBest) {
  const ColdSplit split = HideItems(Drawn(), AllRows(), 0.2, 3);
  const auto rate = [&](double of_targets) {
    return ColdHitRate(split, 1, 1,
                       [&](const ColdCase& each, std::span<double> scores) {
                         for (size_t i = 0; i < scores.size(); ++i) {
                           const bool is_target = std::binary_search(
                               each.targets.begin(), each.targets.end(),
                               split.hidden[i]);
                           scores[i] = is_target ? of_targets : 0;
                         }
                       })
        .mean();
  };
  EXPECT_EQ(rate(1), 1);
  EXPECT_EQ(rate(-1), 0);
}

}  // namespace
}  // namespace customer2vec
