// The journal of a search: a line that says which search it is, then a trial a
// line, as JSON, on disk before the next.
//
//   C2V_ASSIGN_OR_RETURN(Journal journal, ReadJournal("run/search.jsonl"));
//   if (journal.search.empty()) {
//     C2V_RETURN_IF_ERROR(StartJournal("run/search.jsonl", digest));
//   }
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

struct Journal {
  std::string search;  // SearchJournal.search; empty: nothing is written yet
  std::vector<v1::SearchTrial> trials;
};

// An empty journal for a file that is not there. INVALID_ARGUMENT, with the
// line and the remedy, for one that is no journal.
absl::StatusOr<Journal> ReadJournal(const std::string& path);

// Writes the first line. REQUIRES: the file is not there, or has no whole line.
absl::Status StartJournal(const std::string& path, const std::string& search);

absl::Status AppendToJournal(const std::string& path,
                             const v1::SearchTrial& trial);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_SEARCH_JOURNAL_H_
