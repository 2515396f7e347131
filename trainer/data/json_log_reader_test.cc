#include "trainer/data/json_log_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "core/base/scratch_folder.h"
#include "trainer/data/log_reader_test_util.h"
#include "trainer/data/test_archives.h"

namespace customer2vec {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class JsonLogReaderTest : public testing::Test {
 protected:
  ReadLog Read(absl::string_view text) {
    return ReadLog({.path = folder_.Write("a.jsonl", text)});
  }

  const ScratchFolder folder_;
};

TEST_F(JsonLogReaderTest, NestedObjectsAndArraysBecomeDottedFields) {
  const ReadLog log = Read(
      R"({"user": {"id": 7, "geo": {"city": "Köln"}}, "event": "buy"})"
      "\n"
      R"({"tags": ["a", ["b"]], "lines": [{"sku": 1}, {"sku": 2, "n": 3}]})"
      "\n");
  EXPECT_THAT(log.status, IsOk());
  EXPECT_THAT(log.events,
              ElementsAre("user.id=7 user.geo.city=Köln event=buy",
                          "tags=a tags=b lines.sku=1 lines.sku=2 lines.n=3"));
  EXPECT_THAT(log.lines, ElementsAre(1, 2));
}

TEST_F(JsonLogReaderTest, ScalarsBecomeTexts) {
  const ReadLog log = Read(
      R"({"a": 1.50, "b": -3, "c": 18446744073709551615, "d": 1e21, "e": true,
          "f": null, "g": "", "h": {}, "i": [], "j": "x\u00e9\n"})");
  // One object over two lines is two bad lines: a line is an event.
  EXPECT_THAT(log.events, IsEmpty());
  EXPECT_EQ(log.bad_row_count, 2u);
  EXPECT_THAT(
      Read(
          R"({"a": 1.50, "b": -3, "c": 18446744073709551615, "d": 1e21,)"
          R"( "e": true, "f": null, "g": "", "h": {}, "i": [], "j": "x\u00e9"})")
          .events,
      ElementsAre("a=1.5 b=-3 c=18446744073709551615 d=1e+21 e=true j=xé"));
}

TEST_F(JsonLogReaderTest, BrokenLinesAreCountedWithLineAndReason) {
  const ReadLog log = Read(
      "{\"a\": 1}\n"
      "{\"a\": 1\n"
      "[1, 2]\n"
      "{\"a\": \"\xff\"}\n"
      "{\"a\": 2} {\"a\": 3}\n"
      "{\"a\": 1e999}\n"
      "\n"
      "{\"a\": 4}");
  EXPECT_THAT(log.status, IsOk());
  EXPECT_THAT(log.events, ElementsAre("a=1", "a=4"));
  EXPECT_THAT(log.lines, ElementsAre(1, 8));
  ASSERT_THAT(log.bad_rows, SizeIs(5));
  EXPECT_EQ(log.bad_rows[0].line, 2u);
  EXPECT_EQ(log.bad_rows[0].reason, BadRowReason::kNotJson);
  EXPECT_EQ(log.bad_rows[1].reason, BadRowReason::kNotJson);
  EXPECT_THAT(log.bad_rows[1].detail, HasSubstr("no object"));
  EXPECT_EQ(log.bad_rows[2].line, 4u);
  EXPECT_EQ(log.bad_rows[2].reason, BadRowReason::kInvalidUtf8);
  EXPECT_EQ(log.bad_rows[3].reason, BadRowReason::kNotJson);
  EXPECT_EQ(log.bad_rows[4].line, 6u);
}

TEST_F(JsonLogReaderTest, TooManyBrokenLinesStopTheRun) {
  const std::string path = folder_.Write("a.jsonl", "{\"a\": 1}\nx\n");
  EXPECT_THAT(
      ReadLog({.path = path}, {.max_ratio = 0.01}).status,
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("a.jsonl:2")));
}

TEST_F(JsonLogReaderTest, DepthValuesAndNamesAreBounded) {
  std::string deep = "1";
  for (int i = 0; i < 40; ++i) deep = absl::StrCat("{\"a\": ", deep, "}");
  EXPECT_THAT(Read(deep + "\n").events, ElementsAre(""));
  // Deeper than simdjson goes.
  const std::string deeper = std::string(5000, '[') + std::string(5000, ']');
  EXPECT_EQ(Read("{\"a\": " + deeper + "}\n").bad_row_count, 1u);

  std::string many = "{\"a\": [0";
  for (int i = 0; i < 10000; ++i) absl::StrAppend(&many, ",1");
  EXPECT_EQ(Read(many + "]}\n").omitted_values, 10001u - LogReader::kMaxValues);
  std::string names;
  for (int i = 0; i < 1500; ++i) absl::StrAppend(&names, "{\"f", i, "\": 1}\n");
  EXPECT_EQ(Read(names).omitted_values, 1500u - LogReader::kMaxFields);
  EXPECT_EQ(Read("{\"" + std::string(300, 'n') + "\": 1}\n").omitted_values,
            1u);
}

TEST_F(JsonLogReaderTest, CompressedLogsReadTheSame) {
  const std::string text = "{\"a\": 1}\n{\"a\": 2}\n";
  for (const auto& [name, bytes] :
       {std::pair<std::string, std::string>{"a.jsonl.gz", Gzip(text)},
        {"a.ndjson.zst", Zstd(text)}}) {
    const ReadLog log({.path = folder_.Write(name, bytes)});
    EXPECT_THAT(log.events, ElementsAre("a=1", "a=2"));
    EXPECT_EQ(log.bytes, bytes.size());
  }
}

}  // namespace
}  // namespace customer2vec
