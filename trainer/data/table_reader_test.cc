#include "trainer/data/table_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "core/base/scratch_folder.h"
#include "core/base/sha256.h"
#include "core/base/status_macros.h"
#include "core/base/status_matchers.h"
#include "trainer/data/test_archives.h"

namespace customer2vec {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;

class TableReaderTest : public testing::Test {
 protected:
  std::unique_ptr<TableReader> Open(absl::string_view name,
                                    absl::string_view bytes) {
    auto table = TableReader::Open(folder_.Write(name, bytes), ',', log_);
    EXPECT_THAT(table, IsOk());
    return *std::move(table);
  }

  // The only bad row of the only file, as "line reason: detail".
  std::string TheBadRow() {
    const std::vector<BadRow>& rows = log_.files().front().samples();
    if (rows.size() != 1) return absl::StrCat(rows.size(), " bad rows");
    return absl::StrCat(rows[0].line, " ", BadRowReasonName(rows[0].reason),
                        ": ", rows[0].detail);
  }

  ScratchFolder folder_;
  BadRowLog log_{{.max_ratio = 1}};
};

TEST_F(TableReaderTest, ReadsColumnsByName) {
  auto table = Open("a.csv.gz", Gzip("id,\"price, net\"\nmilk,1.5\n"));
  C2V_ASSERT_OK_AND_ASSIGN(const size_t id, table->Column("id"));
  C2V_ASSERT_OK_AND_ASSIGN(const size_t price, table->Column("price, net"));
  ASSERT_TRUE(table->Next());
  EXPECT_EQ(table->Value(id), "milk");
  double number;
  EXPECT_TRUE(table->TakeNumber(price, &number));
  EXPECT_EQ(number, 1.5);
  EXPECT_FALSE(table->Next());
  EXPECT_FALSE(table->Next());
  EXPECT_THAT(table->status(), IsOk());
}

TEST_F(TableReaderTest, WithoutAHeaderColumnsAreNumbered) {
  auto table = TableReader::OpenHeaderless(
      folder_.Write("a.edgelist", "7 8\n\n9 10\n1\n"), ' ', log_);
  ASSERT_THAT(table, IsOk());
  C2V_ASSERT_OK_AND_ASSIGN(const size_t from, (*table)->Column("1"));
  C2V_ASSERT_OK_AND_ASSIGN(const size_t to, (*table)->Column("2"));
  ASSERT_TRUE((*table)->Next());
  EXPECT_EQ((*table)->Value(from), "7");
  EXPECT_EQ((*table)->Value(to), "8");
  ASSERT_TRUE((*table)->Next());
  EXPECT_EQ((*table)->Value(to), "10");
  EXPECT_FALSE((*table)->Next());
  EXPECT_THAT((*table)->status(), IsOk());
  EXPECT_EQ(log_.files().front().rows(), 3);
  EXPECT_EQ(TheBadRow(),
            "4 wrong field count: 1 fields where the first line has 2");
}

TEST_F(TableReaderTest, AFileWithoutRowsIsRefused) {
  EXPECT_THAT(
      TableReader::OpenHeaderless(folder_.Write("a.tsv", ""), '\t', log_),
      StatusIs(absl::StatusCode::kInvalidArgument,
               EndsWith("a.tsv: is empty; its first line must be a row")));
}

TEST_F(TableReaderTest, AMissingColumnNamesThoseThereAre) {
  auto table = Open("a.csv", "id,price\n");
  EXPECT_THAT(table->Column("item"),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       EndsWith("a.csv:1: no column \"item\"; its columns are "
                                "\"id\", \"price\"")));
  auto one = Open("b.csv", "id;price\n");
  EXPECT_THAT(one->Column("id"), StatusIs(absl::StatusCode::kInvalidArgument,
                                          HasSubstr("another separator?")));
  auto twice = Open("c.csv", "id,id\n");
  EXPECT_THAT(twice->Column("id"),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("more than one column is called \"id\"")));
}

TEST_F(TableReaderTest, AHeaderThatIsNoneIsRefused) {
  const auto open = [this](absl::string_view bytes) {
    return TableReader::Open(folder_.Write("a.csv", bytes), ',', log_).status();
  };
  EXPECT_THAT(open(""), StatusIs(absl::StatusCode::kInvalidArgument,
                                 HasSubstr("a.csv: is empty")));
  EXPECT_THAT(open("\"id,price\n"),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("a.csv:1: the header cannot be read")));
  EXPECT_THAT(open(absl::string_view("\xFF\xFEi\0d\0\n\0", 8)),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       AllOf(HasSubstr("a.csv:1"), HasSubstr("iconv"))));
  EXPECT_THAT(TableReader::Open(folder_.Path("absent.csv"), ',', log_),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("absent.csv")));
}

