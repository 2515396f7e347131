#include "trainer/data/table_reader.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/base/status_macros.h"
#include "core/base/utf8.h"
#include "trainer/data/byte_source.h"
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

std::string DetailOf(RecordDefect defect, size_t fields, size_t columns) {
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

void AppendShown(std::string* out, const std::string& column) {
  out->append(Shown(column));
}

}  // namespace

std::string Shown(absl::string_view text) {
  constexpr size_t kShownBytes = 60;
  const absl::string_view front = text.substr(0, kShownBytes);
  const std::string escaped = IsValidUtf8(front)
                                  ? absl::Utf8SafeCHexEscape(front)
                                  : absl::CHexEscape(front);
  return absl::StrCat("\"", escaped, "\"",
                      text.size() > kShownBytes ? "..." : "");
}

absl::StatusOr<std::unique_ptr<TableReader>> TableReader::Open(
    const std::string& path, char separator, BadRowLog& log) {
  C2V_ASSIGN_OR_RETURN(std::unique_ptr<ByteSource> source,
                       OpenByteSource(path));
  std::unique_ptr<TableReader> table(new TableReader(
      log.AddFile(path),
      std::make_unique<DelimitedReader>(std::move(source), separator)));
  C2V_RETURN_IF_ERROR(table->ReadHeader());
  return table;
}

absl::StatusOr<std::unique_ptr<TableReader>> TableReader::OpenHeaderless(
    const std::string& path, char separator, BadRowLog& log) {
  C2V_ASSIGN_OR_RETURN(std::unique_ptr<ByteSource> source,
                       OpenByteSource(path));
  std::unique_ptr<TableReader> table(new TableReader(
      log.AddFile(path),
      std::make_unique<DelimitedReader>(std::move(source), separator)));
  C2V_RETURN_IF_ERROR(table->CountColumns());
  return table;
}

absl::Status TableReader::ReadFirst(absl::string_view what) {
  if (!reader_->Next()) {
    C2V_RETURN_IF_ERROR(reader_->status());
    return absl::InvalidArgumentError(
        absl::StrCat(path(), ": is empty; its first line must ",
                     what == "header" ? "name the columns" : "be a row"));
  }
  if (reader_->defect() == RecordDefect::kNone) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(
      path(), ":", reader_->line(), ": the ", what, " cannot be read: ",
      DetailOf(reader_->defect(), reader_->field_count(), 0)));
}

absl::Status TableReader::CountColumns() {
  C2V_RETURN_IF_ERROR(ReadFirst("first row"));
  first_is_row_ = true;
  for (size_t column = 1; column <= reader_->fields().size(); ++column) {
    columns_.push_back(absl::StrCat(column));
  }
  reader_->ExpectFields(columns_.size());
  return absl::OkStatus();
}

absl::Status TableReader::ReadHeader() {
  C2V_RETURN_IF_ERROR(ReadFirst("header"));
  const std::string where = absl::StrCat(path(), ":", reader_->line());
  for (const absl::string_view field : reader_->fields()) {
    if (!IsValidUtf8(field)) {
      return absl::InvalidArgumentError(
          absl::StrCat(where, ": the header is not UTF-8 text: ", Shown(field),
                       "; convert the file, for example with iconv"));
    }
    columns_.emplace_back(field);
  }
  reader_->ExpectFields(columns_.size());
  return absl::OkStatus();
}

absl::StatusOr<size_t> TableReader::Column(absl::string_view name) const {
  const auto found = std::find(columns_.begin(), columns_.end(), name);
  if (found == columns_.end()) {
    return absl::InvalidArgumentError(absl::StrCat(
        path(), ":1: no column ", Shown(name), "; its columns are ",
        absl::StrJoin(columns_, ", ", AppendShown),
        columns_.size() == 1 ? " (is it another separator?)" : ""));
  }
  if (std::find(found + 1, columns_.end(), name) != columns_.end()) {
    return absl::InvalidArgumentError(
        absl::StrCat(path(), ":1: more than one column is called ", Shown(name),
                     "; rename all but one"));
  }
  return found - columns_.begin();
}

bool TableReader::Next() {
  while (status_.ok() && !finished_) {
    if (!std::exchange(first_is_row_, false) && !reader_->Next()) {
      Finish();
      break;
    }
    file_.CountRow();
    if (IsSound()) return true;
  }
  return false;
}

void TableReader::Finish() {
  finished_ = true;
  status_ = reader_->status();
  if (!status_.ok()) return;
  const ByteSource& source = reader_->source();
  status_ = file_.Finish(source.stored_bytes(), source.StoredDigest());
}

// Whether the record is a row; rejects it otherwise.
bool TableReader::IsSound() {
  if (reader_->defect() != RecordDefect::kNone) {
    RejectDefect();
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

void TableReader::RejectDefect() {
  Reject(ReasonOf(reader_->defect()),
         DetailOf(reader_->defect(), reader_->field_count(), columns_.size()));
}

bool TableReader::TakeId(size_t column, absl::string_view* id) {
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

bool TableReader::TakeNumber(size_t column, double* number) {
  const std::optional<double> parsed = ParseNumber(Value(column));
  if (!parsed) {
    RejectValue(BadRowReason::kNotANumber, column, "is not a number");
    return false;
  }
  *number = *parsed;
  return true;
}

bool TableReader::TakeUnsigned(size_t column, uint64_t* number) {
  const std::optional<uint64_t> parsed = ParseUnsigned(Value(column));
  if (!parsed) {
    RejectValue(BadRowReason::kNotANumber, column,
                "is not a whole number from 0");
    return false;
  }
  *number = *parsed;
  return true;
}

bool TableReader::TakeTime(size_t column, int64_t* unix_seconds) {
  const std::optional<int64_t> parsed = ParseTime(Value(column));
  if (!parsed) {
    RejectValue(BadRowReason::kNotATime, column,
                "is neither an ISO 8601 time nor Unix seconds");
    return false;
  }
  *unix_seconds = *parsed;
  return true;
}

void TableReader::Reject(BadRowReason reason, std::string detail) {
  const absl::Status status =
      file_.Reject(reason, reader_->line(), std::move(detail));
  if (status_.ok()) status_ = status;
}

void TableReader::RejectValue(BadRowReason reason, size_t column,
                              absl::string_view complaint) {
  Reject(reason, absl::StrCat("column ", Shown(columns_[column]), ": ",
                              Shown(Value(column)), " ", complaint));
}

}  // namespace customer2vec
