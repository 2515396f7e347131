#include "client/c2v/manifest_text.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/time.h"
#include "client/c2v/servable_text.h"
#include "client/c2v/text_table.h"

namespace customer2vec {
namespace {

// Of a SHA-256, enough to tell two apart by eye.
constexpr size_t kShownHashDigits = 12;

std::string Summary(const v1::SnapshotManifest& manifest) {
  int64_t bytes = 0;
  for (const v1::SnapshotFile& file : manifest.files()) {
    bytes += file.size_bytes();
  }
  return absl::StrCat(
      "snapshot ", manifest.version(), " (format ", manifest.format_version(),
      "), made ", FormatTimestamp(manifest.create_time()), " UTC\n  ",
      FormatCount(manifest.item_count()), " items, ",
      FormatCount(manifest.customer_count()), " customers, ",
      FormatCount(manifest.basket_count()), " baskets; ",
      FormatCount(manifest.files_size()), " files, ", FormatBytes(bytes), "\n");
}

std::string KindName(v1::ServableKind kind) {
  switch (kind) {
    case v1::SERVABLE_KIND_SPACE:
      return "space";
    case v1::SERVABLE_KIND_SCORER:
      return "scorer";
    case v1::SERVABLE_KIND_PREDICTOR:
      return "predictor";
    default:
      return "unknown";
  }
}

// RPCs whose default is `name`.
std::string DefaultOf(const v1::ServableDefaults& defaults,
                      const std::string& name) {
  std::string uses;
  const auto add = [&](const std::string& servable, absl::string_view use) {
    if (servable != name) return;
    absl::StrAppend(&uses, uses.empty() ? "" : ", ", use);
  };
  add(defaults.similar_items(), "similar-items");
  add(defaults.customer(), "customer");
  add(defaults.session(), "session");
  add(defaults.embeddings(), "embeddings");
  add(defaults.fallback(), "fallback");
  return uses;
}

std::string Servables(const v1::SnapshotManifest& manifest) {
  TextTable table({{"servable"}, {"kind"}, {"default of"}, {"what it is"}});
  for (const v1::ServableEntry& servable : manifest.servables()) {
    table.AddRow({servable.name(), KindName(servable.kind()),
                  DefaultOf(manifest.defaults(), servable.name()),
                  DescribeServable(servable)});
  }
  return table.empty() ? "" : absl::StrCat("\n", table.ToString());
}

// Evaluation figures as a table: a row for each task and servable, a column for
// each metric and cutoff, both in the order in which they first come.
class EvaluationTable {
 public:
  explicit EvaluationTable(const v1::SnapshotManifest& manifest) {
    for (const v1::EvaluationFigure& figure : manifest.evaluation()) {
      const size_t row = Number(&rows_, {figure.task(), figure.servable()});
      const size_t column =
          Number(&columns_, {figure.metric(), absl::StrCat(figure.cutoff())});
      cases_.resize(rows_.size());
      cases_[row] = figure.case_count();
      values_.push_back({row, column, &figure});
    }
  }

  std::string ToString() const {
    std::vector<Column> titles = {
        {"task"}, {"servable"}, {"cases", Align::kRight}};
    for (const Key& column : columns_) {
      titles.push_back(
          {absl::StrCat(column.first, "@", column.second), Align::kRight});
    }
    TextTable table(std::move(titles));
    for (size_t row = 0; row < rows_.size(); ++row) table.AddRow(Cells(row));
    return table.empty() ? "" : absl::StrCat("\n", table.ToString());
  }

 private:
  using Key = std::pair<std::string, std::string>;
  struct Value {
    size_t row, column;
    const v1::EvaluationFigure* figure;
  };

  static size_t Number(std::vector<Key>* keys, const Key& key) {
    const auto found = std::find(keys->begin(), keys->end(), key);
    const size_t number = found - keys->begin();
    if (found == keys->end()) keys->push_back(key);
    return number;
  }

  std::vector<std::string> Cells(size_t row) const {
    std::vector<std::string> cells(3 + columns_.size());
    cells[0] = rows_[row].first;
    cells[1] = rows_[row].second;
    cells[2] = FormatCount(cases_[row]);
    for (const Value& value : values_) {
      if (value.row != row) continue;
      cells[3 + value.column] = absl::StrFormat(
          "%.4f ±%.4f", value.figure->value(), value.figure->standard_error());
    }
    return cells;
  }

  std::vector<Key> rows_, columns_;
  std::vector<int64_t> cases_;
  std::vector<Value> values_;
};

std::string ProvenanceText(const v1::Provenance& provenance) {
  std::string text =
      absl::StrCat("\nmade by version ", provenance.code_version());
  if (!provenance.simd_target().empty()) {
    absl::StrAppend(&text, " on ", provenance.simd_target());
  }
  if (!provenance.data_fingerprint().empty()) {
    absl::StrAppend(&text, ", seed ", provenance.config().seed(), ", data ",
                    provenance.data_fingerprint().substr(0, kShownHashDigits));
  }
  text.push_back('\n');
  for (const v1::StepDuration& step : provenance.steps()) {
    absl::StrAppend(&text, &step == &*provenance.steps().begin() ? "  " : ", ",
                    step.step(), absl::StrFormat(" %.1f s", step.seconds()));
  }
  if (provenance.steps_size() > 0) text.push_back('\n');
  return text;
}

}  // namespace

std::string DescribeManifest(const v1::SnapshotManifest& manifest) {
  return absl::StrCat(
      Summary(manifest), Servables(manifest),
      EvaluationTable(manifest).ToString(),
      manifest.has_provenance() ? ProvenanceText(manifest.provenance()) : "");
}

std::string FormatCount(int64_t count) {
  const std::string digits = absl::StrCat(count);
  const size_t sign = count < 0 ? 1 : 0;
  std::string text;
  for (size_t i = 0; i < digits.size(); ++i) {
    if (i > sign && (digits.size() - i) % 3 == 0) text.push_back(',');
    text.push_back(digits[i]);
  }
  return text;
}

std::string FormatBytes(int64_t bytes) {
  if (bytes < 1000) return absl::StrCat(bytes, " B");
  double value = bytes;
  const char* unit = "B";
  for (const char* next : {"kB", "MB", "GB", "TB"}) {
    if (value < 1000) break;
    value /= 1000;
    unit = next;
  }
  return absl::StrFormat("%.1f %s", value, unit);
}

std::string FormatTimestamp(const google::protobuf::Timestamp& time) {
  if (time.seconds() == 0 && time.nanos() == 0) return "";
  return absl::FormatTime("%Y-%m-%d %H:%M:%S",
                          absl::FromUnixSeconds(time.seconds()),
                          absl::UTCTimeZone());
}

}  // namespace customer2vec
