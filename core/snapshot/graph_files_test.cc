#include "core/snapshot/graph_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "core/base/scratch_folder.h"
#include "core/base/status_matchers.h"

namespace customer2vec {
namespace {

using ::testing::ElementsAreArray;
using ::testing::HasSubstr;

TEST(GraphFilesTest, WhatIsWrittenIsRead) {
  ScratchFolder scratch;
  C2V_ASSERT_OK_AND_ASSIGN(SnapshotWriter writer,
                           SnapshotWriter::Create(scratch.path()));
  const std::vector<uint8_t> levels = {1, 2};
  const std::vector<int32_t> neighbors = {1, -1, -1, -1, 0, -1, -1, -1, -1, -1};
  ASSERT_THAT(WriteGraph({.links = 2,
                          .entry_point = 1,
                          .levels = levels,
                          .neighbors = neighbors},
                         "spaces/items/next", &writer),
              IsOk());
  ASSERT_THAT(writer.WriteManifest({}), IsOk());
  C2V_ASSERT_OK_AND_ASSIGN(auto folder, SnapshotFolder::Open(scratch.path()));
  C2V_ASSERT_OK_AND_ASSIGN(HnswGraphView graph,
                           LoadGraph(*folder, "spaces/items/next", 2));
  EXPECT_EQ(graph.links, 2);
  EXPECT_EQ(graph.entry_point, 1);
  EXPECT_THAT(graph.levels, ElementsAreArray(levels));
  EXPECT_THAT(graph.neighbors, ElementsAreArray(neighbors));
  EXPECT_THAT(LoadGraph(*folder, "spaces/items/next", 3),
              StatusIs(absl::StatusCode::kDataLoss,
                       HasSubstr("graph.levels.u8: has 2 values instead")));
  EXPECT_THAT(LoadGraph(*folder, "spaces/items/similar", 2),
              StatusIs(absl::StatusCode::kDataLoss,
                       HasSubstr("spaces/items/similar/graph.header.u32")));
}

}  // namespace
}  // namespace customer2vec
