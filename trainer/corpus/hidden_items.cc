#include "trainer/corpus/hidden_items.h"

#include <utility>

#include "core/base/random.h"

namespace customer2vec {

// Selection sampling (Knuth, The Art of Computer Programming 2, 3.4.2 S): keeps
// the order.
std::vector<uint32_t> DrawHiddenItems(std::span<const uint32_t> eligible,
                                      double share, uint64_t seed) {
  const auto count =
      static_cast<size_t>(share * static_cast<double>(eligible.size()));
  std::vector<uint32_t> hidden;
  Random random(seed);
  for (size_t i = 0; i < eligible.size() && hidden.size() < count; ++i) {
    const auto left = static_cast<uint32_t>(eligible.size() - i);
    if (random.Below(left) < count - hidden.size()) {
      hidden.push_back(eligible[i]);
    }
  }
  return hidden;
}

std::vector<bool> MarkRows(std::span<const uint32_t> rows, size_t count) {
  std::vector<bool> marks(count);
  for (const uint32_t row : rows) marks[row] = true;
  return marks;
}

Corpus WithoutItems(const Corpus& corpus, std::span<const uint32_t> rows) {
  const std::vector<bool> hidden = MarkRows(rows, corpus.item_count());
  CorpusArrays arrays = corpus.arrays();
  arrays.items.clear();
  arrays.paid.clear();  // item_prices stay
  for (size_t basket = 0; basket < corpus.basket_count(); ++basket) {
    for (const uint32_t item : corpus.Items(basket)) {
      if (!hidden[item]) arrays.items.push_back(item);
    }
    arrays.basket_offsets[basket + 1] = arrays.items.size();
  }
  return Corpus(std::move(arrays));
}

}  // namespace customer2vec
