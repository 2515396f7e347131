// Public ids to dense rows and back, straight from mapped arrays.
//
//   VocabularyArrays arrays = BuildVocabulary({"milk", "bread"});
//   C2V_ASSIGN_OR_RETURN(Vocabulary items, Vocabulary::Create(arrays.view()));
//   items.Find("bread");  // 1
//   items.Id(0);          // "milk"
//
// Three arrays, so that a file can be mapped and used as it is:
//   offsets  uint64[n + 1]  id of row r is bytes[offsets[r], offsets[r + 1])
//   bytes    char[]         all ids, row after row
//   buckets  uint32[2^b]    open addressing with linear probing, at most half
//                           full: a row, or kNoRow where free. An id's search
//                           begins at SplitMix64(FNV-1a 64 of its bytes) modulo
//                           2^b
// Find() compares bytes, so a damaged hash table can lose an id but never
// confuse two. Create() checks everything that Find() and Id() rely on, in
// O(n).
//
// A Vocabulary is a view: the arrays outlive it. Immutable, safe for concurrent
// use.

#ifndef CUSTOMER2VEC_CORE_VOCABULARY_VOCABULARY_H_
#define CUSTOMER2VEC_CORE_VOCABULARY_VOCABULARY_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace customer2vec {

inline constexpr uint32_t kNoRow = UINT32_MAX;

// Longest id.
inline constexpr size_t kMaxIdBytes = 512;

struct VocabularyView {
  std::span<const uint64_t> offsets;
  std::span<const char> bytes;
  std::span<const uint32_t> buckets;
};

class Vocabulary {
 public:
  // An empty one.
  Vocabulary() = default;

  // DATA_LOSS when offsets are not ascending or leave `bytes`, an id is empty,
  // too long or no UTF-8, a bucket names no row, the buckets are no power of
  // two, or more than half of them are used.
  static absl::StatusOr<Vocabulary> Create(const VocabularyView& view);

  size_t size() const {
    return view_.offsets.empty() ? 0 : view_.offsets.size() - 1;
  }

  // REQUIRES: row < size().
  absl::string_view Id(uint32_t row) const {
    return absl::string_view(view_.bytes.data() + view_.offsets[row],
                             view_.offsets[row + 1] - view_.offsets[row]);
  }

  // The row of `id`, or nothing. O(1) expected.
  std::optional<uint32_t> Find(absl::string_view id) const;

 private:
  explicit Vocabulary(const VocabularyView& view) : view_(view) {}

  VocabularyView view_;
};

// Arrays that own their memory, for writing a snapshot and for tests.
struct VocabularyArrays {
  std::vector<uint64_t> offsets;
  std::vector<char> bytes;
  std::vector<uint32_t> buckets;

  VocabularyView view() const { return {offsets, bytes, buckets}; }
};

// Arrays of `ids`, in their order; the same ids give the same bytes.
// INVALID_ARGUMENT when an id stands twice, is empty, no UTF-8 or longer than
// kMaxIdBytes, or when there are 2^31 ids or more.
absl::StatusOr<VocabularyArrays> BuildVocabulary(
    std::span<const std::string> ids);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_VOCABULARY_VOCABULARY_H_
