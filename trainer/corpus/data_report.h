// What was read, and what could not be: for the log of a run and its
// provenance.
//
//   std::cerr << data.report.ToString();
//   // items.csv: 1 of 300 rows (0.333%) are bad: 1 empty id
//   //   items.csv:17: empty id: column "id": "" is no id
//   // lines.csv: 9000 rows, 423817 bytes
//   // 9000 lines in 800 baskets of 75 customers, 250 items taken, 299 in the
//   // catalogue, 3 taken that it lacks

#ifndef CUSTOMER2VEC_TRAINER_CORPUS_DATA_REPORT_H_
#define CUSTOMER2VEC_TRAINER_CORPUS_DATA_REPORT_H_

#include <cstdint>
#include <string>
#include <vector>

#include "customer2vec/v1/log_models.pb.h"
#include "trainer/data/bad_row_log.h"

namespace customer2vec {

struct DataReport {
  std::vector<FileLog> files;  // in the order they were opened
  // What models read by themselves, without rows: see AddModelFile().
  std::vector<FileLog> model_files;
  uint64_t lines = 0;  // interactions that became part of a basket
  uint64_t baskets = 0;
  uint64_t anonymous_baskets = 0;  // of them, without a customer
  uint64_t customers = 0;
  uint64_t items_taken = 0;          // in one basket at least
  uint64_t catalogue_items = 0;      // with a row in the catalogue
  uint64_t items_without_a_row = 0;  // taken, but not in the catalogue
  // Of the tables of customers and outcomes.
  uint64_t customer_rows = 0;
  uint64_t customer_rows_without_interactions = 0;  // left out by models
  uint64_t outcomes = 0;
  uint64_t outcomes_without_value = 0;  // rows that say nothing
  uint64_t outcomes_superseded = 0;     // rows that later ones replaced
  uint64_t outcome_customers_without_interactions = 0;  // left out by models
  // Of the sources of edges together.
  uint64_t edges = 0;
  uint64_t edge_nodes = 0;
  uint64_t edges_without_weight = 0;  // left out: not above 0
  uint64_t edge_loops = 0;            // left out: from a node to itself
  std::vector<v1::LogReport> logs;  // one a log, in order of the configuration
  // SHA-256, in hex, over the digests of the files as stored, in the order they
  // were opened; where models read files by themselves, over that and the
  // digest of each in turn. Names and places of files do not matter;
  // compressing one does.
  std::string fingerprint;

  uint64_t bad_rows() const;

  // Adds a finished file and brings the fingerprint up to date.
  void AddModelFile(FileLog file);

  // A line a file, then one on the corpus and one each on customers, outcomes
  // and edges where there are any, then what was found in logs; ends with a
  // line end.
  std::string ToString() const;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_CORPUS_DATA_REPORT_H_
