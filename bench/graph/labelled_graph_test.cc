#include "bench/graph/labelled_graph.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/file.h"
#include "core/base/scratch_folder.h"
#include "core/base/status_macros.h"
#include "core/base/status_matchers.h"

namespace customer2vec::bench {
namespace {

using ::testing::ElementsAre;

TEST(LabelledGraphTest, JoinsEdgesAndLabels) {
  const ScratchFolder folder;
  const std::string edges = folder.Write("e.tsv", "b\ta\na\tc\n");
  const std::string labels =
      folder.Write("l.tsv", "a\tred\nc\tblue\na\tblue\nz\tred\n");
  C2V_ASSERT_OK_AND_ASSIGN(const LabelledGraph data,
                           ReadLabelledGraph({edges, labels}));
  EXPECT_THAT(data.ids, ElementsAre("b", "a", "c"));
  EXPECT_THAT(data.nodes, ElementsAre(1, 2));
  EXPECT_EQ(data.labels.label_count, 2);
  EXPECT_THAT(data.labels.offsets, ElementsAre(0, 2, 3));
  EXPECT_EQ(data.labels[0].front(), data.labels[1].front()) << "blue";
  EXPECT_THAT(data.BuildGraph().Neighbors(1), ElementsAre(0, 2));
  EXPECT_THAT(data.LabelledRows(std::vector<float>{1, 2, 3, 4, 5, 6}, 2),
              ElementsAre(3, 4, 5, 6));
  const std::string copy = folder.path() + "/copy.tsv";
  ASSERT_THAT(data.WriteEdges(copy), IsOk());
  C2V_ASSERT_OK_AND_ASSIGN(const std::string text, ReadFileToString(copy, 100));
  EXPECT_EQ(text, "b\ta\na\tc\n");
}

}  // namespace
}  // namespace customer2vec::bench
