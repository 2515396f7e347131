// Rows of one piece of a delimited file, read before its turn has come.
//
//   TablePiece piece;
//   while (cutter.Next(&piece.chunk)) {
//     TableChunk rows(&piece, table);
//     while (rows.Next()) Use(rows.Value(0), piece.notes.rows());
//     rows.End();
//   }
//
// Reading a piece changes nothing but the piece: pieces are read by several
// threads at once. Not thread-safe itself.

#ifndef CUSTOMER2VEC_TRAINER_DATA_TABLE_CHUNK_H_
#define CUSTOMER2VEC_TRAINER_DATA_TABLE_CHUNK_H_

#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "trainer/data/bad_row_log.h"
#include "trainer/data/table_reader.h"
#include "trainer/data/table_row.h"
#include "trainer/data/text_chunks.h"

namespace customer2vec {

struct TablePiece {
  TextChunk chunk;

  // Of reading it:
  RowNotes notes;
  absl::Status status = {};  // what reading ended with; OK at the piece's end
  // A record that goes on in the next piece, and the line that it begins on.
  // Empty without one.
  std::vector<char> cut_record = {};
  uint64_t cut_line = 0;
  // Bytes of the chunk as they were, where reading may have changed them.
  std::vector<char> kept_bytes = {};

  // The bytes that were read.
  const std::vector<char>& bytes() const {
    return kept_bytes.empty() ? chunk.bytes : kept_bytes;
  }
};

class TableChunk final : public TableRow {
 public:
  // Reads rows of `table` from a piece of it. `piece` outlives the reader.
  TableChunk(TablePiece* piece, const TableReader& table);

  // Goes to the next row. False at the end.
  bool Next() { return NextRow(); }
  // Notes how it ended. REQUIRES: Next() returned false.
  void End();

 private:
  TablePiece& piece_;
};

// Makes one piece, unread, of the record that `piece` cuts and the piece that
// follows. REQUIRES: both were read, the first cuts a record.
void JoinCutRecord(const TablePiece& piece, TablePiece* next);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_DATA_TABLE_CHUNK_H_