// Each text is read with one typed look at each row; the second of three rows
// is bad.
TEST_F(TableReaderTest, EveryBadRowTellsLineColumnAndValue) {
  const std::string long_id(513, 'x');
  const std::string long_line((1 << 20) + 1, 'x');
  struct Case {
    std::string row;
    std::string expected;
  };
  const Case cases[] = {
      {"a,1", "3 wrong field count: 2 fields where the first line has 3"},
      {"a,1,2017-01-01,b",
       "3 wrong field count: 4 fields where the first line has 3"},
      {"\"a,1,2017-01-01",
       "3 unclosed quote: a quoted field begins here and does not end"},
      {"\"a\"b,1,2017-01-01",
       "3 stray quote: a quoted field is followed by text: its quote is not "
       "closed, or quotes inside it are not doubled"},
      {"\xFF,1,2017-01-01",
       "3 invalid UTF-8: column \"id\": \"\\xff\" is not UTF-8 text"},
      {",1,2017-01-01", "3 empty id: column \"id\": \"\" is no id"},
      {long_id + ",1,2017-01-01", "3 id too long: column \"id\": \"" +
                                      std::string(60, 'x') +
                                      "\"... has 513 bytes, an id at most 512"},
      {"a,\"1,5\",2017-01-01",
       "3 not a number: column \"price\": \"1,5\" is not a number"},
      {"a,1,\"1.1.\n17\"",
       "3 not a time: column \"time\": \"1.1.\\n17\" is neither an ISO 8601 "
       "time nor Unix seconds"},
      {long_line, "3 line too long: the line is longer than 1048576 bytes"},
  };
  for (const Case& test : cases) {
    BadRowLog log({.max_ratio = 1});
    const std::string path =
        folder_.Write("a.csv", "id,price,time\ngood,1,2017-01-01\n" + test.row +
                                   "\nfine,2,2017-01-02 00:00:01\n");
    C2V_ASSERT_OK_AND_ASSIGN(auto table, TableReader::Open(path, ',', log));
    std::vector<std::string> good;
    absl::string_view id;
    double price;
    int64_t time;
    while (table->Next()) {
      if (table->TakeId(0, &id) && table->TakeNumber(1, &price) &&
          table->TakeTime(2, &time)) {
        good.push_back(absl::StrCat(id, " ", price, " ", time));
      }
    }
    EXPECT_THAT(table->status(), IsOk());
    EXPECT_THAT(good, ElementsAre("good 1 1483228800", "fine 2 1483315201"))
        << test.expected;
    const FileLog& file = log.files().front();
    EXPECT_EQ(file.rows(), 3u);
    ASSERT_EQ(file.samples().size(), 1u) << test.expected;
    EXPECT_EQ(absl::StrCat(file.samples()[0].line, " ",
                           BadRowReasonName(file.samples()[0].reason), ": ",
                           file.samples()[0].detail),
              test.expected);
  }
}

TEST_F(TableReaderTest, LinesAreWhereRowsBegin) {
  auto table = Open("a.csv", "id\n\"a\nb\nc\"\n\n-1\n");
  uint64_t number;
  ASSERT_TRUE(table->Next());
  ASSERT_TRUE(table->Next());
  EXPECT_FALSE(table->TakeUnsigned(0, &number));
  EXPECT_EQ(TheBadRow(),
            "6 not a number: column \"id\": \"-1\" is not a whole number from "
            "0");
}

// Undoubling quotes in place leaves the end of a letter behind the field.
TEST_F(TableReaderTest, DoubledQuotesBesideLettersAreValid) {
  auto table = Open("a.csv", "name,id\n\"\"\"\xC3\xA9\",1\n");
  ASSERT_TRUE(table->Next());
  EXPECT_EQ(table->Value(0), "\"\xC3\xA9");
}

TEST_F(TableReaderTest, TooManyBadRowsEndTheTable) {
  BadRowLog strict({.strict = true});
  C2V_ASSERT_OK_AND_ASSIGN(
      auto table,
      TableReader::Open(folder_.Write("a.csv", "a,b\n1\n2,3\n"), ',', strict));
  EXPECT_FALSE(table->Next());
  EXPECT_THAT(table->status(),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("a.csv:2: wrong field count")));
}

TEST_F(TableReaderTest, TooManyBadRowsShowAtTheEnd) {
  BadRowLog log({.max_ratio = 0.1});
  C2V_ASSERT_OK_AND_ASSIGN(
      auto table,
      TableReader::Open(folder_.Write("a.csv", "a,b\n1\n2,3\n"), ',', log));
  EXPECT_TRUE(table->Next());
  EXPECT_THAT(table->status(), IsOk());
  EXPECT_FALSE(table->Next());
  EXPECT_THAT(table->status(),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("a.csv: 1 of 2 rows (50%) are bad")));
}

TEST_F(TableReaderTest, ACutArchiveEndsTheTableWithItsError) {
  std::string stored = Gzip("a,b\n1,2\n3,4\n");
  stored.resize(stored.size() - 4);
  auto table = Open("a.csv.gz", stored);
  while (table->Next()) continue;
  EXPECT_THAT(table->status(), StatusIs(absl::StatusCode::kDataLoss,
                                        HasSubstr("a.csv.gz: the gzip")));
}

TEST_F(TableReaderTest, TheLogKnowsSizeAndDigest) {
  auto table = Open("a.csv", "a\n1\n");
  while (table->Next()) continue;
  const FileLog& file = log_.files().front();
  EXPECT_THAT(file.path(), EndsWith("a.csv"));
  EXPECT_EQ(file.bytes(), 4u);
  EXPECT_EQ(file.digest(), Sha256Hex("a\n1\n"));
  EXPECT_EQ(file.rows(), 1u);
}

}  // namespace
}  // namespace customer2vec
