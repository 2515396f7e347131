#include "core/errors/error_details.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_matchers.h"
#include "google/rpc/error_details.pb.h"

namespace customer2vec {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

// The detail of one type; fails the test when it is missing.
template <typename Detail>
Detail DetailOf(const absl::Status& status) {
  Detail detail;
  const auto payload = status.GetPayload(
      absl::StrCat("type.googleapis.com/", detail.GetTypeName()));
  EXPECT_TRUE(payload.has_value()) << detail.GetTypeName();
  if (payload) {
    EXPECT_TRUE(detail.ParseFromString(std::string(*payload)));
  }
  return detail;
}

TEST(InvalidFieldTest, NamesTheFieldForPeopleAndPrograms) {
  const absl::Status status = InvalidField("events[3].weight", "is not finite");
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument,
                               "events[3].weight: is not finite"));
  const auto request = DetailOf<google::rpc::BadRequest>(status);
  ASSERT_EQ(request.field_violations_size(), 1);
  EXPECT_EQ(request.field_violations(0).field(), "events[3].weight");
  EXPECT_EQ(request.field_violations(0).description(), "is not finite");
  const auto info = DetailOf<google::rpc::ErrorInfo>(status);
  EXPECT_EQ(info.domain(), "customer2vec");
  EXPECT_EQ(info.reason(), "INVALID_FIELD");
  EXPECT_EQ(info.metadata().at("field"), "events[3].weight");
}

TEST(UnsupportedFieldTest, IsUnimplementedAndNamesTheField) {
  const absl::Status status = UnsupportedField("options.filter");
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kUnimplemented,
                               HasSubstr("options.filter")));
  EXPECT_EQ(
      DetailOf<google::rpc::BadRequest>(status).field_violations(0).field(),
      "options.filter");
  EXPECT_EQ(DetailOf<google::rpc::ErrorInfo>(status).reason(),
            "UNSUPPORTED_FIELD");
}

TEST(UnknownNameTest, ListsTheKnownNames) {
  const absl::Status status = UnknownName("label", "canary", {"stable", "old"});
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kNotFound,
                               AllOf(HasSubstr("label \"canary\""),
                                     HasSubstr("known: stable, old"))));
  const auto info = DetailOf<google::rpc::ErrorInfo>(status);
  EXPECT_EQ(info.reason(), "UNKNOWN_LABEL");
  EXPECT_EQ(info.metadata().at("name"), "canary");
  EXPECT_EQ(info.metadata().at("known"), "stable, old");
}

TEST(UnknownNameTest, SaysSoWhenNoneIsKnown) {
  EXPECT_THAT(UnknownName("version", "x", {}),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("known: none")));
}

TEST(UnknownNameTest, ListsTwentyAtMostAndCutsLongNames) {
  std::vector<std::string> known;
  for (int i = 0; i < 30; ++i) known.push_back(absl::StrCat("name", i));
  const absl::Status status =
      UnknownName("servable", std::string(5000, 'x'), known);
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kNotFound,
                               AllOf(HasSubstr("name19, ..."),
                                     Not(HasSubstr("name20")))));
  EXPECT_LT(status.message().size(), 500u);
}

TEST(UnknownResourceTest, NamesTypeAndId) {
  const absl::Status status = UnknownResource("item", "4711");
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kNotFound,
                               HasSubstr("item \"4711\"")));
  const auto resource = DetailOf<google::rpc::ResourceInfo>(status);
  EXPECT_EQ(resource.resource_type(), "item");
  EXPECT_EQ(resource.resource_name(), "4711");
  EXPECT_EQ(DetailOf<google::rpc::ErrorInfo>(status).reason(), "UNKNOWN_ITEM");
}

TEST(UnknownResourceTest, CutsBetweenCharacters) {
  // Two bytes a character and an odd start, so that the limit falls inside one.
  std::string id = "x";
  for (int i = 0; i < 200; ++i) id += "\xC3\xA9";
  const auto resource =
      DetailOf<google::rpc::ResourceInfo>(UnknownResource("customer", id));
  EXPECT_EQ(resource.resource_name(), absl::StrCat(id.substr(0, 127), "..."));
}

TEST(ErrorWithReasonTest, KeepsCodeMessageAndReason) {
  const absl::Status status =
      ErrorWithReason(absl::StatusCode::kUnavailable, "DRAINING", "going away");
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kUnavailable, "going away"));
  EXPECT_EQ(DetailOf<google::rpc::ErrorInfo>(status).reason(), "DRAINING");
}

}  // namespace
}  // namespace customer2vec
