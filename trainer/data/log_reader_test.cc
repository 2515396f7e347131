#include "trainer/data/log_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/random.h"
#include "core/base/scratch_folder.h"
#include "core/base/utf8.h"
#include "trainer/data/log_reader_test_util.h"

namespace customer2vec {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class LogReaderTest : public testing::Test {
 protected:
  v1::LogFormat Guess(const std::string& name, absl::string_view text) {
    const auto format = GuessLogFormat(folder_.Write(name, text));
    EXPECT_THAT(format, IsOk());
    return format.value_or(v1::LOG_FORMAT_UNSPECIFIED);
  }

  const ScratchFolder folder_;
};

TEST_F(LogReaderTest, TheNameOrElseTheFirstLineTellsTheFormat) {
  EXPECT_EQ(Guess("a.jsonl", ""), v1::LOG_FORMAT_JSON_LINES);
  EXPECT_EQ(Guess("a.CSV", ""), v1::LOG_FORMAT_DELIMITED);
  EXPECT_EQ(Guess("a.log", "\n {\"a\": 1}\n"), v1::LOG_FORMAT_JSON_LINES);
  EXPECT_EQ(Guess("b.log", "h - - [10/Oct/2026:13:55:36 +0200] \"G\" 200 1\n"),
            v1::LOG_FORMAT_WEB_SERVER);
  EXPECT_EQ(Guess("c.log", "user,event\n"), v1::LOG_FORMAT_DELIMITED);
  EXPECT_THAT(
      GuessLogFormat(folder_.Write("d.log", "hello\n")),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("set format to")));
  EXPECT_THAT(GuessLogFormat(folder_.Path("none.log")),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("none.log")));
}

TEST_F(LogReaderTest, ReadsDelimitedLogs) {
  const ReadLog log(
      {.path = folder_.Write("a.csv", "user,,event\n7,x,buy\n8,,view\n9,y\n")});
  EXPECT_THAT(log.status, IsOk());
  EXPECT_THAT(log.events,
              ElementsAre("user=7 column_2=x event=buy", "user=8 event=view"));
  EXPECT_THAT(log.lines, ElementsAre(2, 3));
  EXPECT_EQ(log.bad_row_count, 1u);
  const ReadLog semicolons(
      {.path = folder_.Write("b.log", "user;event\n7;buy\n"),
       .format = v1::LOG_FORMAT_DELIMITED,
       .separator = ";"});
  EXPECT_THAT(semicolons.events, ElementsAre("user=7 event=buy"));
}

// Whatever the bytes, a reader gives events of valid text or a named error.
void ReadAnything(const std::string& path, v1::LogFormat format) {
  const ReadLog log({.path = path, .format = format});
  for (const std::string& event : log.events) EXPECT_TRUE(IsValidUtf8(event));
  if (!log.status.ok()) {
    EXPECT_EQ(log.status.code(), absl::StatusCode::kInvalidArgument);
  }
}

constexpr v1::LogFormat kFormats[] = {v1::LOG_FORMAT_JSON_LINES,
                                      v1::LOG_FORMAT_WEB_SERVER,
                                      v1::LOG_FORMAT_DELIMITED};

TEST_F(LogReaderTest, RandomBytesDoNoHarm) {
  Random random(11);
  for (int round = 0; round < 60; ++round) {
    std::string bytes(random.Below(20000), '\0');
    for (char& byte : bytes) byte = static_cast<char>(random.Below(256));
    const std::string path = folder_.Write("a.log", bytes);
    for (const v1::LogFormat format : kFormats) ReadAnything(path, format);
  }
}

// Good lines with a few bytes changed come further than noise does.
TEST_F(LogReaderTest, MutatedLinesDoNoHarm) {
  const std::string good =
      "{\"user\": {\"id\": \"\\u00e9\\n7\"}, \"tags\": [1, 2.5e3, null]}\n"
      "h - u [10/Oct/2026:13:55:36 +0200] \"GET /a/7?b HTTP/1.1\" 200 17 "
      "\"http://e.org/\" \"curl/8\"\n"
      "a,b\n\"x\"\"y\",z\n";
  constexpr char kTelling[] =
      "{}[]\":,\\\n\r\t \0\xff\xc3"
      "e-0";
  Random random(12);
  const auto mutate = [&](std::string bytes) {
    for (uint32_t i = 0; i <= random.Below(6); ++i) {
      const uint32_t at = random.Below(bytes.size());
      const char byte = kTelling[random.Below(sizeof kTelling)];
      switch (random.Below(3)) {
        case 0:
          bytes[at] = byte;
          break;
        case 1:
          bytes.insert(at, 1 + random.Below(40), byte);
          break;
        default:
          bytes.erase(at, 1 + random.Below(9));
      }
    }
    return bytes;
  };
  for (int round = 0; round < 60; ++round) {
    std::string bytes;
    for (int i = 0; i < 50; ++i) bytes += mutate(good);
    const std::string path = folder_.Write("a.log", bytes);
    for (const v1::LogFormat format : kFormats) ReadAnything(path, format);
  }
}

}  // namespace
}  // namespace customer2vec
