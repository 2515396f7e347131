// A generated corpus of documents whose truth is known, and how good vectors of
// documents are by it.
//
//   const DocumentCorpus corpus = MakeDocumentCorpus({.documents = 200000});
//   const DocumentQuality quality =
//       MeasureDocuments(corpus, {documents, output, 200});
//
// Words belong to groups. A document has a group, from which `focus` of its
// tokens come; the others come from all words. Within a group, and over all,
// words follow Zipf's law. Rows descend by count, ties by word.
//
//  - neighbours: for 2000 documents spread evenly, the share of the ten nearest
//    other documents by cosine that have the same group;
//  - recall: each of those documents has a hidden token from its group, which
//    is ranked among itself and 100 other tokens drawn by count (so popularity
//    alone helps nobody) by output vector . document vector; the share among
//    the best ten.

#ifndef CUSTOMER2VEC_BENCH_TRAIN_DOCUMENT_CORPUS_H_
#define CUSTOMER2VEC_BENCH_TRAIN_DOCUMENT_CORPUS_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "trainer/models/sgns/sentences.h"

namespace customer2vec::bench {

struct DocumentCorpusOptions {
  uint32_t documents = 200000;
  uint32_t words = 50000;
  uint32_t groups = 1000;
  uint32_t shortest = 10;  // tokens of a document, evenly up to the longest
  uint32_t longest = 40;
  double focus = 0.5;
  uint64_t seed = 1;
};

struct DocumentCorpus {
  Sentences View() const { return {tokens, offsets}; }

  std::vector<uint32_t> tokens;
  std::vector<uint64_t> offsets = {0};
  std::vector<uint32_t> counts;  // by row
  std::vector<uint32_t> groups;  // by document
  std::vector<uint32_t> hidden;  // a token by document, from its group
};

DocumentCorpus MakeDocumentCorpus(const DocumentCorpusOptions& options);

// The documents as text, a line each, tokens as decimal rows: what gensim
// reads.
absl::Status WriteAsText(const DocumentCorpus& corpus, const std::string& path);

struct DocumentArrays {
  std::span<const float> documents;  // rows * dimension
  std::span<const float> output;     // rows * dimension
  size_t dimension;
};

struct DocumentQuality {
  double neighbours;
  double recall;
};

DocumentQuality MeasureDocuments(const DocumentCorpus& corpus,
                                 const DocumentArrays& vectors);

}  // namespace customer2vec::bench

#endif  // CUSTOMER2VEC_BENCH_TRAIN_DOCUMENT_CORPUS_H_
