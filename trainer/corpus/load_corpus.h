// From a configuration to everything that models learn from.
//
//   C2V_ASSIGN_OR_RETURN(LoadedData data,
//                        LoadCorpus(config.data(), /*data_root=*/"data"));
//   std::cerr << data.report.ToString();
//   Train(data.corpus);
//
// Reads side tables and the catalogue first, then the interactions, each file
// once and in one thread. Items of the catalogue that nobody took stand at the
// end of the rows.

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
