#include "trainer/models/node2vec/node2vec_graph.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "core/base/status_macros.h"
#include "core/base/status_matchers.h"
#include "trainer/models/node2vec/node2vec_config.h"

namespace customer2vec {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

using Ids = std::vector<std::string>;

// Customers ann and bob, items milk and tea: ann took milk twice and tea once,
// bob tea.
class Node2VecGraphTest : public testing::Test {
 protected:
  void SetUp() override {
    C2V_ASSERT_OK_AND_ASSIGN(customers_, BuildVocabulary(Ids{"ann", "bob"}));
    C2V_ASSERT_OK_AND_ASSIGN(items_, BuildVocabulary(Ids{"milk", "tea"}));
    C2V_ASSERT_OK_AND_ASSIGN(tables_.customers,
                             Vocabulary::Create(customers_.view()));
    C2V_ASSERT_OK_AND_ASSIGN(tables_.items, Vocabulary::Create(items_.view()));
    CorpusArrays arrays;
    arrays.item_ids = {"milk", "tea"};
    arrays.customer_ids = {"ann", "bob"};
    arrays.items = {0, 0, 1, 1};
    arrays.basket_offsets = {0, 1, 3, 4};
    arrays.basket_times = {10, 20, 30};
    arrays.basket_customers = {0, 0, 1};
    arrays.customer_offsets = {0, 2, 3};
    corpus_ = Corpus(std::move(arrays));
    FillNode2VecDefaults(&config_);
  }

  void AddList(const std::string& graph, bool directed, bool has_times) {
    edges_.BeginList({.path = "pay.csv",
                      .graph = graph,
                      .directed = directed,
                      .has_times = has_times,
                      .edges = {}});
  }
  void AddPayment(const char* from, const char* to, double weight,
                  int64_t time = 0) {
    edges_.Add({v1::NODE_KIND_CUSTOMER, from}, {v1::NODE_KIND_CUSTOMER, to},
               weight, time);
  }
  // As if the corpus were read without a time column.
  void WithoutTimes() {
    CorpusArrays arrays = corpus_.arrays();
    arrays.has_times = false;
    corpus_ = Corpus(std::move(arrays));
  }
  absl::StatusOr<Node2VecGraph> Build() {
    return BuildNode2VecGraph(config_, edges_, corpus_, tables_);
  }

