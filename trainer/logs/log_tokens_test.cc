#include "trainer/logs/log_tokens.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "trainer/logs/event_log_builder.h"

namespace customer2vec {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Ann clicks and buys on the phone, comes back and clicks; Bob's event has no
// name.
EventLog TwoCustomers() {
  EventLogBuilder builder;
  const uint32_t click = builder.Word("click");
  const uint32_t buy = builder.Word("buy");
  const std::vector<uint32_t> phone = {builder.Word("device=phone")};
  const std::vector<uint32_t> both = {phone[0], builder.Word("paid=a=b")};
  builder.Add({.customer = "ann", .time = 0, .name = click}, phone);
  builder.Add({.customer = "ann", .time = 10, .name = buy}, both);
  builder.Add({.customer = "bob", .time = 5}, phone);
  builder.Add({.customer = "ann", .time = 9000, .name = click}, {});
  return std::move(builder).Build(true);
}

TEST(LogTokensTest, AttributesStandBehindTheirEvent) {
  const TokenTexts texts =
      MakeTokenTexts(TwoCustomers(), v1::LOG_TOKENS_SEPARATE, 1);
  EXPECT_THAT(texts.vocabulary,
              ElementsAre("device=phone", "click", "buy", "paid=a=b"));
  EXPECT_THAT(texts.counts, ElementsAre(3, 2, 1, 1));
  EXPECT_THAT(texts.tokens, ElementsAre(1, 0, 2, 0, 3, 1, 0));
  EXPECT_THAT(texts.session_offsets, ElementsAre(0, 5, 6, 7));
  EXPECT_THAT(texts.customer_offsets, ElementsAre(0, 6, 7));
}

TEST(LogTokensTest, NamesAlone) {
  const TokenTexts texts =
      MakeTokenTexts(TwoCustomers(), v1::LOG_TOKENS_EVENT, 1);
  EXPECT_THAT(texts.vocabulary, ElementsAre("click", "buy"));
  EXPECT_THAT(texts.customer_offsets, ElementsAre(0, 3, 3));
}

TEST(LogTokensTest, JoinedAttributesSayTheirEvent) {
  const TokenTexts texts =
      MakeTokenTexts(TwoCustomers(), v1::LOG_TOKENS_JOINED, 1);
  EXPECT_THAT(texts.vocabulary,
              ElementsAre("click", "buy", "buy|device=phone", "buy|paid=a=b",
                          "click|device=phone", "device=phone"));
}

TEST(LogTokensTest, RareTokensAreLeftOut) {
  const TokenTexts texts =
      MakeTokenTexts(TwoCustomers(), v1::LOG_TOKENS_SEPARATE, 3);
  EXPECT_THAT(texts.vocabulary, ElementsAre("device=phone"));
  EXPECT_THAT(texts.tokens, ElementsAre(0, 0, 0));
  EXPECT_THAT(texts.session_offsets, ElementsAre(0, 2, 2, 3));
  EXPECT_THAT(MakeTokenTexts(TwoCustomers(), v1::LOG_TOKENS_SEPARATE, 9).tokens,
              IsEmpty());
}

TEST(LogTokensTest, TokensKnowTheirField) {
  const EventLog log = TwoCustomers();
  TokenMaker maker(log, v1::LOG_TOKENS_JOINED);
  std::vector<uint32_t> tokens;
  maker.TokensOf(1, &tokens);
  EXPECT_THAT(maker.fields(), ElementsAre("event", "device", "paid"));
}

}  // namespace
}  // namespace customer2vec
