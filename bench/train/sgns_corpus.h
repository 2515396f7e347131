// A generated corpus of sentences whose truth is known: what the speed and the
// quality of word-like training are measured on.
//
//   const SgnsCorpus corpus = MakeSgnsCorpus(ShopOfTokens(1.9e6));
//   corpus.groups[row];    // latent group of the token
//   corpus.held_out[i];    // a sentence that training does not see
//
// The shop of `c2v-train generate` (trainer/generate/generated_shop.h): a
// sentence is a basket, a token a product, a group a taste, which only baskets
// tell. Rows descend by count, ties by product.

#ifndef CUSTOMER2VEC_BENCH_TRAIN_SGNS_CORPUS_H_
#define CUSTOMER2VEC_BENCH_TRAIN_SGNS_CORPUS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "trainer/generate/generate_options.h"
#include "trainer/models/sgns/sentences.h"

namespace customer2vec::bench {

struct SgnsCorpusOptions {
  GenerateOptions shop;
  uint32_t held_out = 4000;  // customers more, one basket of each
};

struct SgnsCorpus {
  Sentences View() const { return {tokens, offsets}; }

  std::vector<uint32_t> tokens;
  std::vector<uint64_t> offsets = {0};
  std::vector<uint32_t> counts;  // by row
  std::vector<uint32_t> groups;  // by row
  std::vector<std::vector<uint32_t>> held_out;
};

// Products in 500 groups; about `tokens` tokens in baskets of 12. REQUIRES:
// products >= 500.
SgnsCorpusOptions ShopOfTokens(double tokens, uint32_t products = 50000);

SgnsCorpus MakeSgnsCorpus(const SgnsCorpusOptions& options);

// The sentences as text, a line each, tokens as decimal rows: what gensim
// reads.
absl::Status WriteAsText(const SgnsCorpus& corpus, const std::string& path);

}  // namespace customer2vec::bench

#endif  // CUSTOMER2VEC_BENCH_TRAIN_SGNS_CORPUS_H_
