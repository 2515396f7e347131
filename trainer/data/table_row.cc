#include "trainer/data/table_row.h"

#include <optional>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "core/base/utf8.h"
#include "core/vocabulary/vocabulary.h"
#include "trainer/data/parse.h"

namespace customer2vec {
namespace {

BadRowReason ReasonOf(RecordDefect defect) {
  switch (defect) {
    case RecordDefect::kUnclosedQuote:
      return BadRowReason::kUnclosedQuote;
    case RecordDefect::kStrayQuote:
      return BadRowReason::kStrayQuote;
    case RecordDefect::kTooLong:
      return BadRowReason::kLineTooLong;
    default:
      return BadRowReason::kWrongFieldCount;
  }
}

}  // namespace

std::string DefectDetail(RecordDefect defect, size_t fields, size_t columns) {
  switch (defect) {
    case RecordDefect::kUnclosedQuote:
      return "a quoted field begins here and does not end";
    case RecordDefect::kStrayQuote:
      return "a quoted field is followed by text: its quote is not closed, or "
             "quotes inside it are not doubled";
    case RecordDefect::kTooLong:
      return absl::StrCat("the line is longer than ",
                          DelimitedReader::kMaxRecordBytes, " bytes");
    default:
      return absl::StrCat(fields, " fields where the first line has ", columns);
  }
}

std::string Shown(absl::string_view text) {
  constexpr size_t kShownBytes = 60;
  const absl::string_view front = text.substr(0, kShownBytes);
  const std::string escaped = IsValidUtf8(front)
                                  ? absl::Utf8SafeCHexEscape(front)
                                  : absl::CHexEscape(front);
  return absl::StrCat("\"", escaped, "\"",
                      text.size() > kShownBytes ? "..." : "");
}

std::string ValueDetail(absl::string_view column, absl::string_view value,
                        absl::string_view complaint) {
  return absl::StrCat("column ", Shown(column), ": ", Shown(value), " ",
                      complaint);
}

void TableRow::SetColumns(std::vector<std::string> columns) {
  columns_ = std::move(columns);
  reader_->ExpectFields(columns_.size());
}

bool TableRow::NextRow() {
  while (status_.ok()) {
    if (!reader_->Next()) {
      status_ = reader_->status();
      return false;
    }
    if (TakeRecord()) return true;
  }
  return false;
}

bool TableRow::TakeRecord() {
  log_.CountRow();
  return IsSound();
}

bool TableRow::IsSound() {
  if (reader_->defect() != RecordDefect::kNone) {
    Reject(ReasonOf(reader_->defect()),
           DefectDetail(reader_->defect(), reader_->field_count(),
                        columns_.size()));
    return false;
  }
  // All fields lie in one piece of memory, so one look tells for most rows.
  const absl::string_view first = reader_->fields().front();
  const absl::string_view last = reader_->fields().back();
  const absl::string_view whole(first.data(),
                                last.data() + last.size() - first.data());
  if (IsValidUtf8(whole)) return true;
  for (size_t column = 0; column < columns_.size(); ++column) {
    if (IsValidUtf8(Value(column))) continue;
    RejectValue(BadRowReason::kInvalidUtf8, column, "is not UTF-8 text");
    return false;
  }
  return true;  // what remains of doubled quotes misled the look
}

bool TableRow::TakeId(size_t column, absl::string_view* id) {
  *id = Value(column);
  if (id->empty()) {
    RejectValue(BadRowReason::kEmptyId, column, "is no id");
    return false;
  }
  if (id->size() > kMaxIdBytes) {
    RejectValue(BadRowReason::kIdTooLong, column,
                absl::StrCat("has ", id->size(), " bytes, an id at most ",
                             kMaxIdBytes));
    return false;
  }
  return true;
}

bool TableRow::TakeNumber(size_t column, double* number) {
  const std::optional<double> parsed = ParseNumber(Value(column));
  if (!parsed) {
    RejectValue(BadRowReason::kNotANumber, column, "is not a number");
    return false;
  }
  *number = *parsed;
  return true;
}

bool TableRow::TakeUnsigned(size_t column, uint64_t* number) {
  const std::optional<uint64_t> parsed = ParseUnsigned(Value(column));
  if (!parsed) {
    RejectValue(BadRowReason::kNotANumber, column,
                "is not a whole number from 0");
    return false;
  }
  *number = *parsed;
  return true;
}

bool TableRow::TakeTime(size_t column, int64_t* unix_seconds) {
  const std::optional<int64_t> parsed = ParseTime(Value(column));
  if (!parsed) {
    RejectValue(BadRowReason::kNotATime, column,
                "is neither an ISO 8601 time nor Unix seconds");
    return false;
  }
  *unix_seconds = *parsed;
  return true;
}

void TableRow::Reject(BadRowReason reason, std::string detail) {
  const absl::Status status =
      log_.Reject(reason, reader_->line(), std::move(detail));
  if (status_.ok()) status_ = status;
}

void TableRow::RejectValue(BadRowReason reason, size_t column,
                           absl::string_view complaint) {
  Reject(reason, ValueDetail(columns_[column], Value(column), complaint));
}

}  // namespace customer2vec
