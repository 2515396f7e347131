// Dense numbers for texts, in order of first appearance.
//
//   StringInterner ids;
//   ids.Intern("milk");   // 0
//   ids.Intern("bread");  // 1
//   ids.Intern("milk");   // 0
//   ids[1];               // "bread"
//   ids.Find("tea");      // nothing
//
// Texts stand in blocks that never move, so views of them stay valid as long as
// the interner, also when it is moved. A text of up to 15 bytes costs 16 bytes,
// a longer one 16 and its length; the table of numbers costs 11 to 21 more.
//
// Not thread-safe. Both look-ups cost O(length of the text), expected, and two
// places in memory for a short text: its slot in the table and the text.

#ifndef CUSTOMER2VEC_TRAINER_BASE_STRING_INTERNER_H_
#define CUSTOMER2VEC_TRAINER_BASE_STRING_INTERNER_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace customer2vec {

class StringInterner {
 public:
  // The number of `text`, a new one when it is new. REQUIRES: fewer than 2^32 -
  // 1 texts, each shorter than 4 GiB.
  uint32_t Intern(absl::string_view text);

  std::optional<uint32_t> Find(absl::string_view text) const;

  size_t size() const { return size_; }
  // REQUIRES: number < size().
  absl::string_view operator[](uint32_t number) const {
    return blocks_[number / kBlockTexts][number % kBlockTexts].view();
  }

  // All texts, ordered as `numbers` says.
  std::vector<std::string> Texts(const std::vector<uint32_t>& numbers) const;

 private:
  static constexpr uint32_t kFree = UINT32_MAX;
  static constexpr size_t kBlockTexts = 4096;

  // A text, or where it is.
  class Text {
   public:
    static constexpr size_t kInside = 15;
    absl::string_view view() const;
    // Keeps the bytes here.
    void Set(absl::string_view text);
    // Points to bytes that stay.
    void SetLong(absl::string_view kept);

   private:
    static constexpr unsigned char kElsewhere = 255;
    struct Elsewhere {
      const char* data;
      uint32_t size;
    };
    std::array<char, kInside> bytes_;
    unsigned char size_;  // or kElsewhere
  };
  static_assert(sizeof(Text) == 16);

  // A place in the table of numbers: open addressing, linear probing, at most
  // three quarters full.
  struct Slot {
    uint32_t hash = 0;
    uint32_t number = kFree;
  };

  static uint32_t Hash(absl::string_view text);
  size_t SlotOf(uint32_t hash, absl::string_view text) const;
  void Grow();
  void Add(absl::string_view text);
  absl::string_view Keep(absl::string_view text);

  size_t size_ = 0;
  std::vector<std::unique_ptr<Text[]>> blocks_;
  std::vector<Slot> slots_;  // a power of two, or empty

  std::vector<std::unique_ptr<char[]>> long_blocks_;
  size_t free_bytes_ = 0;  // at the end of the last
  char* free_ = nullptr;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_BASE_STRING_INTERNER_H_
