#include "trainer/data/outcomes_reader.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "core/base/scratch_folder.h"
#include "core/base/status_matchers.h"

namespace customer2vec {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

class OutcomesReaderTest : public testing::Test {
 protected:
  absl::StatusOr<std::unique_ptr<OutcomesReader>> Open(
      const std::string& config, absl::string_view bytes) {
    v1::DelimitedOutcomes parsed;
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(config, &parsed));
    return OpenDelimitedOutcomes(parsed, folder_.Write("a.csv", bytes),
                                 "data.outcomes[0].delimited", log_);
  }

  // Every row as "customer metric value @time".
  std::vector<std::string> Rows(const std::string& config,
                                absl::string_view bytes) {
    const auto reader = Open(config, bytes);
    EXPECT_THAT(reader, IsOk());
    std::vector<std::string> rows;
    while ((*reader)->Next()) {
      const OutcomeRow& row = (*reader)->row();
      std::string text = absl::StrCat(row.customer, " ", row.metric);
      if (row.value) absl::StrAppend(&text, " ", *row.value);
      if (row.time) absl::StrAppend(&text, " @", *row.time);
      rows.push_back(text);
    }
    EXPECT_THAT((*reader)->status(), IsOk());
    return rows;
  }

  const ScratchFolder folder_;
  BadRowLog log_{{.max_ratio = 1}};
};

TEST_F(OutcomesReaderTest, ReadsMetricsValuesAndTimes) {
  EXPECT_THAT(
      Rows(R"(customer: "id" metric_column: "what" value: "v" time: "t")",
           "id,what,v,t\nann,churn,1,60\nann,spend,2.5,1970-01-01\n"
           "bob,churn,,120\n"),
      ElementsAre("ann churn 1 @60", "ann spend 2.5 @0", "bob churn @120"));
}

TEST_F(OutcomesReaderTest, PositiveTextsAreOneAndOthersZero) {
  EXPECT_THAT(Rows(R"(customer: "id" metric: "bad" value: "status"
                      positive_values: "B" positive_values: "D")",
                   "id,status\n1,A\n2,B\n3,D\n4,\n"),
              ElementsAre("1 bad 0", "2 bad 1", "3 bad 1", "4 bad"));
}

TEST_F(OutcomesReaderTest, BadRowsAreCountedByReason) {
  EXPECT_THAT(
      Rows(R"(customer: "id" metric_column: "what" value: "v" time: "t")",
           "id,what,v,t\n,churn,1,1\nann,,1,1\nann,churn,nan,1\n"
           "ann,churn,inf,1\nann,churn,yes,1\nann,churn,1,never\n"),
      ElementsAre());
  const FileLog& file = log_.files().front();
  EXPECT_EQ(file.bad_rows(BadRowReason::kEmptyId), 2u);
  EXPECT_EQ(file.bad_rows(BadRowReason::kNotANumber), 3u);
  EXPECT_EQ(file.bad_rows(BadRowReason::kNotATime), 1u);
}

TEST_F(OutcomesReaderTest, ErrorsNameTheFieldOfTheConfiguration) {
  const std::string good = "customer: \"id\" metric: \"m\" ";
  for (const auto& [config, field] :
       {std::pair(std::string("customer: \"x\" metric: \"m\" value: \"id\""),
                  "customer"),
        std::pair(good + "value: \"x\"", "value"),
        std::pair(good + "value: \"id\" time: \"x\"", "time"),
        std::pair(
            std::string("customer: \"id\" value: \"id\" metric_column: \"x\""),
            "metric_column")}) {
    EXPECT_THAT(Open(config, "id\n"),
                StatusIs(absl::StatusCode::kInvalidArgument,
                         AllOf(StartsWith(absl::StrCat(
                                   "data.outcomes[0].delimited.", field, ": ")),
                               HasSubstr("no column \"x\""))));
  }
}

}  // namespace
}  // namespace customer2vec
