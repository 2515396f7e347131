// Dense numbers for texts, in order of first appearance.
//
//   StringInterner ids;
//   ids.Intern("milk");   // 0
//   ids.Intern("bread");  // 1
//   ids.Intern("milk");   // 0
//   ids[1];               // "bread"
//   ids.Find("tea");      // nothing
//
// Texts stand one after another in blocks that never move, so views of them
// stay valid as long as the interner, also when it is moved. Costs the bytes of
// the text and about 50 more a text. Not thread-safe.

#ifndef CUSTOMER2VEC_TRAINER_BASE_STRING_INTERNER_H_
#define CUSTOMER2VEC_TRAINER_BASE_STRING_INTERNER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"

namespace customer2vec {

class StringInterner {
 public:
  // The number of `text`, a new one when it is new. REQUIRES: fewer than 2^32
  // texts.
  uint32_t Intern(absl::string_view text);

  std::optional<uint32_t> Find(absl::string_view text) const;

  size_t size() const { return texts_.size(); }
  // REQUIRES: number < size().
  absl::string_view operator[](uint32_t number) const { return texts_[number]; }

  // All texts, ordered as `numbers` says.
  std::vector<std::string> Texts(const std::vector<uint32_t>& numbers) const;

 private:
  absl::string_view Keep(absl::string_view text);

  std::vector<std::unique_ptr<char[]>> blocks_;
  size_t free_bytes_ = 0;  // at the end of the last block
  char* free_ = nullptr;
  std::vector<absl::string_view> texts_;
  absl::flat_hash_map<absl::string_view, uint32_t> numbers_;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_BASE_STRING_INTERNER_H_
