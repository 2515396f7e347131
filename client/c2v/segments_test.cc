#include "client/c2v/segments.h"

#include <gmock/gmock.h>
#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <vector>

#include "core/base/file.h"
#include "core/base/scratch_folder.h"
#include "core/base/status_macros.h"
#include "core/base/status_matchers.h"
#include "core/testing/test_snapshot.h"

namespace customer2vec {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class SegmentsTest : public testing::Test {
 protected:
  void SetUp() override {
    items_ = *BuildVocabulary(std::vector<std::string>{"milk", "tea"});
    customers_ =
        *BuildVocabulary(std::vector<std::string>{"ann", "b,\"o\"b", "eve"});
    C2V_ASSERT_OK_AND_ASSIGN(tables_.items, Vocabulary::Create(items_.view()));
    C2V_ASSERT_OK_AND_ASSIGN(tables_.customers,
                             Vocabulary::Create(customers_.view()));
    C2V_ASSERT_OK_AND_ASSIGN(
        tables_.catalogue,
        Catalogue::Create({.names = {name_offsets_, name_bytes_}}, 2));
  }

  Tables tables_;
  const CustomerSegments segments_ = {
      .customers = {0, 1, 2},
      .segments = {0, 1, 0},
      .profiles = {{2, 0.875, {{1, 1, 1.5}}}, {1, 1, {}}},
      .without_vector = 7};

 private:
  VocabularyArrays items_, customers_;
  const std::vector<uint64_t> name_offsets_ = {0, 4, 7};
  const std::string name_bytes_ = "MILKTEA";
};

TEST_F(SegmentsTest, SizesFirstThenItems) {
  EXPECT_EQ(FormatSegments("joined", tables_, segments_, false),
            "2 segments of 3 customers by space joined; 7 without a vector are "
            "in none\n"
            "\n"
            "segment  customers  share  mean cosine\n"
            "      1          2  66.7%        0.875\n"
            "      2          1  33.3%        1.000\n"
            "\n"
            "segment  lift  taken by  item  name\n"
            "      1  1.50     50.0%  tea   TEA\n");
}

TEST_F(SegmentsTest, NoItemsNoTable) {
  EXPECT_EQ(FormatSegments("s", tables_, {{0}, {0}, {{1, 1, {}}}, 0}, false),
            "1 segments of 1 customers by space s\n"
            "\n"
            "segment  customers   share  mean cosine\n"
            "      1          1  100.0%        1.000\n");
}

TEST_F(SegmentsTest, AsJson) {
  google::protobuf::Struct json;
  ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(
                  FormatSegments("joined", tables_, segments_, true), &json)
                  .ok());
  EXPECT_EQ(json.fields().at("space").string_value(), "joined");
  EXPECT_EQ(json.fields().at("withoutVector").number_value(), 7);
  const auto& list = json.fields().at("segments").list_value();
  ASSERT_EQ(list.values_size(), 2);
  const auto& first = list.values(0).struct_value().fields();
  EXPECT_EQ(first.at("segment").number_value(), 1);
  EXPECT_EQ(first.at("customers").number_value(), 2);
  EXPECT_EQ(first.at("meanCosine").number_value(), 0.875);
  const auto& item =
      first.at("items").list_value().values(0).struct_value().fields();
  EXPECT_EQ(item.at("itemId").string_value(), "tea");
  EXPECT_EQ(item.at("name").string_value(), "TEA");
  EXPECT_EQ(item.at("lift").number_value(), 1.5);
  EXPECT_EQ(item.at("share").number_value(), 0.5);
}

TEST_F(SegmentsTest, CsvQuotesIds) {
  EXPECT_EQ(SegmentsCsv(tables_, segments_),
            "customer,segment\n"
            "ann,1\n"
            "\"b,\"\"o\"\"b\",2\n"
            "eve,1\n");
}

// Over the test snapshot, whose customer c is of group c % 6.
class RunSegmentsTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_THAT(WriteTestSnapshot(snapshot_.path()), IsOk());
    arguments_.command = Command::kSegments;
    arguments_.folder = snapshot_.path();
    arguments_.space = "items";
    arguments_.count = kTestGroups;
  }

  absl::Status Run() { return RunSegments(arguments_, out_); }

  const ScratchFolder snapshot_, scratch_;
  Arguments arguments_;
  std::ostringstream out_;
};

TEST_F(RunSegmentsTest, PrintsAndWrites) {
  arguments_.output = scratch_.Path("segments.csv");
  ASSERT_THAT(Run(), IsOk());
  EXPECT_THAT(out_.str(), StartsWith("6 segments of 11 customers by space "
                                     "items; 1 without a vector are in none"));
  EXPECT_THAT(out_.str(), HasSubstr(" of g5\n"));
  C2V_ASSERT_OK_AND_ASSIGN(const std::string csv,
                           ReadFileToString(arguments_.output, 1 << 10));
  EXPECT_THAT(csv, HasSubstr("\nc01,2\n"));
  EXPECT_THAT(csv, HasSubstr("\nc07,2\n"));
  EXPECT_THAT(csv, Not(HasSubstr("c11")));
}

TEST_F(RunSegmentsTest, ErrorsSayWhatThereIs) {
  arguments_.space = "popular";  // a scorer
  EXPECT_THAT(Run(), StatusIs(absl::StatusCode::kNotFound,
                              HasSubstr("\"popular\"; its spaces: items")));
  arguments_.space = "items";
  arguments_.count = 12;
  EXPECT_THAT(Run(), StatusIs(absl::StatusCode::kInvalidArgument,
                              HasSubstr("so it is 1 to 11")));
  arguments_.count = 2;
  arguments_.output = scratch_.Path("none/segments.csv");
  EXPECT_THAT(Run(), StatusIs(absl::StatusCode::kNotFound,
                              HasSubstr("none/segments.csv")));
  EXPECT_EQ(out_.str(), "");
}

}  // namespace
}  // namespace customer2vec
