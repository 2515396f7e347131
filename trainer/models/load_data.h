// Everything that a configuration's models learn from, and what identifies it.
//
//   C2V_ASSIGN_OR_RETURN(LoadedData data, LoadData(config, "data"));
//   std::cerr << data.report.ToString();
//   data.report.fingerprint;  // of all files, those of models among them
//
// LoadCorpus() and, beside it, a look at the files that models read by
// themselves when they learn (dense vectors of content2vec): their bytes are
// part of the fingerprint, so that a checkpoint is not gone on with, and
// provenance does not look the same, when they changed. Thread-safe.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_LOAD_DATA_H_
#define CUSTOMER2VEC_TRAINER_MODELS_LOAD_DATA_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "customer2vec/v1/training_config.pb.h"
#include "trainer/corpus/load_corpus.h"

namespace customer2vec {

// Relative paths start at `data_root`; an empty one means the working
// directory. Errors of LoadCorpus(); of OpenByteSource(), with the model's
// name, for a model's file.
absl::StatusOr<LoadedData> LoadData(const v1::TrainingConfig& config,
                                    absl::string_view data_root);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_LOAD_DATA_H_
