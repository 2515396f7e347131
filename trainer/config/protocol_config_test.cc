#include "trainer/config/protocol_config.h"

#include <gmock/gmock.h>

#include <string>

#include "core/base/status_matchers.h"
#include "trainer/config/training_config.h"

namespace customer2vec {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

v1::EvaluationConfig Parse(const std::string& text) {
  auto config = ParseTextConfig<v1::EvaluationConfig>(text, "test");
  EXPECT_THAT(config, IsOk());
  return *config;
}

TEST(ProtocolConfigTest, AProtocolIsChosenByName) {
  v1::EvaluationConfig config =
      Parse("protocol { leave_one_out { held_out: 2 } }");
  EXPECT_EQ(ProtocolName(config.protocol()), "leave_one_out");
  ASSERT_THAT(SelectProtocol("leave_one_out", &config), IsOk());
  EXPECT_EQ(config.protocol().leave_one_out().held_out(), 2);
  ASSERT_THAT(SelectProtocol("next_basket", &config), IsOk());
  EXPECT_TRUE(config.protocol().has_next_basket());
  EXPECT_EQ(ProtocolName({}), "last_basket");
  EXPECT_THAT(SelectProtocol("guess", &config),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       AllOf(HasSubstr("guess"), HasSubstr("hidden_item"),
                             HasSubstr("outcome_prediction"))));
}

TEST(ProtocolConfigTest, DefaultsAreFilledIn) {
  v1::EvaluationConfig config = Parse("protocol { session { prefixes {} } }");
  FillProtocolDefaults(&config);
  EXPECT_EQ(config.runs(), 1);
  EXPECT_EQ(config.cold_customer_baskets(), 3);
  EXPECT_EQ(config.protocol().session().prefixes().part_separator(), "\t");
  EXPECT_EQ(config.protocol().session().validation_share(), 0.1);
  config = Parse("protocol { session { validation_share: 0 } }");
  FillProtocolDefaults(&config);
  EXPECT_EQ(config.protocol().session().last_share(), 0.1);
  EXPECT_EQ(config.protocol().session().validation_share(), 0);
  config = Parse("");
  FillProtocolDefaults(&config);
  EXPECT_TRUE(config.protocol().has_last_basket());
}

TEST(ProtocolConfigTest, ErrorsNameTheField) {
  const struct {
    const char* text;
    const char* error;
  } cases[] = {
      {"runs: -1", "evaluation.runs is -1"},
      {"cold_item_baskets: -1", "evaluation.cold_item_baskets is -1"},
      {"protocol { next_basket { test_share: 1 } }",
       "evaluation.protocol.next_basket.test_share is 1"},
      {"protocol { next_basket { validation_share: nan } }",
       "next_basket.validation_share is nan"},
      {"protocol { next_basket { test_customers: '' } }",
       "next_basket.test_customers[0] is empty"},
      {"runs: 2 protocol { next_basket { test_customers: 'a' } }",
       "evaluation.runs is 2"},
      {"protocol { session { prefixes {} } }",
       "session.prefixes.path is empty"},
      {"protocol { session { prefixes { path: 'a' separator: 'ab' } } }",
       "session.prefixes.separator is \"ab\""},
      {"protocol { session { last_share: -0.5 } }", "session.last_share"},
      {"protocol { leave_one_out { asked: 2 } }",
       "leave_one_out.asked is 2: only the last 1"},
      {"protocol { leave_one_out { held_out: 2 max_events: -1 } }",
       "leave_one_out.max_events is -1"},
      {"protocol { node_classification { } }",
       "node_classification.labels.path is empty"},
      {"protocol { node_classification { labels { path: 'a' node: '1' } } }",
       "node_classification.labels.label is empty"},
      {"protocol { node_classification { labels { path: 'a' node: '1' label: "
       "'2' } strengths: 0 } }",
       "node_classification.strengths[0] is 0"},
      {"protocol { outcome_prediction { folds: 1 } }",
       "outcome_prediction.folds is 1"},
  };
  for (const auto& [text, error] : cases) {
    EXPECT_THAT(CheckProtocol(Parse(text)),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(error)))
        << text;
  }
  EXPECT_THAT(CheckProtocol(Parse("protocol { next_basket { } }")), IsOk());
}

}  // namespace
}  // namespace customer2vec
