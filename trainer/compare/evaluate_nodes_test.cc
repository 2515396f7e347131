#include "trainer/compare/evaluate_nodes.h"

#include <gmock/gmock.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "core/base/scratch_folder.h"
#include "core/base/status_matchers.h"
#include "trainer/config/training_config.h"
#include "trainer/corpus/load_corpus.h"

namespace customer2vec {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr int kNodes = 24;  // two cliques, an edge between them

// A graph and nothing else: its nodes are the items.
class EvaluateNodesTest : public testing::Test {
 protected:
  EvaluateNodesTest() {
    std::string cliques = "0 12\n", rings;
    std::string labels = "node,label\n";
    for (int i = 0; i < kNodes; ++i) {
      for (int j = i + 1; j < kNodes; ++j) {
        if (i / 12 == j / 12) absl::StrAppend(&cliques, i, " ", j, "\n");
      }
      absl::StrAppend(&rings, i, " ", (i * 7 + 5) % kNodes, "\n");
      absl::StrAppend(&labels, i, ",", i / 12 == 0 ? "left" : "right", "\n");
    }
    folder_.Write("cliques.txt", cliques);
    folder_.Write("rings.txt", rings);
    folder_.Write("labels.csv", labels);
  }

  absl::StatusOr<v1::EvaluationReport> Evaluate(const std::string& evaluation,
                                                const std::string& more = "") {
    auto config = ParseTrainingConfig(
        R"(data {
             edges { graph: "cliques" delimited { path: "cliques.txt"
               separator: " " headerless: true from: "1" to: "2" } }
             edges { graph: "rings" delimited { path: "rings.txt"
               separator: " " headerless: true from: "1" to: "2" } } }
           models { name: "good" node2vec {
             graph: "cliques" dimension: 8 walks_per_node: 20 walk_length: 10 } }
           models { name: "bad" node2vec {
             graph: "rings" dimension: 8 walks_per_node: 20 walk_length: 10 } }
           threads: 1 evaluation { protocol { node_classification { labels {
             path: "labels.csv" node: "node" label: "label" } )" +
            more + " } } " + evaluation + "}",
        "test");
    EXPECT_THAT(config, IsOk());
    EXPECT_THAT(CompleteEvaluation(&*config), IsOk());
    const auto data = LoadCorpus(config->data(), folder_.path());
    EXPECT_THAT(data, IsOk());
    return EvaluateModels({data->corpus, data->catalogue, data->side}, *config,
                          {.data_root = folder_.path()}, nullptr);
  }

  const ScratchFolder folder_;
};

TEST_F(EvaluateNodesTest, VectorsOfTheRightGraphTellTheLabels) {
  C2V_ASSERT_OK_AND_ASSIGN(const v1::EvaluationReport report,
                           Evaluate("reference: 'bad' runs: 2",
                                    "strengths: 1 strengths: 10 splits: 5"));
  EXPECT_EQ(report.protocol(), "node_classification");
  EXPECT_THAT(report.seeds(), ElementsAre(1, 2));
  ASSERT_EQ(report.rows_size(), 4);
  for (const v1::EvaluationRow& row : report.rows()) {
    EXPECT_EQ(row.cutoff(), 0);
    EXPECT_EQ(row.cases(), kNodes / 2);
    if (row.model() == "good") {
      EXPECT_GT(row.value(), 0.95) << row.metric();
      EXPECT_LT(row.p_value(), 0.05) << row.metric();
    } else {
      EXPECT_LT(row.value(), 0.8) << row.metric();
      EXPECT_GT(row.deviation(), 0);
      EXPECT_FALSE(row.has_p_value());
    }
  }
}

TEST_F(EvaluateNodesTest, NodesThatTheDataLacksAreNoted) {
  folder_.Write("labels.csv",
                "node,label\n0,a\n1,a\n2,a\n12,b\n13,b\n14,b\nnone,a\n");
  C2V_ASSERT_OK_AND_ASSIGN(const v1::EvaluationReport report,
                           Evaluate("models: 'good'"));
  EXPECT_THAT(report.notes(), ElementsAre(AllOf(HasSubstr("1 labelled nodes"),
                                                HasSubstr("labels.csv:8"))));
}

TEST_F(EvaluateNodesTest, NodesWithoutAVectorAreZerosAndNoted) {
  folder_.Write("rings.txt", "0 1\n12 13\n0 12\n");
  C2V_ASSERT_OK_AND_ASSIGN(const v1::EvaluationReport report,
                           Evaluate("models: 'bad'"));
  EXPECT_THAT(report.notes(),
              ElementsAre(HasSubstr("bad with seed 1 has no vector of 20 of 24 "
                                    "labelled nodes")));
}

TEST_F(EvaluateNodesTest, NamesWhatItCannotDo) {
  EXPECT_THAT(Evaluate("models: 'popularity'"),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("\"popularity\" has no vectors")));
  folder_.Write("labels.csv", "node,label\n2,a\n3,b\n4,a\n");
  folder_.Write("rings.txt", "0 1\n");
  EXPECT_THAT(Evaluate("models: 'bad'"),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("\"bad\" has a vector of none")));
  folder_.Write("labels.csv", "");
  EXPECT_THAT(Evaluate(""), StatusIs(absl::StatusCode::kInvalidArgument,
                                     HasSubstr("labels.csv: is empty")));
}

}  // namespace
}  // namespace customer2vec
