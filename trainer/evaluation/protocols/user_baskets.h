// The next basket of users: the protocol of "A Next Basket Recommendation
// Reality Check" (Li et al. 2023) on Ta-Feng; Recall, NDCG (over the ideal DCG
// of the whole basket) and PHR at 10 and 20, mean over splits of the users.
//
//   C2V_ASSIGN_OR_RETURN(UserBaskets users,
//                        ReadUserBaskets(folder, "tafeng_merged.json"));
//   UserSplit split = SplitUsers(users, {.seed = 1});
//   // choose on split.validation, measure on split.test
//
// The file is one JSON object: user -> baskets in time order, each a list of
// item numbers. A split draws a fifth of the users to test and a tenth of the
// rest to validate. Their last basket is asked for and never learned from; one
// training corpus serves both. The other users' last baskets are what the
// benchmark's neural models learn to predict and its nearest-neighbour models
// leave aside: `learn_last_baskets` says which way it goes here.

#ifndef CUSTOMER2VEC_TRAINER_EVALUATION_PROTOCOLS_USER_BASKETS_H_
#define CUSTOMER2VEC_TRAINER_EVALUATION_PROTOCOLS_USER_BASKETS_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "trainer/evaluation/protocols/protocol_split.h"

namespace customer2vec {

// Users in the order of the file, each with baskets of item ids.
struct UserBaskets {
  std::vector<std::string> users;
  std::vector<std::vector<std::vector<std::string>>> baskets;  // by user
};

// INVALID_ARGUMENT, naming the file, for text that is no such object; errors of
// OpenByteSource().
absl::StatusOr<UserBaskets> ReadUserBaskets(const std::string& folder,
                                            absl::string_view file);

struct UserSplit {
  Corpus training;
  std::vector<ProtocolCase> validation;
  std::vector<ProtocolCase> test;
};

struct UserSplitOptions {
  uint64_t seed = 1;
  bool learn_last_baskets = false;  // of users that are not asked for theirs
};

// Users with one basket are only learned from.
UserSplit SplitUsers(const UserBaskets& users, const UserSplitOptions& options);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_EVALUATION_PROTOCOLS_USER_BASKETS_H_
