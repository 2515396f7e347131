#include "trainer/data/parallel_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <iterator>
#include <memory>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/base/random.h"
#include "core/base/scratch_folder.h"
#include "trainer/data/test_archives.h"

namespace customer2vec {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

struct Sale {
  absl::string_view item;
  double price = -1;
  std::string rest;
};

// An id, a number, and the other columns; rows whose id is "skip" are left out.
class SaleParser final : public RowParser<Sale> {
 public:
  bool Take(TableRow& table, Sale* sale) override {
    if (table.Value(0) == "skip" || !table.TakeId(0, &sale->item) ||
        !table.TakeNumber(1, &sale->price)) {
      return false;
    }
    for (size_t i = 2; i < table.columns().size(); ++i) {
      absl::StrAppend(&sale->rest, "|", table.Value(i));
    }
    return true;
  }
};

// What reading a file gave: all that can be seen of it.
struct Outcome {
  std::vector<std::string> rows;
  std::string end;
  bool operator==(const Outcome&) const = default;
};

void PrintTo(const Outcome& outcome, std::ostream* out) {
  *out << absl::StrJoin(outcome.rows, "\n") << "\n" << outcome.end;
}

std::string RowText(uint64_t line, const Sale& sale) {
  return absl::StrCat(line, ":", sale.item, "|", sale.price, sale.rest);
}

bool IsRefused(const Sale& sale) { return sale.price == 13; }

class ParallelTableTest : public testing::Test {
 protected:
  absl::StatusOr<std::unique_ptr<TableReader>> Open(BadRowLog& log) const {
    const auto open =
        headerless_ ? TableReader::OpenHeaderless : TableReader::Open;
    return open(path_, ',', log);
  }

  static Outcome End(std::vector<std::string> rows, const absl::Status& status,
                     const BadRowLog& log) {
    const FileLog& file = log.files().front();
    return {std::move(rows),
            absl::StrCat(status.ToString(), "\n", file.Describe(), "\n",
                         file.bytes(), " bytes ", file.digest())};
  }

  // A plain loop over the whole file.
  Outcome Expected() const {
    BadRowLog log(limits_);
    auto table = Open(log);
    if (!table.ok()) return {{}, table.status().ToString()};
    std::vector<std::string> rows;
    SaleParser parser;
    while ((*table)->Next()) {
      Sale sale;
      if (!parser.Take(**table, &sale)) continue;
      rows.push_back(RowText((*table)->line(), sale));
      if (IsRefused(sale)) (*table)->Reject(BadRowReason::kUnknownProduct, "x");
    }
    return End(std::move(rows), (*table)->status(), log);
  }

  Outcome Read(size_t threads, size_t chunk_bytes) const {
    BadRowLog log(limits_);
    auto opened = Open(log);
    if (!opened.ok()) return {{}, opened.status().ToString()};
    ParallelTable<Sale> table(
        *std::move(opened), [] { return std::make_unique<SaleParser>(); },
        threads, chunk_bytes);
    std::vector<std::string> rows;
    while (table.Next()) {
      rows.push_back(RowText(table.line(), table.row()));
      if (IsRefused(table.row())) {
        table.Reject(BadRowReason::kUnknownProduct, "x");
      }
    }
    EXPECT_FALSE(table.Next()) << "and stays at the end";
    return End(std::move(rows), table.status(), log);
  }

