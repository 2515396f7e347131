#include "core/servables/attribute_affinity.h"

#include <gmock/gmock.h>

#include <cmath>
#include <limits>
#include <string>

#include "core/base/random.h"
#include "core/base/status_matchers.h"
#include "core/catalogue/catalogue_builder.h"
#include "core/servables/embedding_test_util.h"

namespace customer2vec {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr size_t kItems = 60;

// Items with a type, most with a maker; one customer.
class AttributeAffinityTest : public ::testing::Test {
 protected:
  AttributeAffinityTest() {
    Random random(5);
    std::vector<std::string> names(kItems, "x");
    std::vector<AttributeColumn> columns = {{.name = "type"},
                                            {.name = "maker"}};
    for (size_t i = 0; i < kItems; ++i) {
      columns[0].values.push_back("t" + std::to_string(random.Below(6)));
      columns[1].values.push_back(
          i % 7 == 0 ? "" : "m" + std::to_string(random.Below(4)));
      counts_.push_back(i < 40 ? 50 - static_cast<uint32_t>(i) : 0);
    }
    arrays_ = BuildCatalogue(names, columns).value();
    catalogue_ = Catalogue::Create(arrays_.view(), kItems).value();
    histories_.Add({{.item = 2, .basket_count = 4, .decayed_count = 1},
                    {.item = 7, .basket_count = 1, .decayed_count = 1},
                    {.item = 31, .basket_count = 2, .decayed_count = 1}},
                   5);
    view_ = histories_.View(kItems);
    AddKind({"type"}, 0.4, 1.1, 0.3, -0.2);
    AddKind({"type", "maker"}, 0.2, 0.6, -0.1, 0.5);
  }

  void AddKind(const std::vector<std::string>& attributes, double customer,
               double session, double popularity, double size) {
    v1::AttributeGroup* kind = kinds_.Add();
    for (const std::string& name : attributes) kind->add_attributes(name);
    kind->set_customer_weight(customer);
    kind->set_session_weight(session);
    kind->set_popularity_weight(popularity);
    kind->set_size_weight(size);
  }

  bool SameGroup(const v1::AttributeGroup& kind, uint32_t a, uint32_t b) const {
    for (const std::string& name : kind.attributes()) {
      const size_t attribute = *catalogue_.FindAttribute(name);
      if (catalogue_.Value(attribute, a).empty() ||
          catalogue_.Value(attribute, a) != catalogue_.Value(attribute, b)) {
        return false;
      }
    }
    return true;
  }

  // The formula of the header, item by item.
  float PlainScore(const ScorerQuery& query, uint32_t item) const {
    double score = 0;
    for (const v1::AttributeGroup& kind : kinds_) {
      double customer = 0, session = 0, all = 0, items = 0;
      for (uint32_t other = 0; other < kItems; ++other) {
        if (!SameGroup(kind, item, other)) continue;
        all += counts_[other];
        items += counts_[other] > 0;
        for (const HistoryEvent& event : query.events) {
          if (event.item == other && event.weight > 0) session += event.weight;
        }
        if (!query.customer) continue;
        for (const HistoryEntry& entry : view_.Of(*query.customer)) {
          if (entry.item == other) customer += entry.basket_count;
        }
      }
      score += kind.customer_weight() * std::log(customer + 0.1) +
               kind.session_weight() * std::log(session + 0.3) +
               kind.popularity_weight() * std::log(1 + all) +
               kind.size_weight() * std::log(1 + items);
    }
    return static_cast<float>(score);
  }

  AttributeAffinityScorer Scorer(std::optional<uint32_t> max = std::nullopt) {
    return AttributeAffinityScorer(
        "new", AttributeGroups::Create(kinds_, catalogue_, counts_).value(),
        view_, counts_, max);
  }

  void ExpectPlain(const ScorerQuery& query) {
    std::vector<ScoredItem> top;
    Scorer().Rank(query, {.k = kItems}, &top);
    ASSERT_THAT(top, SizeIs(kItems));
    for (size_t i = 0; i < top.size(); ++i) {
      EXPECT_NEAR(top[i].score, PlainScore(query, top[i].item), 1e-5);
      if (i == 0) continue;
      EXPECT_TRUE(RanksBefore(top[i - 1], top[i]));
    }
  }

  std::vector<uint32_t> counts_;
  CatalogueArrays arrays_;
  Catalogue catalogue_;
  OwnedHistories histories_;
  CustomerHistories view_;
  AttributeGroups::Kinds kinds_;
};

TEST_F(AttributeAffinityTest, ScoresAsTheFormulaSays) {
  const std::vector<HistoryEvent> events = {
      {3, 1}, {12, 0.5f}, {3, 2}, {20, -1}, {44, 1}};
  ExpectPlain({.events = events, .customer = 0});
  ExpectPlain({.events = events});
  ExpectPlain({.customer = 0});
  ExpectPlain({});
  ExpectPlain({.events = events, .customer = 0});  // nothing is left over
}

TEST_F(AttributeAffinityTest, ScorersOfOtherGroupsShareAThread) {
  std::vector<ScoredItem> top;
  const AttributeAffinityScorer two = Scorer();
  two.Rank({.customer = 0}, {.k = 5}, &top);
  const std::vector<ScoredItem> expected = top;
  kinds_.RemoveLast();
  Scorer().Rank({.customer = 0}, {.k = 5}, &top);
  two.Rank({.customer = 0}, {.k = 5}, &top);
  EXPECT_EQ(top, expected);
}

TEST_F(AttributeAffinityTest, RanksOnlyNewItemsWhereAsked) {
  std::vector<ScoredItem> top;
  Scorer(0).Rank({.customer = 0}, {.k = kItems}, &top);
  EXPECT_THAT(top, SizeIs(20));
  for (const ScoredItem& item : top) EXPECT_GE(item.item, 40u);
}

TEST_F(AttributeAffinityTest, HonoursTheFilter) {
  RowFilter filter;
  filter.RestrictTo(std::vector<uint32_t>{1, 8, 45, 50});
  filter.Exclude(std::vector<uint32_t>{8});
  std::vector<ScoredItem> top;
  Scorer().Rank({.customer = 0}, {.k = 10, .filter = &filter}, &top);
  EXPECT_THAT(top, SizeIs(3));
  Scorer(0).Rank({.customer = 0}, {.k = 1, .filter = &filter}, &top);
  EXPECT_THAT(top, SizeIs(1));
  Scorer().Rank({.customer = 0}, {.k = 0}, &top);
  EXPECT_THAT(top, IsEmpty());
}

TEST_F(AttributeAffinityTest, RefusesGroupsThatDoNotFit) {
  const auto refuses = [&](const char* what) {
    EXPECT_THAT(AttributeGroups::Create(kinds_, catalogue_, counts_),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(what)));
  };
  kinds_[1].set_session_weight(std::numeric_limits<double>::quiet_NaN());
  refuses("groups[1]: weight nan is not finite");
  kinds_[1].set_session_weight(0);
  kinds_[1].set_attributes(0, "color");
  refuses("groups[1]: the catalogue has no attribute \"color\"");
  kinds_[0].clear_attributes();
  refuses("groups[0]: it names no attribute");
}

}  // namespace
}  // namespace customer2vec
