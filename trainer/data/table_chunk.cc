#include "trainer/data/table_chunk.h"

#include <memory>
#include <span>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"

namespace customer2vec {
namespace {

// Two quotes may become one where they stand.
bool ReadingMayChange(const std::vector<char>& bytes) {
  return absl::StrContains(absl::string_view(bytes.data(), bytes.size()),
                           "\"\"");
}

}  // namespace

TableChunk::TableChunk(TablePiece* piece, const TableReader& table)
    : TableRow(piece->notes, std::make_unique<DelimitedReader>(
                                 &piece->chunk, table.separator())),
      piece_(*piece) {
  SetColumns(table.columns());
  piece_.notes.Begin(table.file().limits());
  piece_.cut_record.clear();
  piece_.kept_bytes.clear();
  if (ReadingMayChange(piece_.chunk.bytes)) {
    piece_.kept_bytes = piece_.chunk.bytes;
  }
}

void TableChunk::End() {
  piece_.status = status();
  const std::span<const char> cut = reader().cut_record();
  piece_.cut_record.assign(cut.begin(), cut.end());
  piece_.cut_line = line();
}

void JoinCutRecord(const TablePiece& piece, TablePiece* next) {
  std::vector<char> joined = piece.cut_record;
  joined.insert(joined.end(), next->bytes().begin(), next->bytes().end());
  next->chunk.bytes = std::move(joined);
  next->chunk.first_line = piece.cut_line;
}

}  // namespace customer2vec
