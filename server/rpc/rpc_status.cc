#include "server/rpc/rpc_status.h"

#include <grpcpp/support/status.h>

#include <map>
#include <string>
#include <utility>

#include "absl/strings/cord.h"
#include "absl/strings/match.h"
#include "absl/types/optional.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace customer2vec {
namespace {

constexpr char kTypePrefix[] = "type.googleapis.com/";
constexpr char kErrorInfo[] = "type.googleapis.com/google.rpc.ErrorInfo";
constexpr char kRetryInfo[] = "type.googleapis.com/google.rpc.RetryInfo";

// By type URL, since Abseil does not promise an order.
std::map<std::string, std::string> Details(const absl::Status& status) {
  std::map<std::string, std::string> details;
  status.ForEachPayload(
      [&details](absl::string_view type_url, const absl::Cord& payload) {
        if (absl::StartsWith(type_url, kTypePrefix)) {
          details.emplace(std::string(type_url), std::string(payload));
        }
      });
  return details;
}

void AddDetail(const std::string& type_url, std::string value,
               google::rpc::Status* status) {
  google::protobuf::Any* detail = status->add_details();
  detail->set_type_url(type_url);
  detail->set_value(std::move(value));
  if (status->ByteSizeLong() > kMaxDetailBytes) {
    status->mutable_details()->RemoveLast();
  }
}

// `message` cut to kMaxMessageBytes, between two characters.
std::string Bounded(absl::string_view message) {
  if (message.size() <= kMaxMessageBytes) return std::string(message);
  size_t end = kMaxMessageBytes;
  while (end > 0 && (static_cast<unsigned char>(message[end]) & 0xC0) == 0x80) {
    --end;
  }
  return std::string(message.substr(0, end));
}

}  // namespace

grpc::Status ToGrpcStatus(const absl::Status& status) {
  if (status.ok()) return grpc::Status::OK;
  google::rpc::Status rpc_status;
  rpc_status.set_code(static_cast<int>(status.code()));
  rpc_status.set_message(Bounded(status.message()));
  std::map<std::string, std::string> details = Details(status);
  // What clients act on goes first.
  for (const char* first : {kErrorInfo, kRetryInfo}) {
    if (auto found = details.find(first); found != details.end()) {
      AddDetail(found->first, std::move(found->second), &rpc_status);
      details.erase(found);
    }
  }
  for (auto& [type_url, value] : details) {
    AddDetail(type_url, std::move(value), &rpc_status);
  }
  const std::string message = rpc_status.message();
  return grpc::Status(static_cast<grpc::StatusCode>(status.code()), message,
                      rpc_status.details_size() == 0
                          ? std::string()
                          : rpc_status.SerializeAsString());
}

std::optional<absl::Duration> RetryDelay(const absl::Status& status) {
  const absl::optional<absl::Cord> payload = status.GetPayload(kRetryInfo);
  google::rpc::RetryInfo retry;
  if (!payload || !retry.ParseFromString(std::string(*payload))) {
    return std::nullopt;
  }
  return absl::Seconds(retry.retry_delay().seconds()) +
         absl::Nanoseconds(retry.retry_delay().nanos());
}

}  // namespace customer2vec
