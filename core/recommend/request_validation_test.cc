#include "core/recommend/request_validation.h"

#include <gmock/gmock.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "core/base/status_matchers.h"

namespace customer2vec {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using ::testing::StartsWith;

auto Invalid(const std::string& field) {
  return StatusIs(absl::StatusCode::kInvalidArgument, StartsWith(field + ":"));
}

auto Unsupported(const std::string& field) {
  return StatusIs(absl::StatusCode::kUnimplemented, StartsWith(field + ":"));
}

TEST(CheckIdTest, WantsOneTo512BytesOfUtf8) {
  EXPECT_THAT(CheckId("item_id", "x"), IsOk());
  EXPECT_THAT(CheckId("item_id", std::string(512, 'x')), IsOk());
  EXPECT_THAT(CheckId("item_id", ""), Invalid("item_id"));
  EXPECT_THAT(CheckId("item_id", std::string(513, 'x')), Invalid("item_id"));
  EXPECT_THAT(CheckId("item_id", "\xFF"), Invalid("item_id"));
}

TEST(CheckIdsTest, CountsAndNamesThePlace) {
  v1::RecommendationOptions options;
  auto& ids = *options.mutable_exclude_item_ids();
  EXPECT_THAT(CheckIds("ids", ids, 0, 2), IsOk());
  EXPECT_THAT(CheckIds("ids", ids, 1, 2), Invalid("ids"));
  *ids.Add() = "a";
  *ids.Add() = "";
  EXPECT_THAT(CheckIds("ids", ids, 1, 2), Invalid("ids[1]"));
  ids[1] = "b";
  EXPECT_THAT(CheckIds("ids", ids, 1, 2), IsOk());
  *ids.Add() = "c";
  EXPECT_THAT(CheckIds("ids", ids, 1, 2), Invalid("ids"));
}

class CheckEventsTest : public ::testing::Test {
 protected:
  CheckEventsTest() {
    for (const char* id : {"a", "b", "c", "d"}) {
      request_.add_events()->set_item_id(id);
    }
  }
  absl::Status Check() { return CheckEvents("events", request_.events()); }
  v1::ItemEvent* Fourth() { return request_.mutable_events(3); }

  v1::RecommendForSessionRequest request_;
};

TEST_F(CheckEventsTest, TakesWeightsTimesAndTypesInRange) {
  Fourth()->set_weight(-1000);
  Fourth()->mutable_event_time()->set_seconds(253402300799);
  Fourth()->set_event_type(std::string(64, 'x'));
  EXPECT_THAT(Check(), IsOk());
}

TEST_F(CheckEventsTest, NamesTheFieldThatIsWrong) {
  for (const float weight : {NAN, INFINITY, -INFINITY, 1000.5f, -1000.5f}) {
    Fourth()->set_weight(weight);
    EXPECT_THAT(Check(), Invalid("events[3].weight")) << weight;
  }
  Fourth()->clear_weight();
  Fourth()->mutable_event_time()->set_seconds(253402300800);
  EXPECT_THAT(Check(), Invalid("events[3].event_time"));
  Fourth()->mutable_event_time()->set_seconds(-62135596801);
  EXPECT_THAT(Check(), Invalid("events[3].event_time"));
  Fourth()->mutable_event_time()->set_seconds(0);
  Fourth()->mutable_event_time()->set_nanos(-1);
  EXPECT_THAT(Check(), Invalid("events[3].event_time"));
  Fourth()->clear_event_time();
  Fourth()->set_event_type(std::string(65, 'x'));
  EXPECT_THAT(Check(), Invalid("events[3].event_type"));
  Fourth()->clear_item_id();
  EXPECT_THAT(Check(), Invalid("events[3].item_id"));
}

TEST_F(CheckEventsTest, TakesAThousandAndNoMore) {
  while (request_.events_size() < kMaxEvents) {
    request_.add_events()->set_item_id("x");
  }
  EXPECT_THAT(Check(), IsOk());
  request_.add_events()->set_item_id("x");
  EXPECT_THAT(Check(), Invalid("events"));
}

TEST(CheckedKTest, IsTenUnlessSaidAndInRange) {
  v1::RecommendForSessionRequest request;
  EXPECT_EQ(*CheckedK(request), 10u);
  request.set_k(1000);
  EXPECT_EQ(*CheckedK(request), 1000u);
  for (const int32_t k : {0, -1, 1001, INT32_MIN, INT32_MAX}) {
    request.set_k(k);
    EXPECT_THAT(CheckedK(request), Invalid("k")) << k;
  }
}

// Sets a field to something that is not its default.
void SetField(const FieldDescriptor* field, Message* message) {
  const Reflection* reflection = message->GetReflection();
  if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
    if (field->is_repeated()) {
      reflection->AddMessage(message, field);
    } else {
      reflection->MutableMessage(message, field);
    }
    return;
  }
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      if (field->is_repeated()) {
        return reflection->AddString(message, field, "x");
      }
      return reflection->SetString(message, field, "x");
    case FieldDescriptor::CPPTYPE_BOOL:
      return reflection->SetBool(message, field, true);
    case FieldDescriptor::CPPTYPE_FLOAT:
      return reflection->SetFloat(message, field, 0.5f);
    case FieldDescriptor::CPPTYPE_ENUM:
      return reflection->SetEnumValue(message, field, 1);
    default:
      FAIL() << field->full_name() << " has a type this test cannot set";
  }
}

