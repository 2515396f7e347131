#include "core/snapshot/snapshot_file_names.h"

#include <gtest/gtest.h>

#include <string>

namespace customer2vec {
namespace {

TEST(SnapshotFileNamesTest, JoinsFolders) {
  EXPECT_EQ(AttributeFile(2, kAttributeValueIds), "attributes/2/value_ids.u32");
  const std::string index = SpaceFile("items", kSimilarIndex);
  EXPECT_EQ(GraphFile(index, kGraphLevels),
            "spaces/items/similar/graph.levels.u8");
}

TEST(SnapshotFileNamesTest, ServableNamesAreShortWords) {
  EXPECT_TRUE(IsServableName("items"));
  EXPECT_TRUE(IsServableName("Items_2-b"));
  EXPECT_TRUE(IsServableName(std::string(64, 'a')));
  for (const std::string& name :
       {std::string(), std::string(65, 'a'), std::string("a/b"),
        std::string("a.b"), std::string(".."), std::string("caf\xc3\xa9"),
        std::string("a b"), std::string("a\0b", 3)}) {
    EXPECT_FALSE(IsServableName(name)) << name;
  }
}

TEST(SnapshotFileNamesTest, PathsStayInTheFolder) {
  for (const char* path :
       {"warmup.json", "items/ids.bytes", "spaces/items/similar/graph.x",
        "a/b/c/d/e/f/g/h", "manifest.json/x", "...", "-x"}) {
    EXPECT_TRUE(IsSnapshotFilePath(path)) << path;
  }
  for (const char* path : {"", "/etc/passwd", "../x", "a/../../x", "a//b", "a/",
                           "./a", "a/.", "manifest.json", "manifest.sha256",
                           "a\\b", "a b", "~", "a/b/c/d/e/f/g/h/i"}) {
    EXPECT_FALSE(IsSnapshotFilePath(path)) << path;
  }
  EXPECT_TRUE(IsSnapshotFilePath(std::string(255, 'x')));
  EXPECT_FALSE(IsSnapshotFilePath(std::string(256, 'x')));
}

}  // namespace
}  // namespace customer2vec
