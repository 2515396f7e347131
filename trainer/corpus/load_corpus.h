// From a configuration to everything that models learn from.
//
//   C2V_ASSIGN_OR_RETURN(LoadedData data,
//                        LoadCorpus(config.data(), /*data_root=*/"data"));
//   std::cerr << data.report.ToString();
//   Train(data.corpus);
//
// Every file is read once. Side tables (customers, outcomes, edges, logs) are
// read on a thread of their own, beside the catalogue and the interactions;
// only where logs stand for the interactions they come first. Large files are
// read and decompressed ahead of their parsing (read_ahead.h), and delimited
// interactions are parsed by several threads (parallel_table.h). What comes
// out, and which error when several files have one, do not depend on the number
// of threads nor on how they are scheduled: errors are those of a run that
// reads customers, outcomes, edges, logs, the catalogue, the interactions, one
// after the other, line by line.
//
// Memory: what the corpus and the tables hold in the end; while lines of
// interactions come 4 to 24 bytes a line and 16 a basket instead
// (corpus_builder.h) and the ids of baskets, 27 to 37 bytes each up to 15 bytes
// long (string_interner.h); 3 MiB a file, and about 2 MiB more a thread for the
// one that is parsed. A file is never held whole, but for a JSON object of
// baskets.
//
// Items of the catalogue that nobody took stand at the end of the rows.

#ifndef CUSTOMER2VEC_TRAINER_CORPUS_LOAD_CORPUS_H_
#define CUSTOMER2VEC_TRAINER_CORPUS_LOAD_CORPUS_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "customer2vec/v1/training_config.pb.h"
#include "trainer/corpus/catalogue_table.h"
#include "trainer/corpus/corpus.h"
#include "trainer/corpus/data_report.h"
#include "trainer/corpus/side_tables.h"

namespace customer2vec {

struct LoadedData {
  Corpus corpus;
  CatalogueTable catalogue;
  SideTables side;
  DataReport report;
};

// Relative paths start at `data_root`; an empty one means the working
// directory. Errors name the field of the configuration, or the file and line,
// and what to do: INVALID_ARGUMENT for a bad configuration, too many bad rows,
// or when not one line could be used; those of OpenByteSource() for files.
absl::StatusOr<LoadedData> LoadCorpus(const v1::DataConfig& config,
                                      absl::string_view data_root);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_CORPUS_LOAD_CORPUS_H_