  VocabularyArrays customers_, items_;
  Tables tables_;
  Corpus corpus_;
  EdgeTable edges_;
  v1::Node2VecConfig config_;
};

TEST_F(Node2VecGraphTest, EdgesJoinMatchedNodes) {
  AddList("", /*directed=*/true, /*has_times=*/false);
  AddPayment("ann", "bob", 3);
  AddPayment("ann", "stranger", 1);
  config_.set_weight_exponent(0.5);
  C2V_ASSERT_OK_AND_ASSIGN(Node2VecGraph built, Build());
  EXPECT_EQ(built.nodes.size(), 3);
  EXPECT_EQ(built.arcs, 2);
  const uint32_t ann = built.nodes.NodeOfCustomer(0);
  const uint32_t bob = built.nodes.NodeOfCustomer(1);
  EXPECT_TRUE(built.graph.HasArc(ann, bob));
  EXPECT_FALSE(built.graph.HasArc(bob, ann));
  EXPECT_FLOAT_EQ(built.graph.Weight(built.graph.FindArc(ann, bob)),
                  std::sqrt(3.0f));
}

TEST_F(Node2VecGraphTest, OnlyTheNamedGraphCounts) {
  AddList("pay", false, false);
  AddPayment("ann", "bob", 1);
  AddList("friends", false, false);
  AddPayment("ann", "cy", 1);
  config_.set_graph("friends");
  C2V_ASSERT_OK_AND_ASSIGN(const Node2VecGraph friends, Build());
  EXPECT_EQ(friends.nodes.size(), 2);
  config_.set_graph("");
  C2V_ASSERT_OK_AND_ASSIGN(const Node2VecGraph both, Build());
  EXPECT_EQ(both.nodes.size(), 3);
  config_.set_graph("calls");
  EXPECT_THAT(Build(), StatusIs(absl::StatusCode::kInvalidArgument,
                                HasSubstr("has graph \"calls\"")));
}

TEST_F(Node2VecGraphTest, InteractionsJoinCustomersAndItems) {
  config_.set_interactions(true);
  C2V_ASSERT_OK_AND_ASSIGN(Node2VecGraph built, Build());
  EXPECT_EQ(built.nodes.size(), 4);
  const uint32_t ann = built.nodes.NodeOfCustomer(0);
  const uint32_t milk = built.nodes.NodeOfItem(0);
  const uint32_t tea = built.nodes.NodeOfItem(1);
  EXPECT_EQ(built.graph.Weight(built.graph.FindArc(ann, milk)), 2);
  EXPECT_EQ(built.graph.Weight(built.graph.FindArc(milk, ann)), 2);
  EXPECT_EQ(built.graph.Weight(built.graph.FindArc(ann, tea)), 1);
  EXPECT_EQ(built.graph.Neighbors(tea).size(), 2);
}

TEST_F(Node2VecGraphTest, TimesStayApart) {
  AddList("", true, /*has_times=*/true);
  AddPayment("ann", "bob", 1, 7);
  AddPayment("ann", "bob", 1, 5);
  config_.set_time_respecting(true);
  C2V_ASSERT_OK_AND_ASSIGN(Node2VecGraph built, Build());
  EXPECT_EQ(built.graph.arc_count(), 2);
  EXPECT_EQ(built.graph.Time(0), 5);
  AddList("", true, /*has_times=*/false);
  EXPECT_THAT(Build(), StatusIs(absl::StatusCode::kInvalidArgument,
                                HasSubstr("have no times")));
}

TEST_F(Node2VecGraphTest, TimesOfInteractionsHaveToBeTheClocks) {
  config_.set_interactions(true);
  config_.set_time_respecting(true);
  C2V_ASSERT_OK_AND_ASSIGN(const Node2VecGraph built, Build());
  EXPECT_TRUE(built.graph.has_times());
  WithoutTimes();
  EXPECT_THAT(Build(), StatusIs(absl::StatusCode::kInvalidArgument,
                                HasSubstr("the interactions have no times")));
  config_.set_time_respecting(false);
  EXPECT_THAT(Build(), IsOk());
}

TEST_F(Node2VecGraphTest, EdgesAsLateAsAHeldOutBasketAreLeftOut) {
  AddList("", /*directed=*/false, /*has_times=*/true);
  AddPayment("ann", "bob", 1, 19);
  AddPayment("ann", "cy", 1, 20);
  AddPayment("cy", "ann", 1, 21);
  AddPayment("bob", "dee", 1, 99);
  AddPayment("cy", "dee", 1, 99);  // no customers: nothing is held out
  corpus_ = corpus_.Select({true, false, true});  // ann's basket at 20
  C2V_ASSERT_OK_AND_ASSIGN(Node2VecGraph built, Build());
  EXPECT_EQ(built.arcs, 6);
  EXPECT_EQ(built.later_edges, 2);
  EXPECT_THAT(built.undated, IsEmpty());
  const uint32_t ann = built.nodes.NodeOfCustomer(0);
  const uint32_t bob = built.nodes.NodeOfCustomer(1);
  EXPECT_THAT(built.graph.Neighbors(ann), ElementsAre(bob));
  EXPECT_EQ(built.graph.Neighbors(bob).size(), 2);
}

TEST_F(Node2VecGraphTest, UndatedEdgesStayAndAreNamed) {
  AddList("", false, /*has_times=*/false);
  AddPayment("ann", "bob", 1);
  C2V_ASSERT_OK_AND_ASSIGN(const Node2VecGraph whole, Build());
  EXPECT_THAT(whole.undated, IsEmpty());  // nothing is held out
  corpus_ = corpus_.Select({true, false, true});
  C2V_ASSERT_OK_AND_ASSIGN(const Node2VecGraph cut, Build());
  EXPECT_EQ(cut.arcs, 2);
  EXPECT_EQ(cut.later_edges, 0);
  EXPECT_THAT(cut.undated, ElementsAre("pay.csv"));
}

TEST_F(Node2VecGraphTest, BasketsWithoutTimesCutNoEdges) {
  AddList("", false, /*has_times=*/true);
  AddPayment("ann", "bob", 1, 99);
  WithoutTimes();
  corpus_ = corpus_.Select({true, false, true});
  C2V_ASSERT_OK_AND_ASSIGN(const Node2VecGraph cut, Build());
  EXPECT_EQ(cut.arcs, 2);
  EXPECT_THAT(cut.undated, ElementsAre("pay.csv"));
}

TEST_F(Node2VecGraphTest, ANetworkOfTheFutureIsRefused) {
  AddList("", false, /*has_times=*/true);
  AddPayment("ann", "bob", 1, 99);
  corpus_ = corpus_.Select({true, false, true});
  EXPECT_THAT(Build(), StatusIs(absl::StatusCode::kFailedPrecondition,
                                HasSubstr("all 1 edges are as late")));
}

TEST_F(Node2VecGraphTest, NamesThatMeanOneNodeAreNoEdge) {
  AddList("", false, false);
  edges_.Add({v1::NODE_KIND_CUSTOMER, "ann"},
             {v1::NODE_KIND_UNSPECIFIED, "ann"}, 1, 0);
  C2V_ASSERT_OK_AND_ASSIGN(const Node2VecGraph built, Build());
  EXPECT_EQ(built.graph.arc_count(), 0);
}

TEST_F(Node2VecGraphTest, WithoutEdgesThereIsNoGraph) {
  EXPECT_THAT(Build(), StatusIs(absl::StatusCode::kInvalidArgument,
                                HasSubstr("there are no edges")));
}

}  // namespace
}  // namespace customer2vec
