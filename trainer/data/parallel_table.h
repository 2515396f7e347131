// The rows of a delimited file, read by several threads and given out in the
// order of the file.
//
//   class ParseSale : public RowParser<Sale> {
//     bool Take(TableRow& row, Sale* sale) override {
//       return row.TakeId(order_, &sale->order) &&
//              row.TakeNumber(price_, &sale->price);
//     }
//     ...
//   };
//   ParallelTable<Sale> table(std::move(table_reader),
//                             [=] { return std::make_unique<ParseSale>(...);
//                             });
//   while (table.Next()) Use(table.row());
//   C2V_RETURN_IF_ERROR(table.status());
//
// Rows, counts, bad rows, the error that ends reading and the line it names are
// those of a TableReader whose rows go through one parser, at any number of
// threads: pieces of the file are parsed ahead, each as if it began with a row,
// and are then taken one by one. What a piece says about bad rows counts when
// its turn comes. Where a piece turns out to end inside a quoted field, the one
// after it is parsed again, together with that record, by the caller: a file
// of many quoted line ends is read right, but by about one thread.
//
// Memory, a file: 3 MiB until the first row; then 2 * threads + 2 pieces of
// kTableChunkBytes, each with sizeof(Row) + 16 bytes a row of it and what its
// parser keeps; a record of up to 1 MiB makes its piece as much larger. Nothing
// is held of rows that were given out.
//
// A table has its threads from its second piece on until its end. It is one
// caller's at a time.

#ifndef CUSTOMER2VEC_TRAINER_DATA_PARALLEL_TABLE_H_
#define CUSTOMER2VEC_TRAINER_DATA_PARALLEL_TABLE_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "trainer/data/bad_row_log.h"
#include "trainer/data/ordered_batches.h"
#include "trainer/data/table_chunk.h"
#include "trainer/data/table_reader.h"
#include "trainer/data/table_row.h"
#include "trainer/data/text_chunks.h"

namespace customer2vec {

inline constexpr size_t kTableChunkBytes = 128 << 10;

// Threads that parse a file: those of the machine, at most eight, since one
// takes their rows.
inline size_t TableThreads() {
  return std::clamp(std::thread::hardware_concurrency(), 1u, 8u);
}

// Makes rows of a table's rows. One parser sees pieces of a file, in any order;
// what it makes of a row may depend on that row alone.
template <typename Row>
class RowParser {
 public:
  virtual ~RowParser() = default;
  // Fills *row, which is as Row() makes it. Texts may be those of `table` or
  // the parser's own. False when there is none: it was rejected, or left out.
  virtual bool Take(TableRow& table, Row* row) = 0;
  // Another piece begins: the rows of the one before were used.
  virtual void BeginPiece() {}
};

template <typename Row>
class ParallelTable {
 public:
  using MakeParser = std::function<std::unique_ptr<RowParser<Row>>()>;

  // Reads what `table` has not given out; it has given none.
  ParallelTable(std::unique_ptr<TableReader> table, MakeParser make_parser,
                size_t threads = TableThreads(),
                size_t chunk_bytes = kTableChunkBytes)
      : table_(std::move(table)),
        make_parser_(std::move(make_parser)),
        threads_(threads),
        chunk_bytes_(chunk_bytes) {}

  // Goes to the next row. False at the end, on an error and when too many rows
  // are bad; status() tells.
  bool Next();

  // The row; texts are valid until the next Next(). The caller may change it.
  Row& row() { return *row_; }
  // The line that the row begins on; the first of a file is 1.
  uint64_t line() const { return line_; }
  // Counts the row as bad, for a reason that only the caller can see.
  void Reject(BadRowReason reason, std::string detail);

  const absl::Status& status() const { return status_; }
  // What the rows are of; its own rows are not to be used.
  const TableReader& table() const { return *table_; }

 private:
  struct PlacedRow {
    Row row;
    uint64_t line = 0;
    uint64_t number = 0;  // among the piece's rows, good and bad, from 1
  };
  struct Batch {
    TablePiece piece;
    std::unique_ptr<RowParser<Row>> parser;
    std::vector<PlacedRow> rows;
  };

