// The next item of a user's sequence, leave-one-out: the protocol of SASRec
// (Kang and McAuley 2018) and BERT4Rec (Sun et al. 2019) on Amazon Beauty, here
// with the full ranking; HR@10 and NDCG@10.
//
//   C2V_ASSIGN_OR_RETURN(UserSequences users,
//                        ReadUserSequences(folder, "beauty.txt"));
//   ProtocolSplit validation = LeaveOneOut(users, {.held_out = 2, .asked = 2});
//   ProtocolSplit test_a = LeaveOneOut(users, {.held_out = 2, .asked = 1});
//   ProtocolSplit test_b = LeaveOneOut(users, {.held_out = 1, .asked = 1});
//
// The file holds a user and an item a line, in time order within a user. The
// last `held_out` items of a user are not learned from; the item `asked` from
// the end is asked for, given all items before it. Users with fewer than
// held_out + 2 items are learned from whole and not asked.
//
// A sequence is one basket, with its repeats; users are customers. Users stand
// in the order of the file, which says nothing about time.

#ifndef CUSTOMER2VEC_TRAINER_EVALUATION_PROTOCOLS_LEAVE_ONE_OUT_H_
#define CUSTOMER2VEC_TRAINER_EVALUATION_PROTOCOLS_LEAVE_ONE_OUT_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "trainer/evaluation/protocols/protocol_split.h"

namespace customer2vec {

struct UserSequences {
  std::vector<std::string> users;
  std::vector<std::vector<std::string>> items;  // by user
};

// Errors of OpenByteSource(); INVALID_ARGUMENT, with file and line, for a line
// that is not two words.
absl::StatusOr<UserSequences> ReadUserSequences(const std::string& folder,
                                                absl::string_view file);

struct LeaveOneOutOptions {
  size_t held_out = 1;  // items at the end that are not learned from, >= 1
  size_t asked = 1;     // which from the end is asked for, in [1, held_out]
};

ProtocolSplit LeaveOneOut(const UserSequences& users,
                          const LeaveOneOutOptions& options);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_EVALUATION_PROTOCOLS_LEAVE_ONE_OUT_H_
