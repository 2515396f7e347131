#include "bench/train/document_corpus.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <numeric>

#include "absl/strings/str_cat.h"
#include "core/base/random.h"
#include "core/vectors/kernels.h"
#include "trainer/models/sgns/alias_sampler.h"

namespace customer2vec::bench {
namespace {

constexpr size_t kQueries = 2000;
constexpr size_t kNeighbours = 10;
constexpr size_t kDistractors = 100;

std::vector<double> ZipfWeights(size_t count) {
  std::vector<double> weights;
  for (size_t rank = 1; rank <= count; ++rank) {
    weights.push_back(1 / static_cast<double>(rank));
  }
  return weights;
}

// Word w is of group w % groups, so that every group has frequent and rare
// words.
struct Words {
  explicit Words(const DocumentCorpusOptions& options)
      : groups(options.groups),
        all(ZipfWeights(options.words)),
        in_group(ZipfWeights(options.words / options.groups)) {}

  uint32_t OfGroup(uint32_t group, Random& random) const {
    return in_group.Draw(random) * groups + group;
  }

  uint32_t groups;
  AliasSampler all;
  AliasSampler in_group;
};

// Gives words their rows; words that no document has come last.
void RankRows(size_t words, DocumentCorpus& corpus) {
  std::vector<uint32_t> counts(words), order(words), row_of(words);
  for (uint32_t word : corpus.tokens) ++counts[word];
  std::iota(order.begin(), order.end(), 0);
  std::ranges::stable_sort(
      order, [&](uint32_t a, uint32_t b) { return counts[a] > counts[b]; });
  for (uint32_t row = 0; row < words; ++row) {
    row_of[order[row]] = row;
    corpus.counts.push_back(counts[order[row]]);
  }
  for (uint32_t& token : corpus.tokens) token = row_of[token];
  for (uint32_t& token : corpus.hidden) token = row_of[token];
}

std::vector<float> UnitRows(const DocumentArrays& vectors) {
  const size_t d = vectors.dimension;
  std::vector<float> rows(vectors.documents.begin(), vectors.documents.end());
  for (size_t row = 0; row < rows.size() / d; ++row) {
    const auto x = std::span(rows).subspan(row * d, d);
    const double square = Dot(x, x);
    const auto scale =
        static_cast<float>(square > 0 ? 1 / std::sqrt(square) : 0);
    for (float& number : x) number *= scale;
  }
  return rows;
}

double SameGroup(const DocumentCorpus& corpus, const std::vector<float>& unit,
                 size_t d, uint32_t query) {
  std::vector<float> scores(corpus.groups.size());
  DotRows(std::span(unit).subspan(query * d, d), unit, scores);
  scores[query] = -2;
  std::vector<uint32_t> rows(scores.size());
  std::iota(rows.begin(), rows.end(), 0);
  std::ranges::nth_element(
      rows, rows.begin() + kNeighbours,
      [&](uint32_t a, uint32_t b) { return scores[a] > scores[b]; });
  double same = 0;
  for (size_t i = 0; i < kNeighbours; ++i) {
    same += corpus.groups[rows[i]] == corpus.groups[query] ? 1 : 0;
  }
  return same / kNeighbours;
}

// Whether the hidden token is among the best ten of 101.
bool Recalls(const DocumentCorpus& corpus, const DocumentArrays& vectors,
             uint32_t query, const AliasSampler& sampler, Random& random) {
  const size_t d = vectors.dimension;
  const auto document = vectors.documents.subspan(query * d, d);
  const auto score = [&](uint32_t token) {
    return Dot(document, vectors.output.subspan(token * d, d));
  };
  const float truth = score(corpus.hidden[query]);
  size_t above = 0;
  for (size_t i = 0; i < kDistractors; ++i) {
    uint32_t other = sampler.Draw(random);
    while (other == corpus.hidden[query]) other = sampler.Draw(random);
    above += score(other) >= truth ? 1 : 0;
  }
  return above < kNeighbours;
}

}  // namespace

DocumentCorpus MakeDocumentCorpus(const DocumentCorpusOptions& options) {
  const Words words(options);
  Random random(options.seed);
  DocumentCorpus corpus;
  for (uint32_t i = 0; i < options.documents; ++i) {
    const uint32_t group = random.Below(options.groups);
    corpus.groups.push_back(group);
    const uint32_t length =
        options.shortest + random.Below(options.longest - options.shortest + 1);
    for (uint32_t token = 0; token < length; ++token) {
      corpus.tokens.push_back(random.Uniform() < options.focus
                                  ? words.OfGroup(group, random)
                                  : words.all.Draw(random));
    }
    corpus.offsets.push_back(corpus.tokens.size());
    corpus.hidden.push_back(words.OfGroup(group, random));
  }
  RankRows(options.words, corpus);
  return corpus;
}

absl::Status WriteAsText(const DocumentCorpus& corpus,
                         const std::string& path) {
  std::ofstream file(path);
  const Sentences texts = corpus.View();
  std::string line;
  for (size_t i = 0; i < texts.size(); ++i) {
    line.clear();
    for (uint32_t token : texts[i]) absl::StrAppend(&line, token, " ");
    line.back() = '\n';
    file << line;
  }
  file.close();
  if (file.good()) return absl::OkStatus();
  return absl::UnavailableError(absl::StrCat("cannot write ", path));
}

DocumentQuality MeasureDocuments(const DocumentCorpus& corpus,
                                 const DocumentArrays& vectors) {
  const std::vector<float> unit = UnitRows(vectors);
  const AliasSampler sampler(PowerWeights(corpus.counts, 1));
  Random random(5);
  double same = 0, recalled = 0;
  for (size_t i = 0; i < kQueries; ++i) {
    const auto query =
        static_cast<uint32_t>(i * corpus.groups.size() / kQueries);
    same += SameGroup(corpus, unit, vectors.dimension, query);
    recalled += Recalls(corpus, vectors, query, sampler, random) ? 1 : 0;
  }
  return {same / kQueries, recalled / kQueries};
}

}  // namespace customer2vec::bench
