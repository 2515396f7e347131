#include "trainer/logs/event_log_builder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"

namespace customer2vec {
namespace {

using ::testing::ElementsAre;

// "ann: click device=phone, buy | view" - sessions apart by bars.
std::vector<std::string> Describe(const KnownEvents& events) {
  const EventLog& log = events.log();
  std::vector<std::string> customers;
  for (size_t customer = 0; customer < log.customer_count(); ++customer) {
    std::string text = log.customer_ids[customer] + ":";
    for (size_t session : log.SessionsOf(customer)) {
      if (session != log.customer_offsets[customer]) text += " |";
      for (size_t event : log.EventsOf(session)) {
        if (!events.Has(customer, session, event)) continue;
        if (event != log.session_offsets[session]) text += ",";
        if (log.event_names[event] != kNoEventName) {
          absl::StrAppend(&text, " ", log.words[log.event_names[event]]);
        }
        for (const uint32_t attribute : log.AttributesOf(event)) {
          absl::StrAppend(&text, " ", log.words[attribute]);
        }
      }
    }
    customers.push_back(text);
  }
  return customers;
}

class EventLogBuilderTest : public testing::Test {
 protected:
  void Add(absl::string_view customer, absl::string_view session, int64_t time,
           absl::string_view name, std::vector<std::string> attributes = {}) {
    std::vector<uint32_t> words;
    for (const std::string& text : attributes) {
      words.push_back(builder_.Word(text));
    }
    builder_.Add({.customer = customer,
                  .session = session,
                  .time = time,
                  .gap_seconds = 100,
                  .name = name.empty() ? kNoEventName : builder_.Word(name)},
                 words);
  }

  EventLogBuilder builder_;
};

TEST_F(EventLogBuilderTest, CutsByGapsInOrderOfTime) {
  Add("bob", "", 500, "late");
  Add("ann", "", 300, "c");
  Add("ann", "", 100, "a");
  Add("ann", "", 200, "b");  // 100 seconds after a: goes on
  Add("ann", "", 401, "d");  // 101 after c: a new session
  Add("bob", "", 10, "early");
  EXPECT_THAT(Describe(std::move(builder_).Build(true)),
              ElementsAre("bob: early | late", "ann: a, b, c | d"));
}

TEST_F(EventLogBuilderTest, EventsWithoutTimesAreOneSessionAsTheyCame) {
  Add("ann", "", 0, "b");
  Add("ann", "", 0, "a");
  EXPECT_THAT(Describe(std::move(builder_).Build(false)),
              ElementsAre("ann: b, a"));
}

TEST_F(EventLogBuilderTest, SessionIdsHoldHoweverFarApart) {
  Add("ann", "s2", 50, "first");
  Add("ann", "s1", 100, "b");
  Add("ann", "s1", 9000, "c");
  Add("ann", "s2", 9500, "last");
  Add("bob", "s1", 70, "other");  // another customer's session
  EXPECT_THAT(Describe(std::move(builder_).Build(true)),
              ElementsAre("ann: first, last | b, c", "bob: other"));
}

TEST_F(EventLogBuilderTest, SessionsOfNobodyAreCustomersWithoutId) {
  Add("", "s1", 1, "a");
  Add("s1", "", 1, "b");
  Add("", "s1", 2, "c");
  EXPECT_THAT(Describe(std::move(builder_).Build(true)),
              ElementsAre(": a, c", "s1: b"));
}

TEST_F(EventLogBuilderTest, RepeatedAttributesCountOnceAnEvent) {
  Add("ann", "", 1, "", {"x=1", "y=2", "x=1"});
  Add("ann", "", 2, "", {"x=1"});
  const EventLog log = std::move(builder_).Build(true);
  EXPECT_THAT(Describe(log), ElementsAre("ann: x=1 y=2, x=1"));
  EXPECT_THAT(log.event_times, ElementsAre(1, 2));
}

TEST_F(EventLogBuilderTest, NothingIsEmpty) {
  const EventLog log = std::move(builder_).Build(true);
  EXPECT_TRUE(log.empty());
  EXPECT_EQ(log.session_count(), 0u);
  EXPECT_EQ(log.customer_count(), 0u);
}

TEST_F(EventLogBuilderTest, EventsBeforeAHorizonAreCut) {
  Add("ann", "", 100, "a", {"x=1"});
  Add("ann", "", 150, "b");
  Add("ann", "", 900, "c");
  Add("bob", "", 900, "d", {"x=2"});
  const EventLog log = std::move(builder_).Build(true);
  const std::vector<int64_t> horizons = {150, INT64_MAX};
  EXPECT_THAT(Describe({log, horizons}),
              ElementsAre("ann: a x=1 |", "bob: d x=2"));
  EventLog timeless = log;
  timeless.has_times = false;
  EXPECT_EQ(Describe({timeless, horizons}), Describe(log));
}

TEST_F(EventLogBuilderTest, SessionsThatAreBasketsAreCutWhole) {
  Add("ann", "s1", 100, "a");
  Add("ann", "s2", 150, "b");
  Add("ann", "s1", 160, "c");
  Add("bob", "s3", 900, "d");
  EventLog log = std::move(builder_).Build(true);
  log.basket_times = {100, 150, 900};
  EXPECT_THAT(Describe({log, {150, INT64_MAX}}),
              ElementsAre("ann: a |", "bob: d"));
  log.has_times = false;  // then they are numbered
  log.basket_times = {0, 1, 2};
  EXPECT_THAT(Describe({log, {1, INT64_MAX}}),
              ElementsAre("ann: a, c |", "bob: d"));
}

}  // namespace
}  // namespace customer2vec
