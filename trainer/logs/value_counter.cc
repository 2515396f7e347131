#include "trainer/logs/value_counter.h"

#include <algorithm>

#include "core/base/random.h"

namespace customer2vec {

uint64_t StableHash(absl::string_view text) {
  uint64_t hash = 0xcbf29ce484222325;  // FNV-1a
  for (const unsigned char byte : text) hash = (hash ^ byte) * 0x100000001b3;
  return SplitMix64(hash);
}

void ValueCounter::Add(absl::string_view text) {
  ++total_;
  if (text.size() > kMaxTextBytes) {
    ++long_texts_;
    is_exact_ = false;
    return NoteHash(text);
  }
  const auto found = counts_.find(text);
  if (found != counts_.end()) {
    ++found->second;
    return;
  }
  if (counts_.size() >= kCapacity) ForgetRareTexts();
  counts_.emplace(text, 1);
  NoteHash(text);
}

void ValueCounter::NoteHash(absl::string_view text) {
  const uint64_t hash = StableHash(text);
  if (smallest_hashes_.size() == kHashes &&
      hash >= *smallest_hashes_.rbegin()) {
    return;
  }
  smallest_hashes_.insert(hash);
  if (smallest_hashes_.size() > kHashes) {
    smallest_hashes_.erase(std::prev(smallest_hashes_.end()));
  }
}

void ValueCounter::ForgetRareTexts() {
  is_exact_ = false;
  std::vector<Count> kept = MostFrequent(kCapacity / 2);
  counts_.clear();
  for (Count& count : kept) {
    counts_.emplace(std::move(count.text), count.count);
  }
}

uint64_t ValueCounter::distinct() const {
  if (is_exact_) return counts_.size();
  if (smallest_hashes_.size() < kHashes) return smallest_hashes_.size();
  // n uniform hashes put the k-th smallest at about k / n of the range.
  const double share =
      static_cast<double>(*smallest_hashes_.rbegin()) * 0x1p-64;
  return static_cast<uint64_t>((kHashes - 1) / share);
}

std::vector<ValueCounter::Count> ValueCounter::MostFrequent(
    size_t limit) const {
  std::vector<Count> counts;
  counts.reserve(counts_.size());
  for (const auto& [text, count] : counts_) counts.push_back({text, count});
  std::sort(counts.begin(), counts.end(), [](const Count& a, const Count& b) {
    return a.count != b.count ? a.count > b.count : a.text < b.text;
  });
  if (counts.size() > limit) counts.resize(limit);
  return counts;
}

}  // namespace customer2vec
