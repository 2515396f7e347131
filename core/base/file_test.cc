#include "core/base/file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string>

#include "core/base/scratch_folder.h"
#include "core/base/status_matchers.h"

namespace customer2vec {
namespace {

using ::testing::HasSubstr;

TEST(FileTest, JoinsWithOneSlash) {
  EXPECT_EQ(JoinPath("a", "b"), "a/b");
  EXPECT_EQ(JoinPath("a/", "b"), "a/b");
  EXPECT_EQ(JoinPath("", "b"), "b");
}

TEST(ReadFileToStringTest, ReadsAllUpToTheLimit) {
  ScratchFolder folder;
  const std::string text(300000, 'x');  // more than one piece
  const std::string path = folder.Write("a", text);
  C2V_ASSERT_OK_AND_ASSIGN(std::string read, ReadFileToString(path, 300000));
  EXPECT_EQ(read, text);
  EXPECT_THAT(
      ReadFileToString(path, 299999),
      StatusIs(absl::StatusCode::kResourceExhausted, HasSubstr("299999")));
}

TEST(ReadFileToStringTest, FollowsLinks) {
  ScratchFolder folder;
  folder.Write("a", "text");
  ASSERT_EQ(symlink("a", folder.Path("link").c_str()), 0);
  C2V_ASSERT_OK_AND_ASSIGN(std::string read,
                           ReadFileToString(folder.Path("link"), 10));
  EXPECT_EQ(read, "text");
}

TEST(ReadFileToStringTest, NamesWhatIsMissingOrNoFile) {
  ScratchFolder folder;
  EXPECT_THAT(ReadFileToString(folder.Path("none"), 10),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("none")));
  EXPECT_THAT(ReadFileToString(folder.path(), 10),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("is not a regular file")));
}

TEST(OpenRegularFileTest, RefusesLinksAndFifosWithoutWaiting) {
  ScratchFolder folder;
  folder.Write("a", "text");
  ASSERT_EQ(symlink("a", folder.Path("link").c_str()), 0);
  ASSERT_EQ(mkfifo(folder.Path("fifo").c_str(), 0600), 0);
  EXPECT_THAT(OpenRegularFile(folder.Path("link")),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("symbolic link")));
  EXPECT_THAT(OpenRegularFile(folder.Path("fifo")),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("is not a regular file")));
}

TEST(ReadInPiecesTest, GivesEveryByteOnce) {
  ScratchFolder folder;
  std::string text;
  for (int i = 0; i < 200000; ++i) text += std::to_string(i);
  const std::string path = folder.Write("a", text);
  C2V_ASSERT_OK_AND_ASSIGN(OpenedFile file, OpenRegularFile(path));
  EXPECT_EQ(file.size, text.size());
  std::string read;
  ASSERT_THAT(ReadInPieces(file, path,
                           [&](absl::string_view bytes) {
                             read.append(bytes.data(), bytes.size());
                           }),
              IsOk());
  EXPECT_EQ(read, text);
}

TEST(WriteFileDurablyTest, ReplacesWholeAndLeavesNothingBeside) {
  ScratchFolder folder;
  const std::string path = folder.Write("a", "old and longer");
  ASSERT_THAT(WriteFileDurably(path, "new"), IsOk());
  EXPECT_EQ(folder.Read("a"), "new");
  EXPECT_EQ(
      std::distance(std::filesystem::directory_iterator(folder.path()), {}), 1);
}

TEST(WriteFileDurablyTest, FailsWithThePath) {
  ScratchFolder folder;
  EXPECT_THAT(WriteFileDurably(folder.Path("none/a"), "x"),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("none/a")));
}

TEST(FsyncTest, TakesWhatIsThereAndNamesWhatIsNot) {
  ScratchFolder folder;
  folder.Write("a", "x");
  EXPECT_THAT(FsyncFile(folder.Path("a")), IsOk());
  EXPECT_THAT(FsyncFolder(folder.path()), IsOk());
  EXPECT_THAT(FsyncFile(folder.Path("none")),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("none")));
  EXPECT_THAT(FsyncFolder(folder.Path("none")),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("none")));
}

TEST(FileWriterTest, RefusesToOverwrite) {
  ScratchFolder folder;
  const std::string path = folder.Write("a", "kept");
  EXPECT_THAT(FileWriter::Create(path),
              StatusIs(absl::StatusCode::kAlreadyExists, HasSubstr(path)));
  EXPECT_EQ(folder.Read("a"), "kept");
}

TEST(FileWriterTest, Appends) {
  ScratchFolder folder;
  C2V_ASSERT_OK_AND_ASSIGN(FileWriter file,
                           FileWriter::Create(folder.Path("a")));
  ASSERT_THAT(file.Append("one"), IsOk());
  ASSERT_THAT(file.Append("two"), IsOk());
  ASSERT_THAT(file.Sync(), IsOk());
  EXPECT_EQ(folder.Read("a"), "onetwo");
}

TEST(MappedFileTest, MapsAndMoves) {
  ScratchFolder folder;
  C2V_ASSERT_OK_AND_ASSIGN(MappedFile first,
                           MappedFile::Open(folder.Write("a", "bytes")));
  MappedFile second = std::move(first);
  EXPECT_EQ(second.bytes(), "bytes");
  first = MappedFile();
  EXPECT_EQ(second.bytes(), "bytes");
}

TEST(MappedFileTest, EmptyFileHasEmptyBytes) {
  ScratchFolder folder;
  C2V_ASSERT_OK_AND_ASSIGN(MappedFile file,
                           MappedFile::Open(folder.Write("a", "")));
  EXPECT_TRUE(file.bytes().empty());
}

}  // namespace
}  // namespace customer2vec
