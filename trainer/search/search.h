// `c2v-train search`: finds settings of a training configuration that rank
// better, within a number of trials and a time.
//
//   C2V_ASSIGN_OR_RETURN(
//       SearchResult result,
//       Search(data, config, search, {.journal = "run/search.jsonl"},
//       progress));
//   result.config;   // the configuration with the best values in it
//
// A trial sets the fields, learns on a part of the data and measures by one of
// the protocols of `c2v-train evaluate`. The data it sees lacks what the
// configuration's own protocol (evaluation.protocol; by default every
// customer's last basket) asks for, so that the result may then be measured by
// it without having been chosen on it. A setting that a model refuses is a
// failed trial and no end.
//
// Every trial is a line of the journal (SearchTrial as JSON) before the next
// one starts; a search that was cut off goes on from there, with the same
// proposals as if it had not been. It may then have more trials and time, or
// other threads; anything else makes it another search, which the journal's
// first line (SearchJournal) shows.

#ifndef CUSTOMER2VEC_TRAINER_SEARCH_SEARCH_H_
#define CUSTOMER2VEC_TRAINER_SEARCH_SEARCH_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "customer2vec/v1/search_config.pb.h"
#include "customer2vec/v1/training_config.pb.h"
#include "trainer/corpus/load_corpus.h"
#include "trainer/models/model_family.h"

namespace customer2vec {

struct JournalOptions {
  std::string journal;  // a file, made if it is missing; empty: none is kept
  // Where relative paths of the configuration's test files start.
  std::string data_root = {};
};

struct SearchResult {
  v1::TrainingConfig config;
  v1::SearchTrial best;
  std::vector<v1::SearchTrial> trials;
};

// Writes defaults into `search` and checks it against `config`:
// INVALID_ARGUMENT, with the field's path, for what cannot be searched.
absl::Status CompleteSearchConfig(const v1::TrainingConfig& config,
                                  v1::SearchConfig* search);

// `config` as a person wrote it, `search` as CompleteSearchConfig() left it.
// FAILED_PRECONDITION when no trial succeeded; INVALID_ARGUMENT for a journal
// of another search, with its path and the remedy.
absl::StatusOr<SearchResult> Search(const LoadedData& data,
                                    const v1::TrainingConfig& config,
                                    const v1::SearchConfig& search,
                                    const JournalOptions& options,
                                    const ProgressLine& progress);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_SEARCH_SEARCH_H_
