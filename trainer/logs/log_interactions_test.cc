#include "trainer/logs/log_interactions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/base/status_matchers.h"
#include "trainer/logs/event_log_builder.h"

namespace customer2vec {
namespace {

using ::testing::ElementsAre;

EventLog SomeLog() {
  EventLogBuilder builder;
  const uint32_t click = builder.Word("click");
  const std::vector<uint32_t> phone = {builder.Word("device=phone")};
  builder.Add({.customer = "ann", .time = 1, .name = click}, phone);
  builder.Add({.customer = "ann", .time = 2, .name = click}, {});
  builder.Add({.session = "s", .time = 7, .name = click}, {});
  builder.Add({.customer = "ann", .time = 9000}, phone);
  builder.Add({.customer = "ann", .time = 9001}, {});  // says nothing
  return std::move(builder).Build(true);
}

TEST(LogInteractionsTest, TokensAreItemsAndSessionsBaskets) {
  const EventLog log = SomeLog();
  const auto reader = OpenLogInteractions(log, v1::LOG_TOKENS_SEPARATE);
  std::vector<std::string> rows;
  while (reader->Next()) {
    const Interaction& row = reader->interaction();
    rows.push_back(absl::StrCat(row.customer, " ", row.order, " ", row.item,
                                " t", row.time, " p", row.position));
  }
  EXPECT_THAT(reader->status(), IsOk());
  EXPECT_THAT(
      rows, ElementsAre("ann ann/1 click t1 p0", "ann ann/1 device=phone t1 p0",
                        "ann ann/1 click t2 p1",
                        "ann ann/2 device=phone t9000 p0", " /3 click t7 p0"));
}

TEST(LogInteractionsTest, BasketsHaveTimesOfTheirTokensOrNumbers) {
  EventLogBuilder builder;
  const std::vector<uint32_t> phone = {builder.Word("device=phone")};
  builder.Add({.customer = "ann", .session = "1", .time = 1}, {});
  builder.Add({.customer = "ann", .session = "1", .time = 2}, phone);
  builder.Add({.customer = "ann", .session = "2", .time = 3}, {});
  builder.Add({.customer = "bob", .session = "3", .time = 4}, phone);
  EventLog log = std::move(builder).Build(true);
  EXPECT_THAT(BasketTimes(log, v1::LOG_TOKENS_SEPARATE),
              ElementsAre(2, INT64_MIN, 4));
  log.has_times = false;
  EXPECT_THAT(BasketTimes(log, v1::LOG_TOKENS_SEPARATE), ElementsAre(0, 1, 1));
  EXPECT_THAT(BasketTimes(log, v1::LOG_TOKENS_EVENT), ElementsAre(0, 0, 0));
}

TEST(LogInteractionsTest, TokensHaveTheirFieldAsAttribute) {
  const EventLog log = SomeLog();
  const auto reader = OpenLogCatalogue(log, v1::LOG_TOKENS_JOINED);
  std::vector<std::string> rows;
  while (reader->Next()) {
    EXPECT_EQ(reader->row().name, reader->row().item);
    rows.push_back(
        absl::StrCat(reader->row().item, " of ", reader->row().values[0]));
  }
  EXPECT_THAT(rows,
              ElementsAre("click of event", "click|device=phone of device",
                          "device=phone of device"));
}

TEST(LogInteractionsTest, AnEmptyLogHasNoRows) {
  const EventLog log;
  EXPECT_FALSE(OpenLogInteractions(log, v1::LOG_TOKENS_SEPARATE)->Next());
  EXPECT_FALSE(OpenLogCatalogue(log, v1::LOG_TOKENS_SEPARATE)->Next());
}

}  // namespace
}  // namespace customer2vec
