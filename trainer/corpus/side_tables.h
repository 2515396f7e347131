// What is known beside the baskets: tables keyed by id strings, as they were
// read. A run may have any of them; what is not configured is empty.
//
//   C2V_ASSIGN_OR_RETURN(SideTables side,
//                        LoadSideTables(config, data_root, log));
//   const std::vector<uint32_t> row_of_customer =
//       RowsOf(side.customers.ids, corpus.arrays().customer_ids);
//
// Plain values; safe for concurrent reads.

#ifndef CUSTOMER2VEC_TRAINER_CORPUS_SIDE_TABLES_H_
#define CUSTOMER2VEC_TRAINER_CORPUS_SIDE_TABLES_H_

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/catalogue/catalogue_builder.h"
#include "core/vocabulary/vocabulary.h"
#include "customer2vec/v1/training_config.pb.h"
#include "trainer/corpus/edge_table.h"
#include "trainer/data/bad_row_log.h"
#include "trainer/logs/event_log.h"

namespace customer2vec {

// Customers with attributes, one row each, in the order read.
struct CustomersTable {
  std::vector<std::string> ids;
  std::vector<AttributeColumn> attributes;  // values by row; "": not known

  // The attribute called `name`, or null.
  const AttributeColumn* Find(absl::string_view name) const;
};

// What one metric of one customer is.
struct Outcome {
  uint32_t customer;  // number in OutcomesTable::ids
  uint32_t metric;    // number in OutcomesTable::metrics
  double value;       // finite
  int64_t time;       // Unix seconds; 0 where the source has no times
};

// Outcomes, at most one a customer and metric, in the order first read.
struct OutcomesTable {
  std::vector<std::string> ids;      // customers
  std::vector<std::string> metrics;  // in order of first mention
  std::vector<Outcome> outcomes;
  uint64_t without_value = 0;  // rows that say nothing, left out
  uint64_t superseded = 0;     // rows that a later one of the same customer and
                               // metric took the place of
};

struct SideTables {
  EventLog logs;
  CustomersTable customers;
  OutcomesTable outcomes;
  EdgeTable edges;
  // Where relative paths of files that models read by themselves start; empty:
  // the working directory.
  std::string data_root;
};

// Reads all that `config` names; files are added to `log`. A second row for a
// customer (for a customer and metric, without times) is a bad row. Relative
// paths start at `data_root`. Errors name the field of the configuration, or
// file and line: INVALID_ARGUMENT for too many bad rows, those of
// OpenByteSource() for files. REQUIRES: config is valid (see data_config.h).
absl::StatusOr<SideTables> LoadSideTables(const v1::DataConfig& config,
                                          absl::string_view data_root,
                                          BadRowLog& log);

// The number in `ids` of each of `wanted`, or kNoRow. REQUIRES: ids are unique.
std::vector<uint32_t> RowsOf(std::span<const std::string> ids,
                             std::span<const std::string> wanted);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_CORPUS_SIDE_TABLES_H_
