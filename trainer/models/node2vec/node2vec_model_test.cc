#include "trainer/models/node2vec/node2vec_model.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/base/status_matchers.h"
#include "core/snapshot/snapshot_file_names.h"

namespace customer2vec {
namespace {

using ::testing::Contains;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr uint32_t kCustomers = 6;
constexpr uint32_t kItems = 3;

// Six customers who took three items, c0 and c1 the first, and so on.
class Node2VecModelTest : public testing::Test {
 protected:
  void SetUp() override {
    CorpusArrays arrays;
    for (uint32_t i = 0; i < kItems; ++i) {
      arrays.item_ids.push_back(absl::StrCat("i", i));
    }
    arrays.basket_offsets = {0};
    arrays.customer_offsets = {0};
    for (uint32_t c = 0; c < kCustomers; ++c) {
      arrays.customer_ids.push_back(absl::StrCat("c", c));
      arrays.items.push_back(c / 2);
      arrays.basket_offsets.push_back(c + 1);
      arrays.basket_times.push_back(c);
      arrays.basket_customers.push_back(c);
      arrays.customer_offsets.push_back(c + 1);
    }
    C2V_ASSERT_OK_AND_ASSIGN(customers_, BuildVocabulary(arrays.customer_ids));
    C2V_ASSERT_OK_AND_ASSIGN(items_, BuildVocabulary(arrays.item_ids));
    C2V_ASSERT_OK_AND_ASSIGN(tables_.customers,
                             Vocabulary::Create(customers_.view()));
    C2V_ASSERT_OK_AND_ASSIGN(tables_.items, Vocabulary::Create(items_.view()));
    corpus_ = Corpus(std::move(arrays));
    config_.set_name("network");
    config_.mutable_node2vec()->set_dimension(4);
    Node2VecFamily().fill_defaults(&config_);
  }

  void AddEdge(const char* from, const char* to) {
    if (side_.edges.lists().empty()) {
      side_.edges.BeginList({.path = "pay.csv", .graph = "", .edges = {}});
    }
    side_.edges.Add({v1::NODE_KIND_UNSPECIFIED, from},
                    {v1::NODE_KIND_UNSPECIFIED, to}, 1, 0);
  }

  absl::StatusOr<LearnedModel> Learn() {
    return Node2VecFamily().learn(config_, {.corpus = corpus_,
                                            .tables = tables_,
                                            .side = side_,
                                            .earlier = servables_,
                                            .manifest = manifest_,
                                            .seed = 1,
                                            .threads = 1,
                                            .progress = progress_});
  }

  // The rows of a file of the space, each whether it is more than zeros.
  static std::vector<bool> HasVector(const LearnedModel& model,
                                     absl::string_view file) {
    const auto values = model.files.Array<float>(SpaceFile("network", file));
    EXPECT_THAT(values, IsOk());
    std::vector<bool> has;
    for (size_t begin = 0; begin < values->size(); begin += 4) {
      const auto row = values->subspan(begin, 4);
      has.push_back(std::any_of(row.begin(), row.end(),
                                [](float value) { return value != 0; }));
    }
    return has;
  }

