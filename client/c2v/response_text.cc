#include "client/c2v/response_text.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "client/c2v/manifest_text.h"
#include "client/c2v/text_table.h"

namespace customer2vec {
namespace {

using google::protobuf::RepeatedPtrField;

// Numbers of a vector that are shown.
constexpr int kShownNumbers = 6;

absl::string_view DescribeFallback(v1::Fallback fallback) {
  switch (fallback) {
    case v1::FALLBACK_UNSPECIFIED:
      return "";
    case v1::FALLBACK_UNKNOWN_ITEM:
      return "the item is not in this snapshot";
    case v1::FALLBACK_ITEM_WITHOUT_VECTOR:
      return "the item is too rare to have a vector";
    case v1::FALLBACK_UNKNOWN_CUSTOMER:
      return "the customer is not in this snapshot";
    case v1::FALLBACK_EMPTY_SESSION:
      return "nothing of the session is known";
    case v1::FALLBACK_CUSTOMER_WITHOUT_HISTORY:
      return "the customer has no history that can be used";
    case v1::FALLBACK_NOTHING_LEFT:
      return "nothing of what the servable ranks is left";
    default:
      return "for a reason that this c2v does not know";
  }
}

std::string ServedByText(const v1::ServedBy& served_by) {
  std::string text = "answered by: ";
  if (!served_by.servable().empty()) {
    absl::StrAppend(&text, served_by.servable(), ", ");
  }
  absl::StrAppend(&text, "snapshot ", served_by.snapshot_version());
  if (!served_by.label().empty()) {
    absl::StrAppend(&text, " (", served_by.label(), ")");
  }
  text.push_back('\n');
  if (served_by.fallback() != v1::FALLBACK_UNSPECIFIED) {
    absl::StrAppend(&text, "fallback: ", DescribeFallback(served_by.fallback()),
                    "; these are not what was asked for\n");
  }
  return text;
}

std::string MissingText(const RepeatedPtrField<std::string>& ids) {
  if (ids.empty()) return "";
  return absl::StrCat(
      "not in this snapshot: ", Printable(absl::StrJoin(ids, ", ")), "\n");
}

absl::string_view SourceName(v1::RecommendationSource source) {
  switch (source) {
    case v1::RECOMMENDATION_SOURCE_REPEAT:
      return "repeat";
    case v1::RECOMMENDATION_SOURCE_DISCOVERY:
      return "discovery";
    default:
      return "";
  }
}

std::string ItemsTable(const RepeatedPtrField<v1::RecommendedItem>& items) {
  TextTable table({{"#", Align::kRight},
                   {"score", Align::kRight},
                   {"source"},
                   {"item"},
                   {"name"}});
  for (const v1::RecommendedItem& item : items) {
    table.AddRow(
        {absl::StrCat(item.rank()), absl::StrFormat("%.4f", item.score()),
         std::string(SourceName(item.source())), item.item_id(), item.name()});
  }
  return table.empty() ? "nothing to recommend\n" : table.ToString();
}

std::string MissingCustomerText(const v1::RecommendSimilarItemsResponse&) {
  return "";
}

template <typename Response>
std::string MissingCustomerText(const Response& response) {
  if (response.missing_customer_id().empty()) return "";
  return absl::StrCat("customer not in this snapshot: ",
                      Printable(response.missing_customer_id()), "\n");
}

template <typename Response>
std::string Recommendations(absl::string_view title, const Response& response) {
  return absl::StrCat(Printable(title), "\n\n", ItemsTable(response.items()),
                      "\n", ServedByText(response.served_by()),
                      MissingText(response.missing_item_ids()),
                      MissingCustomerText(response));
}

double Norm(const v1::Vector& vector) {
  double sum = 0;
  for (const float value : vector.values()) sum += double{value} * value;
  return std::sqrt(sum);
}

std::string FirstNumbers(const v1::Vector& vector) {
  std::vector<std::string> numbers;
  for (int i = 0; i < std::min(kShownNumbers, vector.values_size()); ++i) {
    numbers.push_back(absl::StrFormat("%7.4f", vector.values(i)));
  }
  if (vector.values_size() > kShownNumbers) numbers.push_back("…");
  return absl::StrJoin(numbers, " ");
}

std::string Embeddings(const RepeatedPtrField<v1::Embedding>& embeddings,
                       const v1::ServedBy& served_by,
                       const RepeatedPtrField<std::string>& missing) {
  TextTable table({{"id"},
                   {"numbers", Align::kRight},
                   {"length", Align::kRight},
                   {"vector"}});
  for (const v1::Embedding& embedding : embeddings) {
    table.AddRow({embedding.id(), absl::StrCat(embedding.vector().dimension()),
                  absl::StrFormat("%.4f", Norm(embedding.vector())),
                  FirstNumbers(embedding.vector())});
  }
  return absl::StrCat(table.empty() ? "no vectors\n" : table.ToString(), "\n",
                      ServedByText(served_by), MissingText(missing));
}

absl::string_view StateName(v1::SnapshotState state) {
  switch (state) {
    case v1::SNAPSHOT_STATE_AVAILABLE:
      return "available";
    case v1::SNAPSHOT_STATE_LOADING:
      return "loading";
    case v1::SNAPSHOT_STATE_LOADED:
      return "loaded";
    case v1::SNAPSHOT_STATE_REFUSED:
      return "refused";
    default:
      return "unknown";
  }
}

void AddStatus(const v1::SnapshotStatus& status, TextTable* table) {
  table->AddRow(
      {status.version(), std::string(StateName(status.state())),
       absl::StrJoin(status.labels(), ", "),
       FormatTimestamp(status.create_time()),
       FormatTimestamp(status.load_time()),
       status.size_bytes() > 0 ? FormatBytes(status.size_bytes()) : "",
       status.error()});
}

std::string StatusTable(const RepeatedPtrField<v1::SnapshotStatus>& statuses) {
  TextTable table({{"version"},
                   {"state"},
                   {"labels"},
                   {"made (UTC)"},
                   {"loaded (UTC)"},
                   {"size", Align::kRight},
                   {"why refused"}});
  for (const v1::SnapshotStatus& status : statuses) AddStatus(status, &table);
  return table.ToString();
}

std::string AttributesText(const RepeatedPtrField<v1::Attribute>& attributes) {
  return absl::StrJoin(
      attributes, ", ", [](std::string* out, const v1::Attribute& attribute) {
        absl::StrAppend(out, attribute.name(), "=", attribute.value());
      });
}

}  // namespace

std::string FormatRecommendations(
    absl::string_view title,
    const v1::RecommendSimilarItemsResponse& response) {
  return Recommendations(title, response);
}

std::string FormatRecommendations(
    absl::string_view title, const v1::RecommendForCustomerResponse& response) {
  return Recommendations(title, response);
}

std::string FormatRecommendations(
    absl::string_view title, const v1::RecommendForSessionResponse& response) {
  return Recommendations(title, response);
}

std::string FormatEmbeddings(const v1::GetItemEmbeddingsResponse& response) {
  return Embeddings(response.embeddings(), response.served_by(),
                    response.missing_item_ids());
}

std::string FormatEmbeddings(
    const v1::GetCustomerEmbeddingsResponse& response) {
  return Embeddings(response.embeddings(), response.served_by(),
                    response.missing_customer_ids());
}

std::string FormatPredictions(
    const std::vector<std::string>& customers,
    const std::vector<v1::PredictOutcomesResponse>& responses) {
  TextTable table(
      {{"customer"}, {"outcome"}, {"prediction", Align::kRight}, {"servable"}});
  for (size_t i = 0; i < responses.size(); ++i) {
    for (const v1::OutcomePrediction& each : responses[i].predictions()) {
      table.AddRow({customers[i], each.metric(),
                    absl::StrFormat("%.4f", each.value()), each.servable()});
    }
  }
  return absl::StrCat(
      table.empty() ? "no predictions\n" : table.ToString(), "\n",
      responses.empty() ? "" : ServedByText(responses.front().served_by()));
}

std::string FormatItems(const v1::ListItemsResponse& response) {
  TextTable table(
      {{"item"}, {"baskets", Align::kRight}, {"name"}, {"attributes"}});
  for (const v1::Item& item : response.items()) {
    table.AddRow({item.item_id(), FormatCount(item.basket_count()), item.name(),
                  AttributesText(item.attributes())});
  }
  std::string text = table.empty() ? "no such items\n" : table.ToString();
  absl::StrAppend(&text, "\n", ServedByText(response.served_by()));
  if (!response.next_page_token().empty()) {
    absl::StrAppend(&text, "more: repeat with --page-token ",
                    response.next_page_token(), "\n");
  }
  return text;
}

std::string FormatSnapshots(const v1::ListSnapshotsResponse& response) {
  if (response.snapshots().empty()) {
    return "the store is empty; publish a snapshot with c2v-train fit\n";
  }
  return StatusTable(response.snapshots());
}

std::string FormatReload(const v1::ReloadSnapshotsResponse& response) {
  std::string text =
      response.stable_version().empty()
          ? "no snapshot could be loaded\n"
          : absl::StrCat("stable is ", response.stable_version(),
                         response.changed() ? " (new)\n" : " (as before)\n");
  if (!response.refused().empty()) {
    absl::StrAppend(&text, "\n", StatusTable(response.refused()));
  }
  return text;
}

std::string FormatSnapshot(const v1::GetSnapshotResponse& response) {
  RepeatedPtrField<v1::SnapshotStatus> statuses;
  *statuses.Add() = response.status();
  return absl::StrCat(
      StatusTable(statuses),
      response.has_manifest()
          ? absl::StrCat("\n", DescribeManifest(response.manifest()))
          : "");
}

}  // namespace customer2vec
