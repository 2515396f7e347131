#include "trainer/data/bad_row_log.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "core/base/status_macros.h"

namespace customer2vec {
namespace {

// Fewer rows than this say little about the rest of a file.
constexpr uint64_t kRowsBeforeRatio = 10000;

}  // namespace

absl::string_view BadRowReasonName(BadRowReason reason) {
  switch (reason) {
    case BadRowReason::kWrongFieldCount:
      return "wrong field count";
    case BadRowReason::kUnclosedQuote:
      return "unclosed quote";
    case BadRowReason::kStrayQuote:
      return "stray quote";
    case BadRowReason::kLineTooLong:
      return "line too long";
    case BadRowReason::kInvalidUtf8:
      return "invalid UTF-8";
    case BadRowReason::kEmptyId:
      return "empty id";
    case BadRowReason::kIdTooLong:
      return "id too long";
    case BadRowReason::kNotANumber:
      return "not a number";
    case BadRowReason::kNotATime:
      return "not a time";
    case BadRowReason::kUnknownProduct:
      return "unknown product";
    case BadRowReason::kUnknownOrder:
      return "unknown order";
    case BadRowReason::kUnknownCategory:
      return "unknown aisle or department";
    case BadRowReason::kDuplicateId:
      return "duplicate id";
    case BadRowReason::kOrderOfAnother:
      return "order of another customer";
    case BadRowReason::kNotJson:
      return "not a JSON object";
    case BadRowReason::kNotALogLine:
      return "not a line of a web server's log";
  }
  return "unknown reason";
}

absl::Status FileLog::Reject(BadRowReason reason, uint64_t line,
                             std::string detail) {
  ++bad_rows_;
  ++by_reason_[static_cast<size_t>(reason)];
  if (samples_.size() < limits_.samples || limits_.strict) {
    samples_.push_back({line, reason, std::move(detail)});
  }
  if (limits_.strict) return Refuse("data.bad_rows.strict allows none");
  return rows_ >= kRowsBeforeRatio ? CheckRatio() : absl::OkStatus();
}

absl::Status FileLog::Finish(uint64_t bytes, std::string digest) {
  bytes_ = bytes;
  digest_ = std::move(digest);
  return CheckRatio();
}

absl::Status FileLog::CheckRatio() const {
  if (static_cast<double>(bad_rows_) <=
      limits_.max_ratio * static_cast<double>(rows_)) {
    return absl::OkStatus();
  }
  return Refuse(absl::StrFormat("data.bad_rows.max_ratio allows %.4g%%",
                                100 * limits_.max_ratio));
}

std::string FileLog::Describe() const {
  std::string text =
      absl::StrFormat("%s: %d of %d rows (%.3g%%) are bad", path_, bad_rows_,
                      rows_, rows_ == 0 ? 0.0 : 100.0 * bad_rows_ / rows_);
  absl::string_view separator = ": ";
  for (size_t i = 0; i < kBadRowReasons; ++i) {
    if (by_reason_[i] == 0) continue;
    absl::StrAppend(&text, separator, by_reason_[i], " ",
                    BadRowReasonName(static_cast<BadRowReason>(i)));
    separator = ", ";
  }
  for (const BadRow& row : samples_) {
    absl::StrAppend(&text, "\n  ", path_, ":", row.line, ": ",
                    BadRowReasonName(row.reason), ": ", row.detail);
  }
  return text;
}

absl::Status FileLog::Refuse(absl::string_view limit) const {
  return absl::InvalidArgumentError(absl::StrCat(
      Describe(), "\n", limit,
      "; mend the file or its column mapping, or raise the limit if these rows "
      "may be lost"));
}

void RowNotes::Begin(const BadRowLimits& limits) {
  details_ = std::max<size_t>(1, limits.samples);  // strict logs keep one
  rows_ = told_rows_ = 0;
  notes_.clear();
  told_notes_ = 0;
}

absl::Status RowNotes::Reject(BadRowReason reason, uint64_t line,
                              std::string detail) {
  if (notes_.size() >= details_) detail.clear();
  notes_.push_back({rows_, {line, reason, std::move(detail)}});
  return absl::OkStatus();
}

absl::Status RowNotes::Tell(uint64_t row, FileLog& file) {
  while (told_notes_ < notes_.size() && notes_[told_notes_].row <= row) {
    Note& note = notes_[told_notes_++];
    file.CountRows(note.row - told_rows_);
    told_rows_ = note.row;
    C2V_RETURN_IF_ERROR(file.Reject(note.bad.reason, note.bad.line,
                                    std::move(note.bad.detail)));
  }
  file.CountRows(row - told_rows_);
  told_rows_ = row;
  return absl::OkStatus();
}

}  // namespace customer2vec
