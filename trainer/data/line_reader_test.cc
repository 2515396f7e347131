#include "trainer/data/line_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "core/base/random.h"
#include "core/base/scratch_folder.h"
#include "core/base/status_matchers.h"
#include "trainer/data/test_archives.h"

namespace customer2vec {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;

using Lines = std::vector<std::pair<uint64_t, std::string>>;

class LineReaderTest : public testing::Test {
 protected:
  Lines Read(const std::string& name, const std::string& bytes,
             size_t max_line_bytes = LineReader::kMaxLineBytes) {
    folder_.Write(name, bytes);
    auto source = OpenByteSource(folder_.path() + "/" + name);
    EXPECT_THAT(source, IsOk());
    LineReader reader(*std::move(source), max_line_bytes);
    Lines lines;
    while (reader.Next()) {
      lines.emplace_back(reader.number(), reader.too_long()
                                              ? "TOO LONG"
                                              : std::string(reader.line()));
    }
    status_ = reader.status();
    return lines;
  }

  const ScratchFolder folder_;
  absl::Status status_;
};

TEST_F(LineReaderTest, TakesEveryLineEndAndCountsEmptyLines) {
  EXPECT_THAT(Read("a", "\xEF\xBB\xBFone\r\n\ntwo\n\r\nthree"),
              ElementsAre(Pair(1, "one"), Pair(3, "two"), Pair(5, "three")));
  EXPECT_THAT(status_, IsOk());
}

TEST_F(LineReaderTest, AnEmptyFileHasNoLines) {
  EXPECT_THAT(Read("a", ""), ElementsAre());
  EXPECT_THAT(Read("b", "\n\n\n"), ElementsAre());
  EXPECT_THAT(status_, IsOk());
}

TEST_F(LineReaderTest, ALongLineCostsItselfOnly) {
  const std::string longest(100, 'x');
  EXPECT_THAT(Read("a", "a\n" + longest + "x\nb\n" + longest + "\nc", 100),
              ElementsAre(Pair(1, "a"), Pair(2, "TOO LONG"), Pair(3, "b"),
                          Pair(4, longest), Pair(5, "c")));
  // Longer than the buffer, at the end of the file.
  EXPECT_THAT(Read("b", "a\n" + std::string(5 << 20, 'x'), 100),
              ElementsAre(Pair(1, "a"), Pair(2, "TOO LONG")));
  EXPECT_THAT(Read("c", std::string(5 << 20, 'x') + "\nb", 100),
              ElementsAre(Pair(1, "TOO LONG"), Pair(2, "b")));
}

TEST_F(LineReaderTest, LinesOverManyChunksStayWhole) {
  Random random(7);
  Lines expected;
  std::string bytes;
  for (uint64_t i = 1; i <= 3000; ++i) {
    const std::string line(1 + random.Below(3000),
                           static_cast<char>('a' + i % 26));
    bytes += line + "\n";
    expected.emplace_back(i, line);
  }
  EXPECT_EQ(Read("a", bytes), expected);
  EXPECT_EQ(Read("a.gz", Gzip(bytes)), expected);
  EXPECT_EQ(Read("a.zst", Zstd(bytes)), expected);
}

TEST_F(LineReaderTest, ADamagedArchiveIsAnError) {
  const std::string archive = Gzip(std::string(100000, 'x') + "\n");
  Read("a.gz", archive.substr(0, archive.size() / 2));
  EXPECT_THAT(status_,
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("a.gz")));
}

}  // namespace
}  // namespace customer2vec
