// Who took which item, when: the rows that every corpus is made of, wherever
// they come from.
//
//   while (reader.Next()) {
//     const Interaction& row = reader.interaction();
//     if (!catalogue.contains(row.item)) {
//       reader.Reject(BadRowReason::kUnknownProduct, "...");
//       continue;
//     }
//     Add(row);
//   }
//   C2V_RETURN_IF_ERROR(reader.status());
//
// Errors end the stream, not the process. Not thread-safe.

#ifndef CUSTOMER2VEC_TRAINER_DATA_INTERACTION_READER_H_
#define CUSTOMER2VEC_TRAINER_DATA_INTERACTION_READER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "customer2vec/v1/training_config.pb.h"
#include "trainer/data/bad_row_log.h"
#include "trainer/data/table_reader.h"

namespace customer2vec {

// One item taken. Text is valid until the reader's next Next().
struct Interaction {
  absl::string_view customer;  // empty: nobody known
  absl::string_view order;
  absl::string_view item;
  int64_t time = 0;       // Unix seconds; 0 where the source has no times
  double quantity = 1;    // 1 where the source or the row has none
  double price = 0;       // 0 where the source or the row has none
  uint32_t position = 0;  // rank among the order's lines, lowest first; equal
                          // ranks keep the order of the file
};

class InteractionReader {
 public:
  virtual ~InteractionReader() = default;

  // Goes to the next row that could be read. False at the end, on an error and
  // when too many rows are bad; status() tells.
  virtual bool Next() = 0;
  virtual const absl::Status& status() const = 0;
  const Interaction& interaction() const { return interaction_; }

  // Counts the row at hand as bad, for a reason that only the caller can see.
  virtual void Reject(BadRowReason reason, std::string detail) = 0;

 protected:
  Interaction interaction_;
};

// Rows of a CSV or TSV file. `path` is config.path, resolved; `field` is the
// configuration's path to `config`, for errors. An empty customer is nobody
// known; an empty quantity or price is none. REQUIRES: config is valid (see
// data_config.h).
absl::StatusOr<std::unique_ptr<InteractionReader>> OpenDelimitedInteractions(
    const v1::DelimitedInteractions& config, const std::string& path,
    absl::string_view field, BadRowLog& log);

// Column `name` of the table; nothing when `name` is empty. Errors begin with
// `field`.
absl::StatusOr<std::optional<size_t>> OptionalColumn(const TableReader& table,
                                                     absl::string_view name,
                                                     absl::string_view field);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_DATA_INTERACTION_READER_H_
