#include "trainer/generate/text_file_writer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/scratch_folder.h"
#include "core/base/status_matchers.h"
#include "trainer/data/byte_source.h"

namespace customer2vec {
namespace {

using ::testing::HasSubstr;

// More than a buffer.
std::string Text() {
  std::string text;
  for (int i = 0; i < 30000; ++i) text += std::to_string(i) + ",";
  return text;
}

std::string WriteAndRead(const ScratchFolder& folder, const std::string& name,
                         bool gzip) {
  auto file = TextFileWriter::Create(folder.Path(name), gzip);
  EXPECT_THAT(file, IsOk());
  const std::string text = Text();
  for (size_t i = 0; i < text.size(); i += 1000) {
    file->Append(absl::string_view(text).substr(i, 1000));
  }
  EXPECT_THAT(file->Close(), IsOk());
  return folder.Read(name);
}

TEST(TextFileWriterTest, WritesPlainText) {
  const ScratchFolder folder;
  EXPECT_EQ(WriteAndRead(folder, "a.csv", /*gzip=*/false), Text());
}

TEST(TextFileWriterTest, WritesGzipWithTheSameBytesEachTime) {
  const ScratchFolder folder;
  const std::string stored = WriteAndRead(folder, "a.csv.gz", /*gzip=*/true);
  EXPECT_EQ(WriteAndRead(folder, "b.csv.gz", /*gzip=*/true), stored);
  EXPECT_LT(stored.size(), Text().size() / 2);
  C2V_ASSERT_OK_AND_ASSIGN(const auto source,
                           OpenByteSource(folder.Path("a.csv.gz")));
  std::string text(Text().size() + 1, '\0');
  size_t length = 0;
  while (true) {
    const auto count = source->Read(std::span(text).subspan(length));
    ASSERT_THAT(count, IsOk());
    if (*count == 0) break;
    length += *count;
  }
  EXPECT_EQ(text.substr(0, length), Text());
}

TEST(TextFileWriterTest, ErrorsNameTheFile) {
  const ScratchFolder folder;
  EXPECT_THAT(TextFileWriter::Create(folder.Path("no/a.csv"), false),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("no/a.csv")));
  // A device that is always full.
  for (const std::string& text : {std::string("short"), Text()}) {
    C2V_ASSERT_OK_AND_ASSIGN(TextFileWriter full,
                             TextFileWriter::Create("/dev/full", false));
    full.Append(text);
    EXPECT_THAT(full.Close(), StatusIs(absl::StatusCode::kUnavailable,
                                       HasSubstr("/dev/full: could not be")));
  }
}

}  // namespace
}  // namespace customer2vec
