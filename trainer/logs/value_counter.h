// How often each text stands in a stream, in bounded memory.
//
//   ValueCounter counter;
//   for (absl::string_view text : texts) counter.Add(text);
//   counter.distinct();         // exact up to kCapacity
//   counter.MostFrequent(100);  // texts with their counts
//
// Up to kCapacity distinct texts, everything is exact. When more come, the
// rarer half is forgotten and counted anew if it returns, so counts become
// lower bounds (texts that make up more than a few hundred-thousandths of the
// stream are kept in practice), and distinct() is the estimate of the k = 4096
// smallest hashes (Bar-Yossef et al. 2002), good to 1.6 %.
//
// Texts above kMaxTextBytes are counted, also as distinct, but not kept.
// Results depend on the stream alone. Memory: about 80 bytes a distinct text
// kept. Not thread-safe.

#ifndef CUSTOMER2VEC_TRAINER_LOGS_VALUE_COUNTER_H_
#define CUSTOMER2VEC_TRAINER_LOGS_VALUE_COUNTER_H_

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"

namespace customer2vec {

class ValueCounter {
 public:
  static constexpr size_t kCapacity = 65536;
  static constexpr size_t kMaxTextBytes = 128;

  struct Count {
    std::string text;
    uint64_t count;
  };

  void Add(absl::string_view text);

  uint64_t total() const { return total_; }
  // Texts above kMaxTextBytes.
  uint64_t long_texts() const { return long_texts_; }
  // Whether nothing was forgotten.
  bool is_exact() const { return is_exact_; }
  uint64_t distinct() const;
  // At most `limit`, most frequent first, ties by text. O(distinct log
  // distinct).
  std::vector<Count> MostFrequent(size_t limit) const;

 private:
  static constexpr size_t kHashes = 4096;

  void NoteHash(absl::string_view text);
  void ForgetRareTexts();

  uint64_t total_ = 0;
  uint64_t long_texts_ = 0;
  bool is_exact_ = true;
  absl::flat_hash_map<std::string, uint64_t> counts_;
  std::set<uint64_t> smallest_hashes_;
};

// The same 64 bits for a text on every machine and in every run.
uint64_t StableHash(absl::string_view text);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_LOGS_VALUE_COUNTER_H_