  Corpus corpus_;
  VocabularyArrays customers_, items_;
  Tables tables_;
  SideTables side_;
  ServableSet servables_;
  v1::SnapshotManifest manifest_;
  v1::ModelConfig config_;
  std::vector<std::string> lines_;
  ProgressLine progress_ = [this](absl::string_view line) {
    lines_.emplace_back(line);
  };
};

TEST_F(Node2VecModelTest, CustomersWhoPayEachOtherGetVectors) {
  AddEdge("c0", "c1");
  AddEdge("c1", "c4");
  AddEdge("c4", "stranger");
  C2V_ASSERT_OK_AND_ASSIGN(const LearnedModel model, Learn());
  const v1::EmbeddingSpaceSpec& spec = model.entry.embedding_space();
  EXPECT_EQ(model.entry.name(), "network");
  EXPECT_EQ(spec.dimension(), 4);
  EXPECT_EQ(spec.item_count(), 0);
  EXPECT_EQ(spec.customer_count(), kCustomers);
  EXPECT_EQ(HasVector(model, kSpaceCustomerVectors),
            (std::vector<bool>{true, true, false, false, true, false}));
  EXPECT_THAT(lines_, Contains(HasSubstr("6 arcs; vectors of 3 of 6 customers, "
                                         "0 of 3 items, 1 nodes")));
}

TEST_F(Node2VecModelTest, ItemsWhoAreNodesGetVectors) {
  AddEdge("i0", "i1");
  C2V_ASSERT_OK_AND_ASSIGN(const LearnedModel model, Learn());
  EXPECT_EQ(model.entry.embedding_space().item_count(), 2);
  EXPECT_EQ(model.entry.embedding_space().customer_count(), 0);
  EXPECT_THAT(HasVector(model, kSpaceInputVectors), Each(true));
  EXPECT_THAT(HasVector(model, kSpaceOutputVectors), Each(true));
}

TEST_F(Node2VecModelTest, InteractionsMakeBothNodes) {
  config_.mutable_node2vec()->set_interactions(true);
  C2V_ASSERT_OK_AND_ASSIGN(const LearnedModel model, Learn());
  EXPECT_EQ(model.entry.embedding_space().item_count(), kItems);
  EXPECT_THAT(HasVector(model, kSpaceCustomerVectors), Each(true));
}

// c5's only basket, at time 5, is held out: what happened since may not matter.
TEST_F(Node2VecModelTest, WhatWasHeldOutIsNotLearnedFrom) {
  const auto add_payments = [this](const char* later) {
    side_.edges = EdgeTable();
    side_.edges.BeginList({.path = "pay.csv", .has_times = true, .edges = {}});
    const auto add = [this](const char* from, const char* to, int64_t time) {
      side_.edges.Add({v1::NODE_KIND_CUSTOMER, from},
                      {v1::NODE_KIND_CUSTOMER, to}, 1, time);
    };
    add("c0", "c1", 1);
    add("c1", "c5", 2);
    add("c2", "c3", 3);
    add("c5", later, 5);
  };
  const auto learn = [this]() -> std::vector<float> {
    const absl::StatusOr<LearnedModel> model = Learn();
    EXPECT_THAT(model, IsOk());
    if (!model.ok()) return {};
    const auto vectors =
        model->files.Array<float>(SpaceFile("network", kSpaceCustomerVectors));
    return {vectors->begin(), vectors->end()};
  };
  add_payments("c2");
  const std::vector<float> whole = learn();
  corpus_ = corpus_.Select({true, true, true, true, true, false});
  const std::vector<float> cut = learn();
  EXPECT_THAT(lines_, Contains(HasSubstr("1 edges left out")));
  add_payments("c3");
  EXPECT_EQ(learn(), cut);
  EXPECT_NE(whole, cut);
}

TEST_F(Node2VecModelTest, AFigureThatMayKnowTheFutureIsSaidSo) {
  AddEdge("c0", "c1");
  EXPECT_THAT(Learn(), IsOk());
  EXPECT_THAT(lines_, Not(Contains(HasSubstr("may know the future"))));
  corpus_ = corpus_.Select({true, true, true, true, true, false});
  EXPECT_THAT(Learn(), IsOk());
  EXPECT_THAT(lines_, Contains(HasSubstr("edges of pay.csv cannot be held")));
}

TEST_F(Node2VecModelTest, AGraphOfStrangersIsRefused) {
  AddEdge("x", "y");
  EXPECT_THAT(Learn(), StatusIs(absl::StatusCode::kFailedPrecondition,
                                HasSubstr("none of 2 nodes is a customer or")));
}

TEST_F(Node2VecModelTest, NoEdgesAreRefused) {
  EXPECT_THAT(Learn(), StatusIs(absl::StatusCode::kInvalidArgument,
                                HasSubstr("there are no edges")));
}

TEST_F(Node2VecModelTest, ThePriorIsTunedUnlessItIsSet) {
  const auto tunables = Node2VecFamily().tunables(config_);
  ASSERT_EQ(tunables.size(), 1);
  v1::ServableEntry entry;
  tunables[0].set(0.5, &config_, &entry);
  EXPECT_EQ(config_.node2vec().popularity_weight(), 0.5);
  EXPECT_EQ(entry.embedding_space().popularity_weight(), 0.5f);
  EXPECT_TRUE(Node2VecFamily().tunables(config_).empty());
}

}  // namespace
}  // namespace customer2vec
