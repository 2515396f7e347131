#include "trainer/compare/labelled_nodes.h"

#include <gmock/gmock.h>

#include "core/base/scratch_folder.h"
#include "core/base/status_matchers.h"
#include "trainer/cases/corpus_test_util.h"

namespace customer2vec {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class LabelledNodesTest : public testing::Test {
 protected:
  LabelledNodesTest() {
    config_.set_node("node");
    config_.set_label("label");
  }

  absl::StatusOr<LabelledNodes> Read(const std::string& text) {
    return ReadLabelledNodes(config_, folder_.Write("labels.csv", text),
                             corpus_, &unknown_);
  }

  // "id: labels" of each node.
  std::vector<std::string> TextOf(const LabelledNodes& nodes) {
    std::vector<std::string> texts;
    for (size_t i = 0; i < nodes.nodes.size(); ++i) {
      const auto& ids = nodes.nodes[i].is_customer
                            ? corpus_.arrays().customer_ids
                            : corpus_.arrays().item_ids;
      texts.push_back(ids[nodes.nodes[i].row] + ":");
      for (const uint32_t label : nodes.labels[i]) {
        absl::StrAppend(&texts.back(), " ", label);
      }
    }
    return texts;
  }

  const ScratchFolder folder_;
  const Corpus corpus_ =
      CorpusOf({{"ann", "a b"}, {"bob", "b both"}, {"both", "b"}});
  v1::NodeLabelsFile config_;
  UnknownIds unknown_;
};

TEST_F(LabelledNodesTest, CustomersAndItemsHaveLabelsInOrder) {
  C2V_ASSERT_OK_AND_ASSIGN(
      const LabelledNodes nodes,
      Read("node,label\nbob,y\na,x\nbob,w\nbob,y\nnobody,z\nann,x\n"));
  // Items first; labels are numbered w, x, y: z is of nobody.
  EXPECT_THAT(TextOf(nodes), ElementsAre("a: 1", "ann: 1", "bob: 0 2"));
  EXPECT_EQ(nodes.labels.label_count, 3u);
  EXPECT_THAT(unknown_.ToNotes(),
              ElementsAre(AllOf(HasSubstr("1 labelled nodes"),
                                HasSubstr("\"nobody\" at "),
                                HasSubstr("labels.csv:6"))));
}

TEST_F(LabelledNodesTest, AnIdOfBothNeedsTheEntity) {
  const std::string text = "node,label\nboth,x\nann,y\nb,z\n";
  EXPECT_THAT(Read(text),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       AllOf(HasSubstr("labels.csv:2"), HasSubstr("\"both\""),
                             HasSubstr("labels.entity"))));
  config_.set_entity(v1::LABELLED_ENTITY_CUSTOMER);
  C2V_ASSERT_OK_AND_ASSIGN(const LabelledNodes nodes, Read(text));
  EXPECT_THAT(TextOf(nodes), ElementsAre("ann: 1", "both: 0"));
  config_.set_entity(v1::LABELLED_ENTITY_ITEM);
  C2V_ASSERT_OK_AND_ASSIGN(const LabelledNodes items, Read(text));
  EXPECT_THAT(TextOf(items), ElementsAre("b: 1", "both: 0"));
}

TEST_F(LabelledNodesTest, WhatCannotBeUsedIsNamed) {
  EXPECT_THAT(Read("node,labels\nann,x\n"),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       AllOf(HasSubstr("node_classification.labels.label"),
                             HasSubstr("no column \"label\""))));
  EXPECT_THAT(Read("node,label\nx,1\ny,2\n"),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       AllOf(HasSubstr("labels.csv: labels 0 nodes"),
                             HasSubstr("2 rows are of nodes"))));
  EXPECT_THAT(Read("node,label\nann,1\nbob,1\n"),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("1 different labels")));
  EXPECT_THAT(Read("node,label\nann,\n"),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       AllOf(HasSubstr("labels.csv"), HasSubstr("is no id"))));
}

}  // namespace
}  // namespace customer2vec