  ScratchFolder folder_;
  std::string path_;
  bool headerless_ = false;
  BadRowLimits limits_{.max_ratio = 1, .samples = 3};
};

std::string RandomTable(Random& random) {
  static constexpr const char* kFields[] = {"milk",
                                            "7",
                                            "13",
                                            "1.5",
                                            "",
                                            "skip",
                                            "\"q\"",
                                            "\"a,b\"",
                                            "\"c\nd\"",
                                            "\"e\"\"f\"",
                                            "\"\"",
                                            "\"open",
                                            "\"stray\"x",
                                            "5\" pipe",
                                            "\xC3\xA9",
                                            "\xC3",
                                            "x\r",
                                            "\"\r\n\"",
                                            "\"g\n\nh\"\"\"",
                                            "\"\"\"\""};
  static constexpr const char* kEnds[] = {"\n", "\n", "\r\n", "\n\n",
                                          "\r\n\r\n"};
  std::string text;
  for (uint32_t rows = random.Below(12); rows > 0; --rows) {
    const uint32_t fields = random.Below(8) == 0 ? 1 + random.Below(5) : 3;
    text += random.Below(3) == 0 ? kFields[random.Below(std::size(kFields))]
                                 : "milk";
    for (uint32_t field = 1; field < fields; ++field) {
      text += ',';
      text += random.Below(2) == 0 ? kFields[random.Below(std::size(kFields))]
                                   : "2";
    }
    if (rows > 1 || random.Below(2) == 0) {
      text += kEnds[random.Below(std::size(kEnds))];
    }
  }
  return text;
}

TEST_F(ParallelTableTest, GivesWhatAPlainLoopGives) {
  Random random(5);
  for (int round = 0; round < 100; ++round) {
    headerless_ = random.Below(3) == 0;
    limits_.max_ratio = random.Below(3) * 0.3;
    limits_.strict = random.Below(8) == 0;
    const std::string text =
        (random.Below(4) == 0 ? "\xEF\xBB\xBF" : "") +
        std::string(headerless_ ? "a,1,x\n" : "item,price,\"rest\"\n") +
        RandomTable(random);
    path_ = folder_.Write("a.csv", text);
    const Outcome expected = Expected();
    for (size_t bytes = 1; bytes < text.size() + 2; ++bytes) {
      const size_t threads = bytes % 8 == 0 ? 1 + random.Below(3) : 0;
      ASSERT_EQ(Read(threads, bytes), expected)
          << threads << " threads, pieces of " << bytes << " bytes of\n"
          << text;
    }
  }
}

// Files that take the usual path: read ahead, many pieces, several threads.
class LargeTableTest : public ParallelTableTest {
 protected:
  // `count` rows; row 70,000 has the price `price`.
  static std::string Table(int count, absl::string_view price) {
    std::string text = "item,price,note\r\n";
    for (int i = 1; i <= count; ++i) {
      absl::StrAppend(&text, "p", i % 1000, ",",
                      i == 70000 ? price : absl::StrCat(100 + i), ",\"of, ", i,
                      i % 100 == 0 ? "\n" : "", "\"\"\"\r\n");
    }
    return text;
  }
};

TEST_F(LargeTableTest, GivesWhatAPlainLoopGives) {
  const std::string text = Table(100000, "cheap");
  const std::string gzip = Gzip(text);
  for (const auto& [name, bytes] :
       {std::pair("a.csv", text), std::pair("a.csv.gz", gzip),
        std::pair("a.csv.zst", Zstd(text)),
        std::pair("cut.csv.gz", gzip.substr(0, gzip.size() / 2))}) {
    path_ = folder_.Write(name, bytes);
    const Outcome expected = Expected();
    EXPECT_GT(expected.rows.size(), 10000u);
    for (const size_t threads : {0, 1, 4}) {
      EXPECT_EQ(Read(threads, kTableChunkBytes), expected) << name;
    }
  }
}

TEST_F(LargeTableTest, ABadRowOfALatePieceIsNamedByFileLineAndColumn) {
  limits_.strict = true;
  path_ = folder_.Write("a.csv", Table(100000, "cheap"));
  const Outcome outcome = Read(3, kTableChunkBytes);
  EXPECT_EQ(outcome.rows.size(), 69999u);
  // One line more for each hundred rows before.
  EXPECT_THAT(outcome.end,
              HasSubstr("a.csv:70700: not a number: column \"price\": "
                        "\"cheap\" is not a number"));
}

TEST_F(LargeTableTest, OfSeveralErrorsTheFirstOfTheFileIsTold) {
  limits_ = {.max_ratio = 0.01};
  std::string text = "item,price,note\n";
  for (int i = 0; i < 300000; ++i) {
    text += i >= 100000 && i % 50 == 0 ? "p,late,\n" : "p,1,\n";
  }
  path_ = folder_.Write("a.csv", text);
  const Outcome expected = Expected();
  EXPECT_THAT(expected.end, AllOf(HasSubstr("max_ratio allows 1%"),
                                  HasSubstr("a.csv:100002: not a number")));
  EXPECT_EQ(Read(4, kTableChunkBytes), expected);
}

// Quotes that do not end within the longest record, and lines above it.
TEST_F(LargeTableTest, LongLinesAndOpenQuotesCostTheirLineOnly) {
  const std::string row = "p,2,\n";
  std::string rows;
  for (int i = 0; i < 300000; ++i) rows += row;
  const std::string longest(DelimitedReader::kMaxRecordBytes, 'x');
  const std::vector<std::string> middles = {
      "p,3,\"open\n",
      "p,3," + longest + "\n",
      "p,3,\"" + longest + "\n",
      "p,3," + longest.substr(8) + "\n",
      "p,3,\"a\nb" + longest.substr(16) + "\"\n",
      longest + longest};
  for (const std::string& middle : middles) {
    path_ = folder_.Write("a.csv", "item,price,note\n" + rows + middle + rows);
    const Outcome expected = Expected();
    EXPECT_GE(expected.rows.size(), 599999u);
    const Outcome found = Read(2, kTableChunkBytes);
    EXPECT_EQ(found.end, expected.end);
    EXPECT_TRUE(found.rows == expected.rows);
  }
}

}  // namespace
}  // namespace customer2vec
