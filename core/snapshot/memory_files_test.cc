#include "core/snapshot/memory_files.h"

#include <gmock/gmock.h>

#include <cstdint>
#include <utility>
#include <vector>

#include "core/base/scratch_folder.h"
#include "core/base/status_matchers.h"
#include "core/snapshot/snapshot_folder.h"
#include "core/snapshot/snapshot_writer.h"

namespace customer2vec {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(MemoryFilesTest, GivesBackWhatItWasGiven) {
  MemoryFiles files;
  const std::vector<float> numbers = {1, 2, 3};
  ASSERT_THAT(files.WriteArray<float>("a/b.f32", numbers), IsOk());
  ASSERT_THAT(files.Adopt("c.u32", std::vector<uint32_t>{7, 8}), IsOk());
  EXPECT_TRUE(files.Has("a/b.f32"));
  EXPECT_FALSE(files.Has("b.f32"));
  C2V_ASSERT_OK_AND_ASSIGN(const auto read, files.Array<float>("a/b.f32", 3));
  EXPECT_THAT(read, ElementsAre(1, 2, 3));
  C2V_ASSERT_OK_AND_ASSIGN(const auto any, files.Array<uint32_t>("c.u32"));
  EXPECT_THAT(any, ElementsAre(7, 8));
}

TEST(MemoryFilesTest, ViewsOutliveAMove) {
  MemoryFiles files;
  ASSERT_THAT(files.Adopt("c.u32", std::vector<uint32_t>{7, 8}), IsOk());
  C2V_ASSERT_OK_AND_ASSIGN(const auto view, files.Array<uint32_t>("c.u32"));
  const MemoryFiles moved = std::move(files);
  EXPECT_THAT(view, ElementsAre(7, 8));
}

TEST(MemoryFilesTest, RefusesWhatCannotBe) {
  MemoryFiles files;
  ASSERT_THAT(files.WriteFile("x.bytes", "12345"), IsOk());
  EXPECT_THAT(files.WriteFile("x.bytes", "1"),
              StatusIs(absl::StatusCode::kAlreadyExists, HasSubstr("x.bytes")));
  EXPECT_THAT(files.WriteFile("../x", "1"),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("../x")));
  EXPECT_THAT(files.File("y"),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("y")));
  EXPECT_THAT(files.Array<float>("y"),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("y")));
  EXPECT_THAT(
      files.Array<float>("x.bytes"),
      StatusIs(absl::StatusCode::kDataLoss, HasSubstr("no whole number")));
  EXPECT_THAT(files.Array<char>("x.bytes", 4),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("instead of")));
}

TEST(MemoryFilesTest, CopiesIntoAFolder) {
  MemoryFiles files;
  ASSERT_THAT(files.WriteFile("a/one", "1"), IsOk());
  ASSERT_THAT(files.WriteFile("two", ""), IsOk());
  const ScratchFolder folder;
  C2V_ASSERT_OK_AND_ASSIGN(SnapshotWriter writer,
                           SnapshotWriter::Create(folder.path()));
  ASSERT_THAT(files.CopyTo(&writer), IsOk());
  ASSERT_THAT(writer.WriteManifest({}), IsOk());
  C2V_ASSERT_OK_AND_ASSIGN(const auto opened,
                           SnapshotFolder::Open(folder.path()));
  C2V_ASSERT_OK_AND_ASSIGN(const absl::string_view one, opened->File("a/one"));
  EXPECT_EQ(one, "1");
  EXPECT_TRUE(opened->Has("two"));
}

}  // namespace
}  // namespace customer2vec