// A field added to the API is refused until somebody carries it out and lists
// it here.
TEST(CheckOptionsTest, NoOptionIsIgnored) {
  const std::set<std::string> carried_out = {
      "exclude_item_ids",   "exclude_seen", "min_score",
      "candidate_item_ids", "search_mode",  "fallback_policy"};
  const auto* descriptor = v1::RecommendationOptions::descriptor();
  for (int i = 0; i < descriptor->field_count(); ++i) {
    const FieldDescriptor* field = descriptor->field(i);
    v1::RecommendationOptions options;
    SetField(field, &options);
    if (carried_out.contains(field->name())) {
      EXPECT_THAT(CheckOptions(options), IsOk()) << field->name();
    } else {
      EXPECT_THAT(CheckOptions(options),
                  Unsupported(absl::StrCat("options.", field->name())));
    }
  }
}

TEST(CheckOptionsTest, RefusesOptionsOfLaterVersions) {
  v1::RecommendationOptions options;
  // Field 999, a varint.
  ASSERT_TRUE(options.ParseFromString("\xB8\x3E\x01"));
  EXPECT_THAT(CheckOptions(options), Unsupported("options.<field 999>"));
}

TEST(CheckOptionsTest, ChecksRanges) {
  v1::RecommendationOptions options;
  options.set_min_score(NAN);
  EXPECT_THAT(CheckOptions(options), Invalid("options.min_score"));
  options.Clear();
  options.set_search_mode(static_cast<v1::SearchMode>(17));
  EXPECT_THAT(CheckOptions(options), Invalid("options.search_mode"));
  options.set_search_mode(v1::SEARCH_MODE_APPROXIMATE);
  EXPECT_THAT(CheckOptions(options), Unsupported("options.search_mode"));
  options.Clear();
  options.set_fallback_policy(static_cast<v1::FallbackPolicy>(17));
  EXPECT_THAT(CheckOptions(options), Invalid("options.fallback_policy"));
  options.Clear();
  for (int i = 0; i <= kMaxListedIds; ++i) options.add_exclude_item_ids("x");
  EXPECT_THAT(CheckOptions(options), Invalid("options.exclude_item_ids"));
  options.Clear();
  options.add_candidate_item_ids("");
  EXPECT_THAT(CheckOptions(options), Invalid("options.candidate_item_ids[0]"));
}

}  // namespace
}  // namespace customer2vec
