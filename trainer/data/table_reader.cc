#include "trainer/data/table_reader.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/base/status_macros.h"
#include "core/base/utf8.h"
#include "trainer/data/byte_source.h"

namespace customer2vec {
namespace {

void AppendShown(std::string* out, const std::string& column) {
  out->append(Shown(column));
}

}  // namespace

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
  if (!reader().Next()) {
    C2V_RETURN_IF_ERROR(reader().status());
    return absl::InvalidArgumentError(
        absl::StrCat(path(), ": is empty; its first line must ",
                     what == "header" ? "name the columns" : "be a row"));
  }
  if (reader().defect() == RecordDefect::kNone) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat(path(), ":", line(), ": the ", what, " cannot be read: ",
                   DefectDetail(reader().defect(), reader().field_count(), 0)));
}

absl::Status TableReader::CountColumns() {
  C2V_RETURN_IF_ERROR(ReadFirst("first row"));
  first_is_row_ = true;
  std::vector<std::string> columns;
  for (size_t column = 1; column <= reader().fields().size(); ++column) {
    columns.push_back(absl::StrCat(column));
  }
  SetColumns(std::move(columns));
  return absl::OkStatus();
}

absl::Status TableReader::ReadHeader() {
  C2V_RETURN_IF_ERROR(ReadFirst("header"));
  const std::string where = absl::StrCat(path(), ":", line());
  std::vector<std::string> columns;
  for (const absl::string_view field : reader().fields()) {
    if (!IsValidUtf8(field)) {
      return absl::InvalidArgumentError(
          absl::StrCat(where, ": the header is not UTF-8 text: ", Shown(field),
                       "; convert the file, for example with iconv"));
    }
    columns.emplace_back(field);
  }
  SetColumns(std::move(columns));
  return absl::OkStatus();
}

absl::StatusOr<size_t> TableReader::Column(absl::string_view name) const {
  const std::vector<std::string>& names = columns();
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) {
    return absl::InvalidArgumentError(absl::StrCat(
        path(), ":1: no column ", Shown(name), "; its columns are ",
        absl::StrJoin(names, ", ", AppendShown),
        names.size() == 1 ? " (is it another separator?)" : ""));
  }
  if (std::find(found + 1, names.end(), name) != names.end()) {
    return absl::InvalidArgumentError(
        absl::StrCat(path(), ":1: more than one column is called ", Shown(name),
                     "; rename all but one"));
  }
  return found - names.begin();
}

bool TableReader::Next() {
  if (NextFirst() || NextRow()) return true;
  if (status().ok() && !finished_) Finish();
  return false;
}

bool TableReader::NextFirst() {
  return std::exchange(first_is_row_, false) && TakeRecord();
}

void TableReader::Finish() {
  finished_ = true;
  const ByteSource& source = reader().source();
  set_status(file_.Finish(source.stored_bytes(), source.StoredDigest()));
}

}  // namespace customer2vec
