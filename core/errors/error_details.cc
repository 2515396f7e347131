#include "core/errors/error_details.h"

#include <algorithm>
#include <cstddef>
#include <initializer_list>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "google/rpc/error_details.pb.h"

namespace customer2vec {
namespace {

constexpr char kDomain[] = "customer2vec";
constexpr size_t kMaxKnownNames = 20;
// Ids in messages are cut, so that a request cannot make its error large.
constexpr size_t kMaxQuotedBytes = 128;

using Metadata =
    std::initializer_list<std::pair<absl::string_view, absl::string_view>>;

template <typename Detail>
void AddDetail(const Detail& detail, absl::Status* status) {
  status->SetPayload(absl::StrCat("type.googleapis.com/", detail.GetTypeName()),
                     absl::Cord(detail.SerializeAsString()));
}

void AddErrorInfo(absl::string_view reason, Metadata metadata,
                  absl::Status* status) {
  google::rpc::ErrorInfo info;
  info.set_domain(kDomain);
  info.set_reason(std::string(reason));
  for (const auto& [key, value] : metadata) {
    (*info.mutable_metadata())[std::string(key)] = std::string(value);
  }
  AddDetail(info, status);
}

void AddFieldViolation(absl::string_view field, absl::string_view description,
                       absl::Status* status) {
  google::rpc::BadRequest request;
  google::rpc::BadRequest::FieldViolation* violation =
      request.add_field_violations();
  violation->set_field(std::string(field));
  violation->set_description(std::string(description));
  AddDetail(request, status);
}

// Valid UTF-8 stays valid: the cut is between two characters.
std::string Shortened(absl::string_view text) {
  if (text.size() <= kMaxQuotedBytes) return std::string(text);
  size_t end = kMaxQuotedBytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) {
    --end;
  }
  return absl::StrCat(text.substr(0, end), "...");
}

}  // namespace

absl::Status InvalidField(absl::string_view field,
                          absl::string_view description) {
  absl::Status status =
      absl::InvalidArgumentError(absl::StrCat(field, ": ", description));
  AddFieldViolation(field, description, &status);
  AddErrorInfo("INVALID_FIELD", {{"field", field}}, &status);
  return status;
}

absl::Status UnsupportedField(absl::string_view field) {
  constexpr absl::string_view kDescription =
      "this version does not carry it out; leave it unset";
  absl::Status status =
      absl::UnimplementedError(absl::StrCat(field, ": ", kDescription));
  AddFieldViolation(field, kDescription, &status);
  AddErrorInfo("UNSUPPORTED_FIELD", {{"field", field}}, &status);
  return status;
}

absl::Status UnknownName(absl::string_view kind, absl::string_view name,
                         const std::vector<std::string>& known) {
  std::string list = absl::StrJoin(
      known.begin(), known.begin() + std::min(known.size(), kMaxKnownNames),
      ", ");
  if (known.size() > kMaxKnownNames) absl::StrAppend(&list, ", ...");
  const std::string shown = Shortened(name);
  absl::Status status = absl::NotFoundError(absl::StrCat(
      "no ", kind, " \"", shown, "\"; known: ", known.empty() ? "none" : list));
  AddErrorInfo(absl::StrCat("UNKNOWN_", absl::AsciiStrToUpper(kind)),
               {{"name", shown}, {"known", list}}, &status);
  return status;
}

absl::Status UnknownResource(absl::string_view type, absl::string_view id) {
  const std::string shown = Shortened(id);
  absl::Status status = absl::NotFoundError(
      absl::StrCat("nothing is known of ", type, " \"", shown,
                   "\", and the request refuses a fallback"));
  google::rpc::ResourceInfo resource;
  resource.set_resource_type(std::string(type));
  resource.set_resource_name(shown);
  resource.set_description("not in this snapshot, or without what is needed");
  AddDetail(resource, &status);
  AddErrorInfo(absl::StrCat("UNKNOWN_", absl::AsciiStrToUpper(type)),
               {{"id", shown}}, &status);
  return status;
}

absl::Status ErrorWithReason(absl::StatusCode code, absl::string_view reason,
                             absl::string_view message) {
  absl::Status status(code, message);
  AddErrorInfo(reason, {}, &status);
  return status;
}

}  // namespace customer2vec
