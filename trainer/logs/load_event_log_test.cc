#include "trainer/logs/load_event_log.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "core/base/random.h"
#include "core/base/scratch_folder.h"
#include "core/base/status_matchers.h"
#include "trainer/data/data_config.h"
#include "trainer/logs/log_report.h"

namespace customer2vec {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

class LoadEventLogTest : public testing::Test {
 protected:
  absl::StatusOr<EventLog> Load(const std::string& config_text) {
    v1::DataConfig config;
    EXPECT_TRUE(
        google::protobuf::TextFormat::ParseFromString(config_text, &config));
    BadRowLog bad_rows(LimitsOf(config.bad_rows()));
    auto log = LoadEventLog(config, folder_.path(), {}, bad_rows);
    files_ = bad_rows.files();
    if (log.ok() && !log->reports.empty()) report_ = log->reports[0];
    return log;
  }

  // What became of a field: "bins".
  std::string DecisionOn(const std::string& name) const {
    for (const v1::LogFieldReport& field : report_.fields()) {
      if (field.name() == name) return field.decision();
    }
    return "no such field";
  }
  std::string ReasonFor(const std::string& name) const {
    for (const v1::LogFieldReport& field : report_.fields()) {
      if (field.name() == name) return field.reason();
    }
    return "no such field";
  }

  // Writes a log in which every rule has a field to decide on.
  void WriteJsonLog() {
    Random random(3);
    std::string text;
    for (int i = 0; i < 2000; ++i) {
      absl::StrAppend(
          &text, R"({"ts": )", 1700000000000 + i * 60000,
          R"(, "user": {"id": "u)", random.Below(40), R"("}, "event": ")",
          i % 3 == 0 ? "buy" : "view", R"(", "device": ")",
          i % 2 == 0 ? "phone" : "desk", R"(", "price": )",
          random.Uniform() * 100, R"(, "grade": )", i % 5,
          R"(, "app": "shop",)", R"( "request_id": "r)", i, R"(", "query": "q)",
          random.Below(1500),
          R"(", "seen_at": "2026-01-02T03:04:05Z", "vip": )",
          i % 4 == 0 ? "true" : "false",
          i % 10 == 0 ? R"(, "coupon": "x")" : "", R"(, "tags": ["t)", i % 7,
          R"(", "t)", i % 3, R"("]})", "\n");
    }
    folder_.Write("a.jsonl", text);
  }

  const ScratchFolder folder_;
  std::deque<FileLog> files_;
  v1::LogReport report_;
};

TEST_F(LoadEventLogTest, FindsOutWhatFieldsAreWorth) {
  WriteJsonLog();
  C2V_ASSERT_OK_AND_ASSIGN(const EventLog log,
                           Load(R"(logs { path: "a.jsonl" })"));
  EXPECT_EQ(DecisionOn("user.id"), "customer");
  EXPECT_EQ(DecisionOn("ts"), "time");
  EXPECT_EQ(DecisionOn("event"), "event");
  EXPECT_EQ(DecisionOn("device"), "category");
  EXPECT_EQ(DecisionOn("price"), "bins");
  EXPECT_EQ(DecisionOn("grade"), "category");
  EXPECT_EQ(DecisionOn("vip"), "category");
  EXPECT_EQ(DecisionOn("tags"), "category");
  EXPECT_EQ(DecisionOn("coupon"), "category");
  EXPECT_EQ(DecisionOn("app"), "dropped");
  EXPECT_THAT(ReasonFor("app"), HasSubstr("same value"));
  EXPECT_EQ(DecisionOn("request_id"), "dropped");
  EXPECT_THAT(ReasonFor("request_id"), HasSubstr("identifier"));
  EXPECT_EQ(DecisionOn("query"), "dropped");
  EXPECT_THAT(ReasonFor("query"), HasSubstr("above max_cardinality 1000"));
  EXPECT_EQ(DecisionOn("seen_at"), "dropped");
  EXPECT_THAT(report_.notes(), Not(Contains(HasSubstr("customer"))));

  EXPECT_EQ(log.event_count(), 2000u);
  EXPECT_EQ(log.customer_count(), 40u);
  EXPECT_EQ(report_.customer_count(), 40);
  EXPECT_THAT(log.words, AllOf(Contains("buy"), Contains("device=phone"),
                               Contains("grade=4"), Contains("tags=t6"),
                               Contains("coupon=x")));
  EXPECT_EQ(std::count_if(log.words.begin(), log.words.end(),
                          [](const std::string& word) {
                            return word.starts_with("price=");
                          }),
            5);
  EXPECT_THAT(DescribeLogReport(report_),
              AllOf(HasSubstr("a.jsonl: JSON Lines, 2000 events"),
                    HasSubstr("price"), HasSubstr("bins")));
}

