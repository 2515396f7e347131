#include "trainer/data/edge_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "absl/strings/str_cat.h"
#include "core/base/scratch_folder.h"
#include "core/base/status_matchers.h"
#include "trainer/data/test_archives.h"

namespace customer2vec {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

class EdgeReaderTest : public testing::Test {
 protected:
  EdgeReaderTest() {
    config_.set_from("payer");
    config_.set_to("payee");
  }

  absl::StatusOr<std::unique_ptr<EdgeReader>> Open(absl::string_view name,
                                                   absl::string_view bytes) {
    return EdgeReader::Open(config_, folder_.Write(name, bytes),
                            "data.edges[0].delimited", log_);
  }

  // Every row as text.
  std::vector<std::string> Rows(absl::string_view name,
                                absl::string_view bytes) {
    const auto reader = Open(name, bytes);
    EXPECT_THAT(reader, IsOk());
    std::vector<std::string> rows;
    while ((*reader)->Next()) {
      const EdgeRow& row = (*reader)->row();
      rows.push_back(
          absl::StrCat(row.from, ">", row.to, " ", row.weight, " ", row.time));
    }
    EXPECT_THAT((*reader)->status(), IsOk());
    return rows;
  }

  const ScratchFolder folder_;
  BadRowLog log_{{.max_ratio = 1}};
  v1::DelimitedEdges config_;
};

TEST_F(EdgeReaderTest, OnlyTheEndsAreNeeded) {
  EXPECT_THAT(Rows("a.csv", "payee,payer\nbo,al\n"), ElementsAre("al>bo 1 0"));
}

TEST_F(EdgeReaderTest, ReadsWeightAndTime) {
  config_.set_weight("amount");
  config_.set_time("at");
  EXPECT_THAT(
      Rows("a.csv.gz", Gzip("payer,payee,amount,at\n"
                            "al,bo,2.5,1970-01-02\nbo,cy,,7\n"
                            "cy,al,0,8\nal,cy,-3,9\n")),
      ElementsAre("al>bo 2.5 86400", "bo>cy 1 7", "cy>al 0 8", "al>cy -3 9"));
}

TEST_F(EdgeReaderTest, ReadsEdgeListsWithoutAHeader) {
  config_.set_from("1");
  config_.set_to("2");
  config_.set_headerless(true);
  config_.set_separator(" ");
  EXPECT_THAT(Rows("karate.edgelist.zst", Zstd("1 32\n1 22\n")),
              ElementsAre("1>32 1 0", "1>22 1 0"));
}

TEST_F(EdgeReaderTest, WeightsThatAreNoNumbersAreBadRows) {
  config_.set_weight("w");
  EXPECT_THAT(Rows("a.csv",
                   "payer,payee,w\na,b,nan\na,c,inf\na,d,1e30\n"
                   "a,e,x\n,f,1\na,g,1\n"),
              ElementsAre("a>g 1 0"));
  const FileLog& file = log_.files().front();
  EXPECT_EQ(file.rows(), 6);
  EXPECT_EQ(file.bad_rows(BadRowReason::kNotANumber), 4);
  EXPECT_EQ(file.bad_rows(BadRowReason::kEmptyId), 1);
  EXPECT_THAT(file.samples()[2].detail,
              HasSubstr("column \"w\": \"1e30\" is out of range"));
}

TEST_F(EdgeReaderTest, AMissingColumnNamesTheField) {
  config_.set_weight("amount");
  EXPECT_THAT(Open("a.csv", "payer,payee\na,b\n"),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       AllOf(StartsWith("data.edges[0].delimited.weight: "),
                             HasSubstr("no column \"amount\""))));
}

}  // namespace
}  // namespace customer2vec
