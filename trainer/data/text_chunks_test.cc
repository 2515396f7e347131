#include "trainer/data/text_chunks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/status_matchers.h"
#include "trainer/data/fake_byte_source.h"

namespace customer2vec {
namespace {

using ::testing::ElementsAre;

// Every piece as "first line:bytes", the last one with "." behind it.
std::vector<std::string> Pieces(TextRest rest, size_t chunk_bytes,
                                size_t max_line_bytes,
                                absl::Status* end = nullptr) {
  TextChunkCutter cutter(std::move(rest), chunk_bytes, max_line_bytes);
  std::vector<std::string> pieces;
  TextChunk chunk;
  while (cutter.Next(&chunk)) {
    pieces.push_back(
        absl::StrCat(chunk.first_line, ":",
                     absl::string_view(chunk.bytes.data(), chunk.bytes.size()),
                     chunk.is_last ? "." : ""));
    if (end != nullptr) *end = chunk.end;
  }
  EXPECT_FALSE(cutter.Next(&chunk)) << "and stays at the end";
  return pieces;
}

TextRest File(const std::string& text, absl::Status end = {}) {
  return {.source = std::make_unique<FakeByteSource>(text, 3, std::move(end))};
}

TEST(TextChunksTest, PiecesAreWholeLines) {
  EXPECT_THAT(Pieces(File("a\nbb\n\nccc\n"), 4, 100),
              ElementsAre("1:a\n", "2:bb\n\n", "4:ccc\n", "5:."));
  EXPECT_THAT(Pieces(File("a\nbb\n\nccc"), 6, 100),
              ElementsAre("1:a\nbb\n\n", "4:ccc."));
  EXPECT_THAT(Pieces(File("a\nb\n"), 100, 100), ElementsAre("1:a\nb\n."));
  EXPECT_THAT(Pieces(File(""), 4, 100), ElementsAre("1:."));
}

TEST(TextChunksTest, BytesThatWereReadBeforeComeFirst) {
  EXPECT_THAT(Pieces({.bytes = {'x', '\n', 'y'},
                      .source = std::make_unique<FakeByteSource>("z\nw", 9),
                      .line = 7},
                     3, 100),
              ElementsAre("7:x\n", "8:yz\n", "9:w."));
  EXPECT_THAT(Pieces({.bytes = {'x', '\n', 'y'}, .source_ended = true}, 2, 9),
              ElementsAre("1:x\n", "2:y."));
}

TEST(TextChunksTest, ALineMayBeLongerThanAPiece) {
  EXPECT_THAT(Pieces(File("a\nbbbbbbbbbbbbbbbb\nc\n"), 4, 100),
              ElementsAre("1:a\n", "2:bbbbbbbbbbbbbbbb\nc\n."));
}

// Only enough is kept to see that it is too long.
TEST(TextChunksTest, OfALineThatIsTooLongTheFrontRemains) {
  const std::string line(1000, 'b');
  const std::string front = line.substr(0, 10 + 64);
  EXPECT_THAT(
      Pieces(File(absl::StrCat("a\n", line, "\nc\nd\n")), 4, 10),
      ElementsAre("1:a\n", absl::StrCat("2:", front, "\n"), "3:c\nd\n", "5:."));
  EXPECT_THAT(Pieces(File(absl::StrCat("a\n", line)), 4, 10),
              ElementsAre("1:a\n", absl::StrCat("2:", front, ".")));
}

TEST(TextChunksTest, AnErrorComesWithTheLastBytes) {
  absl::Status end;
  EXPECT_THAT(Pieces(File("a\nbb\nc", absl::DataLossError("cut")), 3, 9, &end),
              ElementsAre("1:a\n", "2:bb\n", "3:c."));
  EXPECT_THAT(end, StatusIs(absl::StatusCode::kDataLoss, testing::Eq("cut")));
}

}  // namespace
}  // namespace customer2vec
