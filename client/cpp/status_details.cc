#include "client/cpp/status_details.h"

#include <grpcpp/support/status.h>

#include <algorithm>
#include <vector>

#include "absl/strings/str_join.h"
#include "google/rpc/status.pb.h"

namespace customer2vec {
namespace {

// Metadata of UNKNOWN_<KIND> errors that lists the names that exist.
constexpr char kKnownNames[] = "known";

void AppendFieldViolations(const absl::Status& status,
                           std::vector<std::string>* lines) {
  const auto detail = GetDetail<google::rpc::BadRequest>(status);
  if (!detail) return;
  for (const auto& violation : detail->field_violations()) {
    lines->push_back(violation.description().empty()
                         ? absl::StrCat("field ", violation.field())
                         : absl::StrCat("field ", violation.field(), ": ",
                                        violation.description()));
  }
}

void AppendPreconditions(const absl::Status& status,
                         std::vector<std::string>* lines) {
  const auto detail = GetDetail<google::rpc::PreconditionFailure>(status);
  if (!detail) return;
  for (const auto& violation : detail->violations()) {
    lines->push_back(absl::StrCat("precondition ", violation.subject(), ": ",
                                  violation.description()));
  }
}

void AppendResource(const absl::Status& status,
                    std::vector<std::string>* lines) {
  const auto detail = GetDetail<google::rpc::ResourceInfo>(status);
  if (!detail) return;
  lines->push_back(
      absl::StrCat(detail->resource_type(), ": ", detail->resource_name()));
}

void AppendErrorInfo(const absl::Status& status,
                     std::vector<std::string>* lines) {
  const auto detail = GetDetail<google::rpc::ErrorInfo>(status);
  if (!detail) return;
  const auto known = detail->metadata().find(kKnownNames);
  if (known != detail->metadata().end()) {
    lines->push_back(absl::StrCat("known: ", known->second));
  }
  lines->push_back(absl::StrCat("reason: ", detail->reason()));
}

void AppendRetryDelay(const absl::Status& status,
                      std::vector<std::string>* lines) {
  const std::optional<absl::Duration> delay = RetryDelay(status);
  if (!delay) return;
  lines->push_back(
      absl::StrCat("try again in: ", absl::FormatDuration(*delay)));
}

}  // namespace

absl::Status StatusFromGrpc(const grpc::Status& status) {
  if (status.ok()) return absl::OkStatus();
  absl::Status result(static_cast<absl::StatusCode>(status.error_code()),
                      status.error_message());
  google::rpc::Status details;
  if (!details.ParseFromString(status.error_details())) return result;
  for (const google::protobuf::Any& detail : details.details()) {
    result.SetPayload(detail.type_url(), absl::Cord(detail.value()));
  }
  return result;
}

std::optional<absl::Duration> RetryDelay(const absl::Status& status) {
  const auto detail = GetDetail<google::rpc::RetryInfo>(status);
  if (!detail || !detail->has_retry_delay()) return std::nullopt;
  return absl::Seconds(detail->retry_delay().seconds()) +
         absl::Nanoseconds(detail->retry_delay().nanos());
}

std::string DescribeError(const absl::Status& status) {
  std::vector<std::string> lines = {absl::StrCat(
      absl::StatusCodeToString(status.code()), ": ", status.message())};
  AppendFieldViolations(status, &lines);
  AppendPreconditions(status, &lines);
  AppendResource(status, &lines);
  AppendErrorInfo(status, &lines);
  AppendRetryDelay(status, &lines);
  return absl::StrJoin(lines, "\n  ");
}

}  // namespace customer2vec