TEST_F(LoadEventLogTest, TheConfigurationOverrulesGuesses) {
  WriteJsonLog();
  C2V_ASSERT_OK_AND_ASSIGN(const EventLog log, Load(R"(
    logs { path: "a.jsonl" drop: "user" drop: "tags"
           roles { customer: "query" event: "-" }
           rules { field: "price" use: LOG_FIELD_USE_HASH }
           rules { field: "grade" use: LOG_FIELD_USE_NUMBER }
           rules { field: "request_id" use: LOG_FIELD_USE_CATEGORY }
           rules { field: "vip" use: LOG_FIELD_USE_DROP }
           discovery { max_cardinality: 50 hash_buckets: 8 numeric_bins: 2 } })"));
  EXPECT_EQ(DecisionOn("user.id"), "dropped");
  EXPECT_EQ(DecisionOn("tags"), "dropped");
  EXPECT_EQ(DecisionOn("vip"), "dropped");
  EXPECT_EQ(DecisionOn("query"), "customer");
  EXPECT_EQ(DecisionOn("event"), "category");
  EXPECT_EQ(DecisionOn("price"), "buckets");
  EXPECT_EQ(DecisionOn("grade"), "bins");
  EXPECT_EQ(DecisionOn("request_id"), "category");
  EXPECT_THAT(ReasonFor("request_id"), HasSubstr("the 50 most frequent kept"));
  EXPECT_THAT(log.words, AllOf(Contains("request_id=other"),
                               Contains("grade=..2"), Contains("price=#7")));
  EXPECT_THAT(log.event_names, testing::Each(kNoEventName));
}

TEST_F(LoadEventLogTest, ARuleHoldsForWhatIsNestedInItsField) {
  std::string text;
  for (int i = 0; i < 30; ++i) {
    absl::StrAppend(&text, R"({"user": "u)", i % 5, R"(", "ctx": {"churned": )",
                    i % 2, R"(, "plan": {"tier": "t)", i % 3, R"(", "code": )",
                    i % 4, R"(}}, "ctxt": "c)", i % 2, R"("})", "\n");
  }
  folder_.Write("a.jsonl", text);
  ASSERT_THAT(Load(R"(
    logs { path: "a.jsonl"
           rules { field: "ctx" use: LOG_FIELD_USE_DROP } })"),
              IsOk());
  EXPECT_EQ(DecisionOn("ctx.churned"), "dropped");
  EXPECT_EQ(DecisionOn("ctx.plan.tier"), "dropped");
  EXPECT_EQ(DecisionOn("ctxt"), "category");  // not nested
  // The longest name holds, whatever the order.
  ASSERT_THAT(Load(R"(
    logs { path: "a.jsonl" drop: "ctx"
           rules { field: "ctx.plan.code" use: LOG_FIELD_USE_CATEGORY }
           rules { field: "ctx.plan" use: LOG_FIELD_USE_HASH } })"),
              IsOk());
  EXPECT_EQ(DecisionOn("ctx.churned"), "dropped");
  EXPECT_EQ(DecisionOn("ctx.plan.tier"), "buckets");
  EXPECT_EQ(DecisionOn("ctx.plan.code"), "category");
  // Of two of the same name, dropping does.
  ASSERT_THAT(Load(R"(
    logs { path: "a.jsonl" drop: "ctx.plan"
           rules { field: "ctx.plan" use: LOG_FIELD_USE_HASH } })"),
              IsOk());
  EXPECT_EQ(DecisionOn("ctx.plan.tier"), "dropped");
}

TEST_F(LoadEventLogTest, ManyValuesAreHashedWhenAsked) {
  WriteJsonLog();
  ASSERT_THAT(
      Load(R"(logs { path: "a.jsonl" discovery { hash_buckets: 16 } })"),
      IsOk());
  EXPECT_EQ(DecisionOn("query"), "buckets");
  EXPECT_EQ(DecisionOn("request_id"), "dropped");
}

TEST_F(LoadEventLogTest, ReadsDelimitedLogsWithLists) {
  folder_.Write("a.csv",
                "CaseID,activity,at,filters\n"
                "7,open,2026-01-01 10:00:00,price|stars\n"
                "8,open,2026-01-01 10:00:01,\n"
                "7,close,2026-01-01 10:00:02,stars\n");
  C2V_ASSERT_OK_AND_ASSIGN(const EventLog log,
                           Load(R"(logs { path: "a.csv" })"));
  EXPECT_THAT(log.customer_ids, ElementsAre("7", "8"));
  EXPECT_THAT(log.words,
              ElementsAre("open", "filters=price", "filters=stars", "close"));
  EXPECT_TRUE(log.has_times);
}

TEST_F(LoadEventLogTest, ReadsWebLogs) {
  std::string text;
  for (int i = 0; i < 100; ++i) {
    absl::StrAppend(&text, "10.0.0.", i % 9,
                    " - - [10/Oct/2026:13:", 10 + i % 40,
                    ":36 +0200] \"GET /item/", i, " HTTP/1.1\" ",
                    i % 8 == 0 ? 404 : 200, " ", i * 17, " \"-\" \"curl/8\"\n");
  }
  folder_.Write("access.log", text);
  C2V_ASSERT_OK_AND_ASSIGN(const EventLog log,
                           Load(R"(logs { path: "access.log" })"));
  EXPECT_EQ(log.customer_count(), 9u);
  EXPECT_EQ(DecisionOn("host"), "customer");
  EXPECT_EQ(DecisionOn("path"), "event");
  EXPECT_EQ(DecisionOn("bytes"), "bins");
  EXPECT_EQ(DecisionOn("status"), "category");
  EXPECT_EQ(DecisionOn("agent"), "dropped");
  EXPECT_THAT(log.words, Contains("/item/{id}"));
}

TEST_F(LoadEventLogTest, WithoutCustomersEachLineIsOne) {
  folder_.Write("a.csv", "month,pages\nMay,1\nJune,2\n");
  C2V_ASSERT_OK_AND_ASSIGN(const EventLog log,
                           Load(R"(logs { path: "a.csv" })"));
  EXPECT_THAT(log.customer_ids, ElementsAre("line 2", "line 3"));
  EXPECT_THAT(report_.notes(), Contains(HasSubstr("each line is one")));
}

TEST_F(LoadEventLogTest, LinesOfSeveralLogsAreSeveralCustomers) {
  folder_.Write("a.csv", "month,pages\nMay,1\nJune,2\n");
  folder_.Write("b.csv", "month,pages\nJuly,1\nMay,2\n");
  C2V_ASSERT_OK_AND_ASSIGN(
      const EventLog log,
      Load(R"(logs { path: "a.csv" } logs { path: "b.csv" })"));
  EXPECT_THAT(
      log.customer_ids,
      ElementsAre("line 2", "line 3", "logs[1] line 2", "logs[1] line 3"));
}

TEST_F(LoadEventLogTest, ALogWithoutTimesBesideInteractionsSaysWhatItCosts) {
  folder_.Write("a.csv", "user,event\na,x\nb,y\n");
  C2V_ASSERT_OK_AND_ASSIGN(const EventLog alone,
                           Load(R"(logs { path: "a.csv" })"));
  EXPECT_THAT(alone.reports[0].notes(),
              Not(Contains(HasSubstr("may know the future"))));
  C2V_ASSERT_OK_AND_ASSIGN(const EventLog beside,
                           Load(R"(logs { path: "a.csv" } interactions {})"));
  EXPECT_THAT(beside.reports[0].notes(),
              Contains(HasSubstr("may know the future")));
}

TEST_F(LoadEventLogTest, EventsWithoutCustomerAreCountedOrKeptBySession) {
  folder_.Write("a.jsonl",
                "{\"user\": \"a\", \"session\": \"1\", \"event\": \"x\"}\n"
                "{\"user\": \"b\", \"session\": \"2\", \"event\": \"y\"}\n"
                "{\"user\": \"b\", \"event\": \"y\"}\n"
                "{\"session\": \"3\", \"event\": \"y\"}\n"
                "{\"event\": \"z\"}\n");
  C2V_ASSERT_OK_AND_ASSIGN(const EventLog log,
                           Load(R"(logs { path: "a.jsonl" })"));
  EXPECT_THAT(log.customer_ids, ElementsAre("a", "b", ""));
  EXPECT_EQ(log.event_count(), 4u);
  EXPECT_THAT(report_.notes(), Contains(HasSubstr("1 events left out")));
}

TEST_F(LoadEventLogTest, BadLinesAreCountedOnceAndStopTheRunWhenTooMany) {
  folder_.Write(
      "a.jsonl",
      "{\"user\": \"a\", \"time\": \"2026-01-01\", \"event\": \"x\"}\n"
      "{\"user\": \"b\", \"time\": \"2026-01-02\", \"event\": \"y\"}\n"
      "broken\n"
      "{\"user\": \"b\", \"time\": \"soon\", \"event\": \"y\"}\n");
  C2V_ASSERT_OK_AND_ASSIGN(
      const EventLog log,
      Load(R"(logs { path: "a.jsonl" roles { time: "time" } }
              bad_rows { max_ratio: 0.5 })"));
  EXPECT_EQ(log.event_count(), 2u);
  ASSERT_EQ(files_.size(), 1u);
  EXPECT_EQ(files_[0].bad_rows(BadRowReason::kNotJson), 1u);
  EXPECT_EQ(files_[0].bad_rows(BadRowReason::kNotATime), 1u);
  EXPECT_FALSE(files_[0].digest().empty());
  EXPECT_EQ(report_.bad_line_count(), 2);
  EXPECT_EQ(report_.event_count(), 2);
  EXPECT_THAT(Load(R"(logs { path: "a.jsonl" roles { time: "time" } })"),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("a.jsonl:3: not a JSON object")));
}

TEST_F(LoadEventLogTest, SeveralLogsAreOne) {
  folder_.Write("a.csv", "user,event,time\na,x,2026-01-01\nb,x,2026-01-02\n");
  folder_.Write("b.csv", "user,event,time\na,y,2026-01-03\nc,x,2026-01-02\n");
  C2V_ASSERT_OK_AND_ASSIGN(
      const EventLog log,
      Load(R"(logs { path: "a.csv" } logs { path: "b.csv" })"));
  EXPECT_THAT(log.customer_ids, ElementsAre("a", "b", "c"));
  EXPECT_EQ(log.session_count(), 4u);
  EXPECT_THAT(log.words, ElementsAre("x", "y"));
  EXPECT_EQ(log.reports.size(), 2u);
}

TEST_F(LoadEventLogTest, ErrorsSayWhatToDo) {
  folder_.Write("a.csv", "user,event,time\na,x,2026-01-01\nb,x,2026-01-02\n");
  folder_.Write("b.csv", "user,event\na,x\nb,x\n");
  folder_.Write("empty.csv", "user,event\n");
  const auto expect = [&](const std::string& config, const std::string& text) {
    EXPECT_THAT(Load(config),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(text)))
        << config;
  };
  expect(R"(logs { path: "a.csv" roles { customer: "nobody" } })",
         "data.logs[0].roles.customer: the log has no field \"nobody\"; its "
         "fields are \"user\", \"event\", \"time\"");
  expect(R"(logs { path: "a.csv" roles { customer: "user" event: "user" } })",
         "two roles");
  expect(R"(logs { path: "a.csv" drop: "x" })", "data.logs[0].drop[0]");
  expect(R"(logs { path: "a.csv" } logs { path: "b.csv" })",
         "data.logs[1].roles.time");
  expect(R"(logs { path: "empty.csv" })", "not one event");
  EXPECT_THAT(Load(R"(logs { path: "none.csv" })"),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("none.csv")));
}

TEST_F(LoadEventLogTest, NoLogsAreNoEvents) {
  C2V_ASSERT_OK_AND_ASSIGN(const EventLog log, Load(""));
  EXPECT_TRUE(log.empty());
}

}  // namespace
}  // namespace customer2vec
