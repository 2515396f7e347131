#include "trainer/corpus/edge_table.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include "core/base/scratch_folder.h"
#include "core/base/status_macros.h"
#include "core/base/status_matchers.h"

namespace customer2vec {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

v1::DataConfig Parse(const std::string& text) {
  v1::DataConfig config;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &config))
      << text;
  return config;
}

class EdgeTableTest : public testing::Test {
 protected:
  const ScratchFolder folder_;
  BadRowLog log_{{.max_ratio = 1}};
};

TEST_F(EdgeTableTest, NodesAreKindsAndIds) {
  folder_.Write("took.csv", "who,what\n7,7\n8,7\n");
  C2V_ASSERT_OK_AND_ASSIGN(const EdgeTable table,
                           ReadEdges(Parse(R"(edges { graph: "taken" delimited {
                           path: "took.csv" from: "who" to: "what"
                           from_kind: NODE_KIND_CUSTOMER
                           to_kind: NODE_KIND_ITEM directed: true } })"),
                                     folder_.path(), log_));
  ASSERT_THAT(table.lists(), SizeIs(1));
  const EdgeList& list = table.lists()[0];
  EXPECT_EQ(list.graph, "taken");
  EXPECT_TRUE(list.directed);
  EXPECT_FALSE(list.has_times);
  ASSERT_THAT(list.edges, SizeIs(2));
  EXPECT_EQ(table.node_count(), 3);
  EXPECT_EQ(list.edges[0].to, list.edges[1].to);
  EXPECT_EQ(table.node(list.edges[0].from).kind, v1::NODE_KIND_CUSTOMER);
  EXPECT_EQ(table.node(list.edges[0].from).id, "7");
  EXPECT_EQ(table.node(list.edges[0].to).kind, v1::NODE_KIND_ITEM);
  EXPECT_EQ(table.node(list.edges[0].to).id, "7");
}

TEST_F(EdgeTableTest, CountsEdgesThatJoinNothing) {
  folder_.Write("pay.csv", "a,b,w,t\n1,2,0,5\n2,2,1,6\n2,3,-4,7\n3,1,2,8\n");
  C2V_ASSERT_OK_AND_ASSIGN(
      const EdgeTable table,
      ReadEdges(Parse(R"(edges { delimited { path: "pay.csv" from: "a" to: "b"
                                             weight: "w" time: "t" } })"),
                folder_.path(), log_));
  const EdgeList& list = table.lists()[0];
  EXPECT_EQ(list.weightless, 2);
  EXPECT_EQ(list.loops, 1);
  EXPECT_TRUE(list.has_times);
  ASSERT_THAT(list.edges, SizeIs(1));
  EXPECT_EQ(list.edges[0].weight, 2);
  EXPECT_EQ(list.edges[0].time, 8);
  EXPECT_EQ(table.node_count(), 2) << "nodes without an edge are no nodes";
}

TEST_F(EdgeTableTest, ErrorsOfAFileComeThrough) {
  EXPECT_THAT(ReadEdges(Parse(R"(edges { delimited { path: "no.csv" from: "a"
                                             to: "b" } })"),
                        folder_.path(), log_),
              StatusIs(absl::StatusCode::kNotFound,
                       HasSubstr("data.edges[0].delimited.path")));
}

}  // namespace
}  // namespace customer2vec
