// The journal of a search: a trial a line, as JSON, on disk before the next.
//
//   C2V_ASSIGN_OR_RETURN(std::vector<v1::SearchTrial> trials,
//                        ReadJournal("run/search.jsonl"));
//   C2V_RETURN_IF_ERROR(AppendToJournal("run/search.jsonl", trial));
//
// A last line that was cut off in the middle of writing is left out, and
// written over by the next. Not thread-safe.

#ifndef CUSTOMER2VEC_TRAINER_SEARCH_JOURNAL_H_
#define CUSTOMER2VEC_TRAINER_SEARCH_JOURNAL_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "customer2vec/v1/search_config.pb.h"

namespace customer2vec {

// No trials for a file that is not there. INVALID_ARGUMENT, with the line, for
// one that is no journal.
absl::StatusOr<std::vector<v1::SearchTrial>> ReadJournal(
    const std::string& path);

absl::Status AppendToJournal(const std::string& path,
                             const v1::SearchTrial& trial);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_SEARCH_JOURNAL_H_
