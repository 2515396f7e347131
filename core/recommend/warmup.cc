#include "core/recommend/warmup.h"

#include <google/protobuf/util/json_util.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/base/status_macros.h"
#include "core/recommend/recommend.h"
#include "core/snapshot/snapshot_file_names.h"

namespace customer2vec {
namespace {

constexpr uint32_t kRequestsOfAKind = 8;
constexpr int32_t kResults = 10;
constexpr size_t kSessionItems = 3;

absl::Status Recommend(const Snapshot& snapshot,
                       const v1::RecommendRequest& request,
                       v1::RecommendResult* result) {
  switch (request.request_case()) {
    case v1::RecommendRequest::kSimilarItems:
      return RecommendSimilarItems(snapshot, request.similar_items(),
                                   result->mutable_similar_items());
    case v1::RecommendRequest::kCustomer:
      return RecommendForCustomer(snapshot, request.customer(),
                                  result->mutable_customer());
    case v1::RecommendRequest::kSession:
      return RecommendForSession(snapshot, request.session(),
                                 result->mutable_session());
    case v1::RecommendRequest::REQUEST_NOT_SET:
      break;
  }
  return absl::InvalidArgumentError("holds no request");
}

// Rows 0, then a step that widens: frequent rows closely, rare ones rarely.
std::vector<uint32_t> FrequentToRare(size_t count) {
  std::vector<uint32_t> rows;
  for (size_t row = 0; row < count && rows.size() < kRequestsOfAKind;
       row = row * 3 + 1) {
    rows.push_back(static_cast<uint32_t>(row));
  }
  return rows;
}

std::vector<uint32_t> SpreadOver(size_t count) {
  std::vector<uint32_t> rows;
  const size_t step = std::max<size_t>(count / kRequestsOfAKind, 1);
  for (size_t row = 0; row < count && rows.size() < kRequestsOfAKind;
       row += step) {
    rows.push_back(static_cast<uint32_t>(row));
  }
  return rows;
}

void AddSimilarItems(const Snapshot& snapshot, v1::WarmupRequests* warmup) {
  const Vocabulary& items = snapshot.tables().items;
  for (const uint32_t row : FrequentToRare(items.size())) {
    auto* request =
        warmup->add_requests()->mutable_request()->mutable_similar_items();
    request->set_item_id(std::string(items.Id(row)));
    request->set_k(kResults);
  }
}

void AddSessions(const Snapshot& snapshot, v1::WarmupRequests* warmup) {
  const Vocabulary& items = snapshot.tables().items;
  for (const uint32_t row : FrequentToRare(items.size())) {
    auto* request =
        warmup->add_requests()->mutable_request()->mutable_session();
    request->set_k(kResults);
    const size_t end = std::min<size_t>(row + kSessionItems, items.size());
    for (size_t item = row; item < end; ++item) {
      request->add_events()->set_item_id(
          std::string(items.Id(static_cast<uint32_t>(item))));
    }
  }
}

void AddCustomers(const Snapshot& snapshot, v1::WarmupRequests* warmup) {
  const Vocabulary& customers = snapshot.tables().customers;
  for (const uint32_t row : SpreadOver(customers.size())) {
    auto* request =
        warmup->add_requests()->mutable_request()->mutable_customer();
    request->set_customer_id(std::string(customers.Id(row)));
    request->set_k(kResults);
  }
}

// What is compared, whichever the RPC.
struct AnswerView {
  const google::protobuf::RepeatedPtrField<v1::RecommendedItem>& items;
};

template <typename Response>
AnswerView ViewOf(const Response& response) {
  return {response.items()};
}

AnswerView ViewOf(const v1::RecommendResult& result) {
  switch (result.result_case()) {
    case v1::RecommendResult::kSimilarItems:
      return ViewOf(result.similar_items());
    case v1::RecommendResult::kCustomer:
      return ViewOf(result.customer());
    default:
      return ViewOf(result.session());
  }
}

// Versions are given when the snapshot is published, tokens are pinned to them.
template <typename Response>
void DropVersion(Response* response) {
  response->clear_served_by();
  response->clear_next_page_token();
}

void DropVersion(v1::RecommendResult* result) {
  if (result->has_similar_items()) {
    DropVersion(result->mutable_similar_items());
  }
  if (result->has_customer()) DropVersion(result->mutable_customer());
  if (result->has_session()) DropVersion(result->mutable_session());
}

bool IsRounding(float a, float b) {
  const float larger = std::max(std::abs(a), std::abs(b));
  return std::abs(a - b) <=
         kWarmupRelativeTolerance * larger + kWarmupAbsoluteTolerance;
}

// The score of `id` among the expected items; nothing when it is not there.
std::optional<float> ExpectedScore(const AnswerView& expected,
                                   const std::string& id) {
  for (const v1::RecommendedItem& item : expected.items) {
    if (item.item_id() == id) return item.score();
  }
  return std::nullopt;
}

// Whether the item at place `i` may stand there: it is the expected one, or one
// whose score is so near that rounding may have moved it, also over the end of
// the list.
bool MayStand(const AnswerView& found, const AnswerView& expected, int i) {
  const v1::RecommendedItem& item = found.items[i];
  const v1::RecommendedItem& wanted = expected.items[i];
  if (!IsRounding(item.score(), wanted.score())) return false;
  if (item.item_id() == wanted.item_id()) {
    return item.source() == wanted.source();
  }
  const std::optional<float> score = ExpectedScore(expected, item.item_id());
  return IsRounding(item.score(),
                    score.value_or(expected.items.rbegin()->score()));
}

absl::Status Compare(const v1::RecommendResult& found,
                     const v1::RecommendResult& expected) {
  if (found.result_case() != expected.result_case()) {
    return absl::DataLossError("the expected answer is of another kind");
  }
  const AnswerView found_view = ViewOf(found);
  const AnswerView expected_view = ViewOf(expected);
  if (found_view.items.size() != expected_view.items.size()) {
    return absl::DataLossError(absl::StrCat(found_view.items.size(),
                                            " items instead of ",
                                            expected_view.items.size()));
  }
  for (int i = 0; i < found_view.items.size(); ++i) {
    if (MayStand(found_view, expected_view, i)) continue;
    const v1::RecommendedItem& item = found_view.items[i];
    const v1::RecommendedItem& wanted = expected_view.items[i];
    return absl::DataLossError(
        absl::StrCat("place ", i + 1, " has item \"", item.item_id(),
                     "\" with score ", item.score(), " instead of \"",
                     wanted.item_id(), "\" with ", wanted.score()));
  }
  return absl::OkStatus();
}

std::string NameOf(const v1::RecommendRequest& request) {
  if (request.has_similar_items()) {
    return absl::StrCat("items similar to \"",
                        request.similar_items().item_id(), "\"");
  }
  if (request.has_customer()) {
    return absl::StrCat("items for customer \"",
                        request.customer().customer_id(), "\"");
  }
  return "items for a session";
}

absl::Status Replay(const Snapshot& snapshot, const v1::WarmupRequest& warmup) {
  v1::RecommendResult found;
  C2V_RETURN_IF_ERROR(Recommend(snapshot, warmup.request(), &found));
  return Compare(found, warmup.expected());
}

absl::StatusOr<v1::WarmupRequests> ParseWarmup(absl::string_view text) {
  v1::WarmupRequests warmup;
  const auto parsed = google::protobuf::util::JsonStringToMessage(
      {text.data(), text.size()}, &warmup);
  if (parsed.ok()) return warmup;
  return absl::DataLossError(absl::StrCat(
      kWarmupFile, ": ",
      absl::string_view(parsed.message().data(), parsed.message().size())));
}

}  // namespace

absl::StatusOr<v1::WarmupRequests> BuildWarmup(const Snapshot& snapshot) {
  v1::WarmupRequests warmup;
  const v1::ServableDefaults& defaults = snapshot.manifest().defaults();
  if (!defaults.similar_items().empty()) AddSimilarItems(snapshot, &warmup);
  if (!defaults.session().empty()) AddSessions(snapshot, &warmup);
  if (!defaults.customer().empty()) AddCustomers(snapshot, &warmup);
  for (v1::WarmupRequest& entry : *warmup.mutable_requests()) {
    C2V_RETURN_IF_ERROR(
        Recommend(snapshot, entry.request(), entry.mutable_expected()))
        .With(NameOf(entry.request()));
    DropVersion(entry.mutable_expected());
  }
  return warmup;
}

absl::StatusOr<std::string> WarmupToJson(const v1::WarmupRequests& warmup) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  options.preserve_proto_field_names = true;
  std::string json;
  const auto printed =
      google::protobuf::util::MessageToJsonString(warmup, &json, options);
  if (printed.ok()) return json;
  return absl::InternalError(
      absl::string_view(printed.message().data(), printed.message().size()));
}

absl::Status ReplayWarmup(const Snapshot& snapshot) {
  const absl::StatusOr<absl::string_view> text = snapshot.File(kWarmupFile);
  if (absl::IsNotFound(text.status())) return absl::OkStatus();
  C2V_RETURN_IF_ERROR(text.status());
  C2V_ASSIGN_OR_RETURN(const v1::WarmupRequests warmup, ParseWarmup(*text));
  for (int i = 0; i < warmup.requests_size(); ++i) {
    const v1::WarmupRequest& request = warmup.requests(i);
    const absl::Status replayed = Replay(snapshot, request);
    if (replayed.ok()) continue;
    return absl::DataLossError(absl::StrCat(kWarmupFile, ": request ", i, " (",
                                            NameOf(request.request()),
                                            "): ", replayed.message()));
  }
  return absl::OkStatus();
}

}  // namespace customer2vec
