// Who is joined to whom: the rows that every graph is made of.
//
//   while (reader->Next()) {
//     const EdgeRow& row = reader->row();
//     Add(row.from, row.to, row.weight);
//   }
//   C2V_RETURN_IF_ERROR(reader->status());
//
// A weight that is no finite number, or above kMaxEdgeWeight in size, is a bad
// row. Weights of 0 and below come out: what they mean is the caller's to say.
//
// Errors end the stream, not the process. Not thread-safe.

#ifndef CUSTOMER2VEC_TRAINER_DATA_EDGE_READER_H_
#define CUSTOMER2VEC_TRAINER_DATA_EDGE_READER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "customer2vec/v1/training_config.pb.h"
#include "trainer/data/bad_row_log.h"
#include "trainer/data/table_reader.h"

namespace customer2vec {

// Sums of fewer than 2^60 such weights stay finite as float.
inline constexpr double kMaxEdgeWeight = 1e18;

// One edge. Text is valid until the reader's next Next().
struct EdgeRow {
  absl::string_view from;
  absl::string_view to;
  double weight = 1;  // 1 where the source or the row has none
  int64_t time = 0;   // Unix seconds; 0 where the source has no times
};

class EdgeReader {
 public:
  // `path` is config.path, resolved; `field` is the configuration's path to
  // `config`, for errors. `log` outlives the reader. REQUIRES: config is valid
  // (see data_config.h).
  static absl::StatusOr<std::unique_ptr<EdgeReader>> Open(
      const v1::DelimitedEdges& config, const std::string& path,
      absl::string_view field, BadRowLog& log);

  // Goes to the next row that could be read. False at the end, on an error and
  // when too many rows are bad; status() tells.
  bool Next();
  const absl::Status& status() const { return table_->status(); }
  const EdgeRow& row() const { return row_; }

 private:
  struct Columns {
    size_t from = 0;
    size_t to = 0;
    std::optional<size_t> weight;
    std::optional<size_t> time;
  };

  EdgeReader(std::unique_ptr<TableReader> table, const Columns& columns)
      : table_(std::move(table)), columns_(columns) {}
  bool TakeRow();
  bool TakeWeight();

  const std::unique_ptr<TableReader> table_;
  const Columns columns_;
  EdgeRow row_;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_DATA_EDGE_READER_H_
