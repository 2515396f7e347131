#include "trainer/base/string_interner.h"

#include <algorithm>

namespace customer2vec {

uint32_t StringInterner::Intern(absl::string_view text) {
  const auto found = numbers_.find(text);
  if (found != numbers_.end()) return found->second;
  const uint32_t number = static_cast<uint32_t>(texts_.size());
  texts_.push_back(Keep(text));
  numbers_.emplace(texts_.back(), number);
  return number;
}

std::optional<uint32_t> StringInterner::Find(absl::string_view text) const {
  const auto found = numbers_.find(text);
  if (found == numbers_.end()) return std::nullopt;
  return found->second;
}

std::vector<std::string> StringInterner::Texts(
    const std::vector<uint32_t>& numbers) const {
  std::vector<std::string> texts;
  texts.reserve(numbers.size());
  for (const uint32_t number : numbers) texts.emplace_back(texts_[number]);
  return texts;
}

absl::string_view StringInterner::Keep(absl::string_view text) {
  constexpr size_t kBlockBytes = 64 << 10;
  if (text.size() > free_bytes_) {
    free_bytes_ = std::max(kBlockBytes, text.size());
    blocks_.push_back(std::make_unique_for_overwrite<char[]>(free_bytes_));
    free_ = blocks_.back().get();
  }
  std::copy(text.begin(), text.end(), free_);
  const absl::string_view kept(free_, text.size());
  free_ += text.size();
  free_bytes_ -= text.size();
  return kept;
}

}  // namespace customer2vec
