// Sentences of tokens: what everything like word2vec is trained on. Baskets of
// items, customers' histories, walks over a graph and application logs all
// become this.
//
//   const std::vector<uint32_t> tokens = {3, 0, 7, 1, 3};
//   const std::vector<uint64_t> offsets = {0, 3, 5};  // two sentences
//   const Sentences sentences{tokens, offsets};
//   sentences[1];  // {1, 3}
//
// A token is a row of a vocabulary whose rows descend by count, so that rows
// that are used together lie together. A view: what it looks at must live
// longer.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_SGNS_SENTENCES_H_
#define CUSTOMER2VEC_TRAINER_MODELS_SGNS_SENTENCES_H_

#include <cstddef>
#include <cstdint>
#include <span>

namespace customer2vec {

struct Sentences {
  std::span<const uint32_t> tokens;
  std::span<const uint64_t> offsets;  // into tokens, ascending; sentences + 1

  size_t size() const { return offsets.empty() ? 0 : offsets.size() - 1; }
  size_t token_count() const {
    return offsets.empty() ? 0 : offsets.back() - offsets.front();
  }
  std::span<const uint32_t> operator[](size_t sentence) const {
    return tokens.subspan(offsets[sentence],
                          offsets[sentence + 1] - offsets[sentence]);
  }
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_SGNS_SENTENCES_H_
