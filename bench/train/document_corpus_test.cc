#include "bench/train/document_corpus.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace customer2vec::bench {
namespace {

constexpr DocumentCorpusOptions kSmall = {
    .documents = 3000, .words = 200, .groups = 10, .shortest = 5, .longest = 9};

TEST(DocumentCorpusTest, HasTheShapeThatWasAskedFor) {
  const DocumentCorpus corpus = MakeDocumentCorpus(kSmall);
  ASSERT_EQ(corpus.View().size(), 3000);
  EXPECT_EQ(corpus.groups.size(), 3000);
  EXPECT_EQ(corpus.hidden.size(), 3000);
  for (size_t i = 0; i < 3000; ++i) {
    EXPECT_GE(corpus.View()[i].size(), 5);
    EXPECT_LE(corpus.View()[i].size(), 9);
  }
  EXPECT_TRUE(std::ranges::is_sorted(corpus.counts, std::greater()));
  EXPECT_EQ(corpus.tokens, MakeDocumentCorpus(kSmall).tokens);
}

// Vectors that know the truth are perfect; vectors that know nothing find a
// tenth.
TEST(DocumentCorpusTest, QualityIsOneForTheTruthAndChanceForNothing) {
  const DocumentCorpus corpus = MakeDocumentCorpus(kSmall);
  constexpr size_t kDimension = 10;
  std::vector<float> documents(3000 * kDimension), output(200 * kDimension);
  for (size_t i = 0; i < 3000; ++i) {
    documents[i * kDimension + corpus.groups[i]] = 1;
    output[corpus.hidden[i] * kDimension + corpus.groups[i]] = 1;
  }
  const DocumentQuality truth =
      MeasureDocuments(corpus, {documents, output, kDimension});
  EXPECT_EQ(truth.neighbours, 1);
  // Distractors of the same group tie with the hidden token.
  EXPECT_GT(truth.recall, 0.4);
  std::vector<float> shifted(documents.size());
  std::ranges::rotate_copy(documents, documents.begin() + 1499 * kDimension,
                           shifted.begin());
  const DocumentQuality chance =
      MeasureDocuments(corpus, {shifted, output, kDimension});
  EXPECT_LT(chance.neighbours, 0.2);
  EXPECT_LT(chance.recall, truth.recall / 2);
}

}  // namespace
}  // namespace customer2vec::bench
