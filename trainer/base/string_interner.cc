#include "trainer/base/string_interner.h"

#include <algorithm>
#include <cstring>

#include "absl/hash/hash.h"

namespace customer2vec {

absl::string_view StringInterner::Text::view() const {
  if (size_ != kElsewhere) return absl::string_view(bytes_.data(), size_);
  Elsewhere elsewhere;
  std::memcpy(&elsewhere, bytes_.data(), sizeof elsewhere);
  return absl::string_view(elsewhere.data, elsewhere.size);
}

void StringInterner::Text::Set(absl::string_view text) {
  std::copy(text.begin(), text.end(), bytes_.begin());
  size_ = static_cast<unsigned char>(text.size());
}

void StringInterner::Text::SetLong(absl::string_view kept) {
  const Elsewhere elsewhere{kept.data(), static_cast<uint32_t>(kept.size())};
  static_assert(sizeof elsewhere <= sizeof bytes_ + 1);
  std::memcpy(bytes_.data(), &elsewhere, offsetof(Elsewhere, size) + 4);
  size_ = kElsewhere;
}

uint32_t StringInterner::Hash(absl::string_view text) {
  const uint64_t hash = absl::HashOf(text);
  return static_cast<uint32_t>(hash >> 32 ^ hash);
}

uint32_t StringInterner::Intern(absl::string_view text) {
  const uint32_t hash = Hash(text);
  if (!slots_.empty()) {
    const uint32_t known = slots_[SlotOf(hash, text)].number;
    if (known != kFree) return known;
  }
  if (size_ >= slots_.size() / 4 * 3) Grow();
  const auto number = static_cast<uint32_t>(size_);
  Add(text);
  slots_[SlotOf(hash, text)] = {hash, number};
  return number;
}

std::optional<uint32_t> StringInterner::Find(absl::string_view text) const {
  if (slots_.empty()) return std::nullopt;
  const uint32_t number = slots_[SlotOf(Hash(text), text)].number;
  if (number == kFree) return std::nullopt;
  return number;
}

// The slot that holds `text`, or the free one where it belongs.
size_t StringInterner::SlotOf(uint32_t hash, absl::string_view text) const {
  const size_t mask = slots_.size() - 1;
  for (size_t i = hash & mask;; i = (i + 1) & mask) {
    const Slot& slot = slots_[i];
    if (slot.number == kFree) return i;
    if (slot.hash == hash && (*this)[slot.number] == text) return i;
  }
}

void StringInterner::Grow() {
  std::vector<Slot> larger(std::max<size_t>(16, 2 * slots_.size()));
  const size_t mask = larger.size() - 1;
  for (const Slot& slot : slots_) {
    if (slot.number == kFree) continue;
    size_t i = slot.hash & mask;
    while (larger[i].number != kFree) i = (i + 1) & mask;
    larger[i] = slot;
  }
  slots_ = std::move(larger);
}

void StringInterner::Add(absl::string_view text) {
  if (size_ % kBlockTexts == 0) {
    blocks_.push_back(std::make_unique_for_overwrite<Text[]>(kBlockTexts));
  }
  Text& added = blocks_.back()[size_++ % kBlockTexts];
  if (text.size() <= Text::kInside) {
    added.Set(text);
  } else {
    added.SetLong(Keep(text));
  }
}

std::vector<std::string> StringInterner::Texts(
    const std::vector<uint32_t>& numbers) const {
  std::vector<std::string> texts;
  texts.reserve(numbers.size());
  for (const uint32_t number : numbers) texts.emplace_back((*this)[number]);
  return texts;
}

// A copy of a long text that stays where it is.
absl::string_view StringInterner::Keep(absl::string_view text) {
  constexpr size_t kBlockBytes = 64 << 10;
  if (text.size() > free_bytes_) {
    free_bytes_ = std::max(kBlockBytes, text.size());
    long_blocks_.push_back(std::make_unique_for_overwrite<char[]>(free_bytes_));
    free_ = long_blocks_.back().get();
  }
  std::copy(text.begin(), text.end(), free_);
  const absl::string_view kept(free_, text.size());
  free_ += text.size();
  free_bytes_ -= text.size();
  return kept;
}

}  // namespace customer2vec
