#include "trainer/corpus/corpus_builder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/base/random.h"

namespace customer2vec {
namespace {

using ::testing::ElementsAre;

struct Row {
  std::string customer;
  std::string order;
  std::string item;
  int64_t time = 0;
  uint32_t position = 0;
};

bool Add(const Row& row, CorpusBuilder& builder) {
  Interaction interaction;
  interaction.customer = row.customer;
  interaction.order = row.order;
  interaction.item = row.item;
  interaction.time = row.time;
  interaction.position = row.position;
  return builder.Add(interaction);
}

Corpus Build(const std::vector<Row>& rows, bool has_times = true) {
  CorpusBuilder builder(has_times);
  for (const Row& row : rows) EXPECT_TRUE(Add(row, builder));
  return std::move(builder).Build();
}

// Every basket as "customer@time: item item".
std::vector<std::string> Baskets(const Corpus& corpus) {
  std::vector<std::string> baskets;
  for (size_t basket = 0; basket < corpus.basket_count(); ++basket) {
    std::string text =
        corpus.Customer(basket) == kNoCustomer
            ? "nobody"
            : corpus.arrays().customer_ids[corpus.Customer(basket)];
    absl::StrAppend(&text, "@", corpus.Time(basket), ":");
    for (const uint32_t item : corpus.Items(basket)) {
      absl::StrAppend(&text, " ", corpus.arrays().item_ids[item]);
    }
    baskets.push_back(text);
  }
  return baskets;
}

TEST(CorpusBuilderTest, GathersScatteredLinesInTimeOrder) {
  const Corpus corpus = Build({{"bob", "7", "tea", 50},
                               {"ann", "9", "milk", 30},
                               {"ann", "8", "milk", 40},
                               {"bob", "7", "milk", 20},
                               {"ann", "9", "bread", 35},
                               {"", "1", "tea", 10}});
  EXPECT_THAT(Baskets(corpus),
              ElementsAre("ann@30: milk bread", "ann@40: milk",
                          "bob@20: tea milk", "nobody@10: tea"));
  EXPECT_THAT(corpus.arrays().item_ids, ElementsAre("milk", "tea", "bread"));
  EXPECT_THAT(corpus.arrays().customer_offsets, ElementsAre(0, 2, 3));
  EXPECT_THAT(corpus.basket_counts(), ElementsAre(3, 2, 1));
}

TEST(CorpusBuilderTest, AnItemStandsOnceAtItsFirstLine) {
  EXPECT_THAT(Baskets(Build({{"a", "1", "x"},
                             {"a", "1", "y"},
                             {"a", "1", "x"},
                             {"a", "2", "x"}})),
              ElementsAre("a@0: x y", "a@0: x"));
}

TEST(CorpusBuilderTest, KeptRepeatsStandAtEachOfTheirLines) {
  CorpusBuilder builder(/*has_times=*/true, /*keep_repeats=*/true);
  for (const char* item : {"x", "y", "x", "x"}) {
    EXPECT_TRUE(Add({"a", "1", item, 5}, builder));
  }
  EXPECT_TRUE(Add({"a", "2", "y", 6}, builder));
  const Corpus corpus = std::move(builder).Build();
  EXPECT_THAT(Baskets(corpus), ElementsAre("a@5: x y x x", "a@6: y"));
  // y is in two baskets, x in one, thrice.
  EXPECT_THAT(corpus.arrays().item_ids, ElementsAre("y", "x"));
  EXPECT_THAT(corpus.basket_counts(), ElementsAre(2, 1));
}

TEST(CorpusBuilderTest, PositionsOrderTheItems) {
  EXPECT_THAT(Baskets(Build({{"a", "1", "z", 0, 0},
                             {"a", "1", "x", 0, 3},
                             {"a", "1", "y", 0, 1},
                             {"a", "1", "x", 0, 2},
                             {"a", "1", "w", 0, 1}})),
              ElementsAre("a@0: z y w x"));
}

TEST(CorpusBuilderTest, EqualPositionsKeepTheOrderOfTheFile) {
  std::vector<Row> rows = {{"a", "1", "last", 0, 2}};
  std::string expected = "a@0:";
  for (int i = 0; i < 100; ++i) {
    rows.push_back({"a", "1", absl::StrCat(i * 37 % 100), 0, 1});
    absl::StrAppend(&expected, " ", rows.back().item);
  }
  EXPECT_THAT(Baskets(Build(rows)), ElementsAre(expected + " last"));
}

TEST(CorpusBuilderTest, TiesAreBrokenByIds) {
  const Corpus corpus = Build({{"a", "10", "y", 5},
                               {"a", "9", "x", 5},
                               {"a", "100", "z", 5},
                               {"b", "2", "x", 5}});
  EXPECT_THAT(Baskets(corpus),
              ElementsAre("a@5: x", "a@5: y", "a@5: z", "b@5: x"));
  EXPECT_THAT(corpus.arrays().item_ids, ElementsAre("x", "y", "z"));
}

TEST(CorpusBuilderTest, WithoutTimesTheFileIsTheClock) {
  EXPECT_THAT(Baskets(Build({{"a", "9", "x", 77},
                             {"b", "1", "x", 3},
                             {"a", "2", "y", 1},
                             {"a", "9", "z", 0}},
                            /*has_times=*/false)),
              ElementsAre("a@0: x z", "a@2: y", "b@1: x"));
}

TEST(CorpusBuilderTest, AnOrderBelongsToOneCustomer) {
  CorpusBuilder builder(/*has_times=*/true);
  EXPECT_TRUE(Add({"ann", "1", "milk"}, builder));
  EXPECT_FALSE(Add({"bob", "1", "tea"}, builder));
  EXPECT_FALSE(Add({"", "1", "tea"}, builder));
  EXPECT_TRUE(Add({"", "2", "milk"}, builder));
  EXPECT_FALSE(Add({"ann", "2", "milk"}, builder));
  EXPECT_EQ(builder.CustomerOf("1"), "ann");
  EXPECT_EQ(builder.CustomerOf("2"), "");
  EXPECT_EQ(builder.CustomerOf("3"), "");
  EXPECT_EQ(builder.line_count(), 2u);
  const Corpus corpus = std::move(builder).Build();
  EXPECT_THAT(Baskets(corpus), ElementsAre("ann@0: milk", "nobody@0: milk"));
  EXPECT_THAT(corpus.arrays().customer_ids, ElementsAre("ann"));
  EXPECT_THAT(corpus.arrays().item_ids, ElementsAre("milk"));
}

TEST(CorpusBuilderTest, ItemsNeverTakenStandAtTheEnd) {
  CorpusBuilder builder(/*has_times=*/true);
  builder.AddItem("apple");
  EXPECT_TRUE(Add({"ann", "1", "milk"}, builder));
  builder.AddItem("aloe");
  builder.AddItem("milk");
  const Corpus corpus = std::move(builder).Build();
  EXPECT_THAT(corpus.arrays().item_ids, ElementsAre("milk", "aloe", "apple"));
  EXPECT_THAT(corpus.basket_counts(), ElementsAre(1, 0, 0));
}

TEST(CorpusBuilderTest, NothingGivesAnEmptyCorpus) {
  const Corpus corpus = CorpusBuilder(true).Build();
  EXPECT_EQ(corpus.basket_count(), 0u);
  EXPECT_EQ(corpus.customer_count(), 0u);
}

TEST(CorpusBuilderTest, BasketIdsCompareAsNumbersDo) {
  EXPECT_TRUE(BasketIdLess("9", "10"));
  EXPECT_FALSE(BasketIdLess("10", "9"));
  EXPECT_TRUE(BasketIdLess("10", "11"));
  EXPECT_FALSE(BasketIdLess("10", "10"));
}

// A plain model of what the header promises, over random rows in any order.
TEST(CorpusBuilderTest, AgreesWithAPlainModel) {
  Random random(5);
  std::vector<Row> rows;
  for (int i = 0; i < 3000; ++i) {
    const uint32_t order = random.Below(400);
    const uint32_t customer = SplitMix64(order) % 20;
    rows.push_back({customer == 0 ? "" : absl::StrCat("c", customer),
                    absl::StrCat(order), absl::StrCat("i", random.Below(60)),
                    static_cast<int64_t>(SplitMix64(order + 999) % 50),
                    random.Below(1 << 30)});
  }
  // customer ("~" for nobody), time, length of id, id -> position -> item.
  std::map<std::tuple<std::string, int64_t, size_t, std::string>,
           std::map<uint32_t, std::string>>
      model;
  std::map<std::string, std::set<std::string>> baskets_of_item;
  for (const Row& row : rows) {
    model[{row.customer.empty() ? "~" : row.customer, row.time,
           row.order.size(), row.order}][row.position] = row.item;
    baskets_of_item[row.item].insert(row.order);
  }
  std::vector<std::string> expected;
  for (const auto& [key, lines] : model) {
    std::vector<std::string> items;
    for (const auto& [position, item] : lines) {
      if (std::find(items.begin(), items.end(), item) == items.end()) {
        items.push_back(item);
      }
    }
    const std::string& customer = std::get<0>(key);
    expected.push_back(absl::StrCat(customer == "~" ? "nobody" : customer, "@",
                                    std::get<1>(key), ": ",
                                    absl::StrJoin(items, " ")));
  }
  const Corpus corpus = Build(rows);
  EXPECT_EQ(Baskets(corpus), expected);
  for (size_t row = 0; row < corpus.item_count(); ++row) {
    const std::string& id = corpus.arrays().item_ids[row];
    EXPECT_EQ(corpus.basket_counts()[row], baskets_of_item[id].size()) << id;
    if (row == 0) continue;
    const uint32_t before = corpus.basket_counts()[row - 1];
    const uint32_t count = corpus.basket_counts()[row];
    EXPECT_TRUE(before > count ||
                (before == count && corpus.arrays().item_ids[row - 1] < id));
  }
  // The order of the rows does not matter.
  std::reverse(rows.begin(), rows.end());
  EXPECT_EQ(Baskets(Build(rows)), expected);
}

TEST(CorpusBuilderTest, MeanPricesAreOfPieces) {
  CorpusBuilder builder(/*has_times=*/false);
  builder.AddItem("free");
  const auto add = [&](const char* order, const char* item, double price,
                       double quantity) {
    Interaction line;
    line.order = order;
    line.item = item;
    line.price = price;
    line.quantity = quantity;
    ASSERT_TRUE(builder.Add(line));
  };
  add("1", "tea", 6, 2);
  add("2", "tea", 3, 1);
  add("3", "tea", 5, 1);
  add("4", "tea", 0, 1);   // a gift
  add("5", "tea", -3, 1);  // a return
  add("1", "milk", 2, 4);
  add("2", "milk", 1, 0);
  const Corpus corpus = std::move(builder).Build();
  ASSERT_THAT(corpus.arrays().item_ids, ElementsAre("tea", "milk", "free"));
  EXPECT_THAT(corpus.arrays().item_prices, ElementsAre(3.5f, 0.5f, 0.0f));
  EXPECT_EQ(corpus.MeanPrice(1), 0.5f);
  // Of the first order's lines alone.
  EXPECT_THAT(
      corpus.Select({true, false, false, false, false}).arrays().item_prices,
      ElementsAre(3.0f, 0.5f, 0.0f));
  EXPECT_THAT(Build({{"c", "1", "tea"}}).arrays().item_prices, ElementsAre());
  EXPECT_EQ(Build({{"c", "1", "tea"}}).MeanPrice(0), 0);
}

// Lines in whatever order keep their prices: the basket's are a (1), b (2) and
// a (3) again.
TEST(CorpusBuilderTest, PricesFollowTheirLines) {
  for (const bool keep_repeats : {false, true}) {
    CorpusBuilder builder(/*has_times=*/false, keep_repeats);
    const auto add = [&](const char* order, const char* item, uint32_t position,
                         double price) {
      Interaction line;
      line.order = order;
      line.item = item;
      line.position = position;
      line.price = price;
      line.quantity = 1;
      ASSERT_TRUE(builder.Add(line));
    };
    add("1", "a", 3, 7);
    add("2", "c", 0, 9);
    add("1", "b", 2, 5);
    add("1", "a", 1, 1);
    const Corpus corpus = std::move(builder).Build();
    std::vector<std::string> lines;
    for (const size_t basket : {0, 1}) {
      for (size_t i = corpus.arrays().basket_offsets[basket];
           i < corpus.arrays().basket_offsets[basket + 1]; ++i) {
        const Paid& paid = corpus.arrays().paid[i];
        lines.push_back(
            absl::StrCat(corpus.arrays().item_ids[corpus.arrays().items[i]],
                         " ", paid.price, "/", paid.quantity));
      }
    }
    if (keep_repeats) {
      EXPECT_THAT(lines, ElementsAre("a 1/1", "b 5/1", "a 7/1", "c 9/1"));
    } else {
      EXPECT_THAT(lines, ElementsAre("a 8/2", "b 5/1", "c 9/1"));
    }
  }
}

}  // namespace
}  // namespace customer2vec
