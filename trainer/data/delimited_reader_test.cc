#include "trainer/data/delimited_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/base/random.h"
#include "core/base/status_matchers.h"
#include "trainer/data/fake_byte_source.h"
#include "trainer/data/text_chunks.h"

namespace customer2vec {
namespace {

using ::testing::ElementsAre;

std::string Name(RecordDefect defect) {
  switch (defect) {
    case RecordDefect::kNone:
      return "";
    case RecordDefect::kUnclosedQuote:
      return "!unclosed";
    case RecordDefect::kStrayQuote:
      return "!stray";
    case RecordDefect::kTooLong:
      return "!long";
    case RecordDefect::kWrongFieldCount:
      return "!count";
  }
  return "?";
}

void AppendRecords(DelimitedReader& reader, std::vector<std::string>& records) {
  while (reader.Next()) {
    records.push_back(absl::StrCat(reader.line(), ":",
                                   absl::StrJoin(reader.fields(), "|"),
                                   Name(reader.defect())));
  }
  EXPECT_THAT(reader.status(), IsOk());
}

// Every record as "line:field|field" or "line:!defect".
std::vector<std::string> Records(const std::string& text, size_t expected = 0,
                                 size_t max_record_bytes = 64,
                                 size_t chunk = 7) {
  DelimitedReader reader(std::make_unique<FakeByteSource>(text, chunk), ',',
                         max_record_bytes);
  reader.ExpectFields(expected);
  std::vector<std::string> records;
  AppendRecords(reader, records);
  return records;
}

// The same of pieces of about `chunk_bytes`, each read for itself.
std::vector<std::string> RecordsOfPieces(const std::string& text,
                                         size_t expected,
                                         size_t max_record_bytes,
                                         size_t chunk_bytes) {
  TextChunkCutter cutter({.source = std::make_unique<FakeByteSource>(text, 7)},
                         chunk_bytes, max_record_bytes);
  std::vector<std::string> records;
  TextChunk chunk;
  std::vector<char> cut;  // the record at the end of the piece before
  uint64_t cut_line = 0;
  while (cutter.Next(&chunk)) {
    if (!cut.empty()) {
      chunk.bytes.insert(chunk.bytes.begin(), cut.begin(), cut.end());
      chunk.first_line = cut_line;
    }
    DelimitedReader reader(&chunk, ',', max_record_bytes);
    reader.ExpectFields(expected);
    AppendRecords(reader, records);
    cut.assign(reader.cut_record().begin(), reader.cut_record().end());
    cut_line = reader.line();
  }
  return records;
}

TEST(DelimitedReaderTest, SplitsLines) {
  EXPECT_THAT(Records("a,b\nc,\n,d\n"), ElementsAre("1:a|b", "2:c|", "3:|d"));
}

TEST(DelimitedReaderTest, LastLineNeedsNoEnd) {
  EXPECT_THAT(Records("a,b\nc,d"), ElementsAre("1:a|b", "2:c|d"));
  EXPECT_THAT(Records("a,b\nc,\"d\""), ElementsAre("1:a|b", "2:c|d"));
  EXPECT_THAT(Records(""), ElementsAre());
}

TEST(DelimitedReaderTest, TakesCrLfAndAByteOrderMark) {
  EXPECT_THAT(Records("\xEF\xBB\xBF"
                      "a,b\r\n\"c\",\"d\"\r\ne,\"f,g\"\r\n\"h\",i\r\n"),
              ElementsAre("1:a|b", "2:c|d", "3:e|f,g", "4:h|i"));
}

TEST(DelimitedReaderTest, SkipsEmptyLinesButCountsThem) {
  EXPECT_THAT(Records("\na\n\n\r\nb\n\n"), ElementsAre("2:a", "5:b"));
}

TEST(DelimitedReaderTest, QuotedFieldsHoldAnything) {
  EXPECT_THAT(Records("\"a,b\",c\n\"d\ne\",\"f\"\"g\"\"\"\nh,i\n"),
              ElementsAre("1:a,b|c", "2:d\ne|f\"g\"", "4:h|i"));
  EXPECT_THAT(Records("\"\",\"\"\"\"\n"), ElementsAre("1:|\""));
}

TEST(DelimitedReaderTest, QuotesInsidePlainFieldsAreCharacters) {
  EXPECT_THAT(Records("5\" pipe,it's 6\"\nx,y\n"),
              ElementsAre("1:5\" pipe|it's 6\"", "2:x|y"));
}

TEST(DelimitedReaderTest, UnclosedQuoteCostsItsLineOnly) {
  EXPECT_THAT(Records("a,b\n\"c,d\ne,f\ng,h\n"),
              ElementsAre("1:a|b", "2:!unclosed", "3:e|f", "4:g|h"));
  // Longer than the longest record before the file ends.
  std::string text = "a,\"b\n";
  for (int i = 0; i < 40; ++i) text += "c,d\n";
  EXPECT_EQ(Records(text).size(), 41u);
  EXPECT_EQ(Records(text)[0], "1:!unclosed");
  EXPECT_EQ(Records(text)[40], "41:c|d");
}

// More follows than any buffer holds.
TEST(DelimitedReaderTest, UnclosedQuoteDoesNotEatALargeFile) {
  std::string text = "a,\"b\n";
  for (int i = 0; i < 1 << 20; ++i) text += "c,d,e\n";
  EXPECT_EQ(Records(text, 0, 64, 1 << 20).size(), 1u + (1 << 20));
}

TEST(DelimitedReaderTest, UnclosedQuoteThatMeetsAnotherCostsItsLineOnly) {
  EXPECT_THAT(Records("a,\"b\nc,\"d\"\ne,f\n"),
              ElementsAre("1:!stray", "2:c|d", "3:e|f"));
}

TEST(DelimitedReaderTest, TextAfterAClosingQuoteIsADefect) {
  EXPECT_THAT(Records("\"a\"b,c\nd,e\n"), ElementsAre("1:!stray", "2:d|e"));
}

TEST(DelimitedReaderTest, WrongFieldCountIsADefect) {
  EXPECT_THAT(
      Records("a,b\nc\nd,e,f\n\"g\",\"h\",i\nj,k\n", 2),
      ElementsAre("1:a|b", "2:!count", "3:!count", "4:!count", "5:j|k"));
}

TEST(DelimitedReaderTest, WrongCountOverSeveralLinesCostsTheFirst) {
  EXPECT_THAT(Records("\"a\nb,c\n\",d,e\nf,g\n", 2),
              ElementsAre("1:!count", "2:b|c", "3:!unclosed", "4:f|g"));
}

TEST(DelimitedReaderTest, LongLinesAreSkippedWhole) {
  const std::string text =
      absl::StrCat("a,b\n", std::string(1000, 'x'), ",y\nc,d\n");
  EXPECT_THAT(Records(text), ElementsAre("1:a|b", "2:!long", "3:c|d"));
  EXPECT_THAT(Records(std::string(1000, 'x')), ElementsAre("1:!long"));
}

TEST(DelimitedReaderTest, TakesRecordsUpToTheLimit) {
  const std::string field(62, 'x');
  EXPECT_THAT(Records(field + "\n"), ElementsAre("1:" + field));
  EXPECT_THAT(Records(field + "xx\ny\n"), ElementsAre("1:!long", "2:y"));
}

TEST(DelimitedReaderTest, AnErrorEndsTheFile) {
  DelimitedReader reader(std::make_unique<FakeByteSource>(
                             "a,b\nc,", 4, absl::DataLossError("cut")),
                         ',');
  EXPECT_TRUE(reader.Next());
  EXPECT_FALSE(reader.Next());
  EXPECT_THAT(reader.status(),
              StatusIs(absl::StatusCode::kDataLoss, testing::Eq("cut")));
}

// Reads what an independent writer wrote, whatever the size of the pieces that
// arrive, also when the buffer moves.
TEST(DelimitedReaderTest, ReadsBackRandomTables) {
  Random random(3);
  std::string text;
  std::vector<std::string> expected;
  uint64_t line = 1;
  while (text.size() < 4u << 20) {
    std::vector<std::string> fields(3);
    for (std::string& field : fields) {
      for (uint32_t i = random.Below(40); i > 0; --i) {
        field += "ab,\"\n\r"[random.Below(6)];
      }
      std::string quoted = "\"";
      for (const char byte : field) {
        quoted += byte;
        if (byte == '"') quoted += '"';
      }
      text += quoted + "\"" + (&field == &fields.back() ? "\n" : ",");
    }
    expected.push_back(absl::StrCat(line, ":", absl::StrJoin(fields, "|")));
    line +=
        1 + std::count(expected.back().begin(), expected.back().end(), '\n');
  }
  EXPECT_EQ(Records(text, 3, 4096, 100000), expected);
  EXPECT_EQ(Records(text, 3, 1 << 20, 1 << 30), expected);
}

// Lines of plain and quoted fields, of line ends and separators inside quotes,
// quotes that are not closed or not doubled, and lines that are too long.
std::string RandomLines(Random& random) {
  static constexpr const char* kParts[] = {
      "a",     "bc",     ",",     ",",
      "\n",    "\n",     "\r\n",  "\n\n",
      "\"d\"", ",\"e,",  "\",",   "\"",
      "\"\"",  "\"\"\"", "\r",    "\"f\ng\"",
      "\"\n",  "\n\"",   ",\"\n", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"};
  std::string text;
  for (uint32_t i = 5 + random.Below(40); i > 0; --i) {
    text += kParts[random.Below(std::size(kParts))];
  }
  return text;
}

TEST(DelimitedReaderTest, PiecesHaveTheRecordsOfTheFile) {
  Random random(7);
  for (int round = 0; round < 1000; ++round) {
    const std::string text = RandomLines(random);
    const size_t expected = random.Below(4);
    for (const size_t longest : {8, 32, 1000}) {
      const std::vector<std::string> whole = Records(text, expected, longest);
      for (size_t bytes = 1; bytes < text.size() + 2; bytes += 1 + bytes / 8) {
        ASSERT_EQ(RecordsOfPieces(text, expected, longest, bytes), whole)
            << "pieces of " << bytes << " bytes, records of up to " << longest
            << ":\n"
            << text;
      }
    }
  }
}

TEST(DelimitedReaderTest, WhatFollowsTheRecordAtHandCanBeTaken) {
  for (const size_t chunk : {1, 4, 100}) {
    DelimitedReader reader(
        std::make_unique<FakeByteSource>("a,b\n\"c\n\",d\ne,f\n", chunk), ',');
    ASSERT_TRUE(reader.Next());
    ASSERT_TRUE(reader.Next());
    TextRest rest = reader.TakeRest();
    EXPECT_THAT(reader.fields(), ElementsAre("c\n", "d")) << "stays";
    EXPECT_EQ(rest.line, 4u);
    TextChunkCutter cutter(std::move(rest), 100, 100);
    TextChunk piece;
    ASSERT_TRUE(cutter.Next(&piece));
    EXPECT_EQ(std::string(piece.bytes.begin(), piece.bytes.end()), "e,f\n");
  }
}

}  // namespace
}  // namespace customer2vec
