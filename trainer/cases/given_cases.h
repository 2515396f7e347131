// Test cases from files of their own, as rows of a training corpus.
//
//   UnknownIds unknown;
//   C2V_ASSIGN_OR_RETURN(
//       std::vector<ProtocolCase> cases,
//       ReadPrefixCases(config, "data/test_prefixes.txt.gz", corpus,
//       &unknown));
//   for (const std::string& line : unknown.ToNotes()) std::cerr << line <<
//   "\n";
//
// Ids that training lacks are counted, and the first ones kept with their
// place: an event that is one is left out; a target that is one stays, as a row
// that no model knows, and is missed; a customer who is one makes the case one
// of nobody.
//
// Errors name file and line: INVALID_ARGUMENT for a line of another form,
// FAILED_PRECONDITION for a file without a case; those of OpenByteSource().
//
// Thread-safe.

#ifndef CUSTOMER2VEC_TRAINER_CASES_GIVEN_CASES_H_
#define CUSTOMER2VEC_TRAINER_CASES_GIVEN_CASES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "customer2vec/v1/training_config.pb.h"
#include "trainer/corpus/corpus.h"
#include "trainer/evaluation/protocols/protocol_split.h"

namespace customer2vec {

// What test data names that training lacks.
class UnknownIds {
 public:
  enum Kind {
    kTarget,
    kEvent,
    kCustomer,
    kCase,    // of which nothing is known: no event, no customer
    kTested,  // customers who should be tested
    kNode,    // labelled
    kKinds,
  };

  // `place` is where it stands, such as "test.txt:17"; `id` may be empty.
  void Count(Kind kind, absl::string_view place, absl::string_view id);

  uint64_t count(Kind kind) const { return found_[kind].count; }

  // A line for each kind that was found: how many, and the first ones.
  std::vector<std::string> ToNotes() const;

 private:
  struct Found {
    uint64_t count = 0;
    std::vector<std::string> first;
  };
  Found found_[kKinds];
};

// Cases of a file of prefixes. REQUIRES: `config` has its defaults.
absl::StatusOr<std::vector<ProtocolCase>> ReadPrefixCases(
    const v1::PrefixFile& config, const std::string& path,
    const Corpus& training, UnknownIds* unknown);

// Every proper prefix of every session of the source asks for its next item.
// `data` tells how repeats and bad rows are read; `field` is the
// configuration's path to the source.
absl::StatusOr<std::vector<ProtocolCase>> ReadSessionCases(
    const v1::InteractionsSource& source, const v1::DataConfig& data,
    absl::string_view data_root, const std::string& field,
    const Corpus& training, UnknownIds* unknown);

// Rows of the customers of a file with one id a line, ascending.
absl::StatusOr<std::vector<uint32_t>> ReadCustomers(const std::string& path,
                                                    const Corpus& corpus,
                                                    UnknownIds* unknown);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_CASES_GIVEN_CASES_H_