  bool NextOfFirst();
  void Start();
  bool NextPiece();
  void Parse(Batch* batch) const;
  void Finish();
  FileLog& file() const { return table_->file(); }

  const std::unique_ptr<TableReader> table_;
  const MakeParser make_parser_;
  const size_t threads_;
  const size_t chunk_bytes_;
  absl::Status status_;
  bool started_ = false;
  bool finished_ = false;
  std::unique_ptr<TextChunkCutter> cutter_;

  std::unique_ptr<RowParser<Row>> first_parser_;
  Row first_row_;
  Batch batch_;          // at hand
  size_t next_row_ = 0;  // of it
  Row* row_ = nullptr;
  uint64_t line_ = 0;  // of row_

  std::unique_ptr<OrderedBatches<Batch>> batches_;  // its threads end first
};

template <typename Row>
bool ParallelTable<Row>::Next() {
  if (!started_) {
    started_ = true;
    if (NextOfFirst()) return true;
  }
  while (status_.ok() && !finished_) {
    if (next_row_ == batch_.rows.size()) {
      if (!NextPiece()) return false;
      continue;
    }
    PlacedRow& placed = batch_.rows[next_row_++];
    status_ = batch_.piece.notes.Tell(placed.number, file());
    if (!status_.ok()) return false;
    row_ = &placed.row;
    line_ = placed.line;
    return true;
  }
  return false;
}

template <typename Row>
void ParallelTable<Row>::Reject(BadRowReason reason, std::string detail) {
  const absl::Status status = file().Reject(reason, line_, std::move(detail));
  if (status_.ok()) status_ = status;
}

// The row that was read to count the columns, if there is one.
template <typename Row>
bool ParallelTable<Row>::NextOfFirst() {
  if (table_->NextFirst()) {
    first_parser_ = make_parser_();
    if (first_parser_->Take(*table_, &first_row_)) {
      row_ = &first_row_;
      line_ = table_->line();
      return true;
    }
  }
  status_ = table_->status();
  return false;
}

template <typename Row>
void ParallelTable<Row>::Start() {
  cutter_ = std::make_unique<TextChunkCutter>(table_->TakeRest(), chunk_bytes_,
                                              DelimitedReader::kMaxRecordBytes);
  batches_ = std::make_unique<OrderedBatches<Batch>>(
      threads_,
      [this](Batch* batch) { return cutter_->Next(&batch->piece.chunk); },
      [this](Batch* batch) { Parse(batch); });
}

// Ends the piece at hand and goes to the next. False when there is none.
template <typename Row>
bool ParallelTable<Row>::NextPiece() {
  TablePiece& piece = batch_.piece;
  status_ = piece.notes.Tell(piece.notes.rows(), file());
  if (status_.ok()) status_ = piece.status;
  if (!status_.ok()) return false;
  if (batches_ == nullptr) Start();
  next_row_ = 0;
  if (!piece.cut_record.empty()) {
    Batch next;
    batches_->Next(&next);  // there is one: only the last piece cuts nothing
    JoinCutRecord(piece, &next.piece);
    Parse(&next);
    batch_ = std::move(next);
    return true;
  }
  if (batches_->Next(&batch_)) return true;
  Finish();
  return false;
}

template <typename Row>
void ParallelTable<Row>::Parse(Batch* batch) const {
  if (batch->parser == nullptr) batch->parser = make_parser_();
  batch->parser->BeginPiece();
  batch->rows.clear();
  TableChunk table(&batch->piece, *table_);
  while (table.Next()) {
    PlacedRow& placed = batch->rows.emplace_back();
    if (batch->parser->Take(table, &placed.row)) {
      placed.line = table.line();
      placed.number = batch->piece.notes.rows();
    } else {
      batch->rows.pop_back();
    }
  }
  table.End();
}

template <typename Row>
void ParallelTable<Row>::Finish() {
  finished_ = true;
  const ByteSource& source = cutter_->source();
  status_ = file().Finish(source.stored_bytes(), source.StoredDigest());
  batches_.reset();
  batch_ = Batch();
}

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_DATA_PARALLEL_TABLE_H_
