// Next click from given prefixes of test sessions: the protocol of SR-GNN (Wu
// et al. 2019) and GCE-GNN on Diginetica; P@20 (the hit rate) and MRR@20.
//
//   C2V_ASSIGN_OR_RETURN(ProtocolSplit test,
//                        ReadSessionPrefixes("data/diginetica"));
//   ProtocolSplit validation = HoldOutLastSessions(
//       sessions, {.share = 0.1, .max_cases = 10000, .seed = 1});
//
// Files, plain or compressed: train_sessions.txt[.gz], one session a line, item
// ids separated by blanks, oldest session first; test_prefixes.txt[.gz], a
// prefix, a tab and the next item. Sessions are baskets of nobody with their
// repeats; without times, the order of the lines is their order.

#ifndef CUSTOMER2VEC_TRAINER_EVALUATION_PROTOCOLS_SESSION_PREFIXES_H_
#define CUSTOMER2VEC_TRAINER_EVALUATION_PROTOCOLS_SESSION_PREFIXES_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "trainer/evaluation/protocols/protocol_split.h"

namespace customer2vec {

using NamedSessions = std::vector<std::vector<std::string>>;

// The training sessions of the folder. Errors of OpenByteSource();
// INVALID_ARGUMENT, with file and line, for a line without an item.
absl::StatusOr<NamedSessions> ReadTrainSessions(const std::string& folder);

// Training sessions and test cases of the folder. Errors as above, and for a
// test line that is no prefix, tab and item.
absl::StatusOr<ProtocolSplit> ReadSessionPrefixes(const std::string& folder);

// A corpus of sessions in their order, `more_items` known too.
Corpus CorpusOfSessions(const NamedSessions& sessions,
                        const std::vector<std::string>& more_items);

struct SessionHoldOut {
  double share = 0.1;        // of the sessions, the last ones, in (0, 1)
  size_t max_cases = 10000;  // drawn by the seed where there are more
  uint64_t seed = 1;
};

// Validation cut from training in the way of the test: every prefix of the last
// sessions asks for its next item. Cases with an item that no earlier session
// holds are left out, as the published preprocessing does.
ProtocolSplit HoldOutLastSessions(const NamedSessions& sessions,
                                  const SessionHoldOut& options);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_EVALUATION_PROTOCOLS_SESSION_PREFIXES_H_
