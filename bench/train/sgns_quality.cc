#include "bench/train/sgns_quality.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "core/base/random.h"
#include "trainer/models/sgns/alias_sampler.h"

namespace customer2vec::bench {
namespace {

constexpr uint32_t kLeastCount = 5;
constexpr size_t kQueries = 4000;
constexpr size_t kNeighbours = 10;
constexpr size_t kDistractors = 100;
// Scores that are added up together, so that they stay in the first cache and
// columns are read once for several queries.
constexpr size_t kQueriesAtOnce = 8;
constexpr size_t kRowsAtOnce = 512;

// Unit vectors of the first `rows` tokens, a column a token: scores of all
// tokens then add up along rows, which compilers vectorize.
std::vector<float> UnitColumns(const SgnsVectors& vectors, size_t rows) {
  const size_t d = vectors.dimension;
  std::vector<float> columns(rows * d);
  for (size_t row = 0; row < rows; ++row) {
    const auto x = vectors.input.subspan(row * d, d);
    const double square =
        std::inner_product(x.begin(), x.end(), x.begin(), 0.0);
    const double scale = square > 0 ? 1 / std::sqrt(square) : 0;
    for (size_t i = 0; i < d; ++i) {
      columns[i * rows + row] = static_cast<float>(x[i] * scale);
    }
  }
  return columns;
}

void AddScaled(float scale, const float* x, size_t n, float* y) {
  for (size_t i = 0; i < n; ++i) y[i] += scale * x[i];
}

// By query, then row: cosines of the queries with all rows.
std::vector<std::vector<float>> Cosines(const std::vector<float>& columns,
                                        size_t rows,
                                        std::span<const uint32_t> queries) {
  std::vector<std::vector<float>> cosines(queries.size(),
                                          std::vector<float>(rows));
  const size_t dimension = columns.size() / rows;
  for (size_t begin = 0; begin < rows; begin += kRowsAtOnce) {
    const size_t count = std::min(kRowsAtOnce, rows - begin);
    for (size_t i = 0; i < dimension; ++i) {
      const float* column = columns.data() + i * rows;
      for (size_t q = 0; q < queries.size(); ++q) {
        AddScaled(column[queries[q]], column + begin, count,
                  cosines[q].data() + begin);
      }
    }
  }
  return cosines;
}

double SameGroup(const SgnsCorpus& corpus, uint32_t query,
                 const std::vector<float>& scores) {
  std::vector<uint32_t> rows(scores.size());
  std::iota(rows.begin(), rows.end(), 0);
  std::ranges::nth_element(
      rows, rows.begin() + kNeighbours + 1,
      [&](uint32_t a, uint32_t b) { return scores[a] > scores[b]; });
  double same = 0;
  for (size_t i = 0; i <= kNeighbours; ++i) {
    if (rows[i] == query) continue;
    same += corpus.groups[rows[i]] == corpus.groups[query] ? 1 : 0;
  }
  return same / kNeighbours;
}

double Neighbours(const SgnsCorpus& corpus, const SgnsVectors& vectors) {
  const size_t rows =
      std::ranges::partition_point(
          corpus.counts, [](uint32_t count) { return count >= kLeastCount; }) -
      corpus.counts.begin();
  const std::vector<float> columns = UnitColumns(vectors, rows);
  const size_t queries = std::min(kQueries, rows);
  std::vector<uint32_t> asked(queries);
  for (size_t q = 0; q < queries; ++q) {
    asked[q] = static_cast<uint32_t>(q * rows / queries);
  }
  double sum = 0;
  for (size_t begin = 0; begin < queries; begin += kQueriesAtOnce) {
    const auto some = std::span(asked).subspan(
        begin, std::min(kQueriesAtOnce, queries - begin));
    auto cosines = Cosines(columns, rows, some);
    for (size_t q = 0; q < some.size(); ++q) {
      cosines[q][some[q]] = 2;  // above all: left out as the query
      sum += SameGroup(corpus, some[q], cosines[q]);
    }
  }
  return sum / static_cast<double>(queries);
}

std::vector<float> MeanInput(const SgnsVectors& vectors,
                             std::span<const uint32_t> tokens, size_t hidden) {
  std::vector<float> mean(vectors.dimension);
  for (size_t i = 0; i < tokens.size(); ++i) {
    if (i == hidden) continue;
    AddScaled(1.0f / static_cast<float>(tokens.size() - 1),
              vectors.input.data() + tokens[i] * vectors.dimension,
              vectors.dimension, mean.data());
  }
  return mean;
}

double Recall(const SgnsCorpus& corpus, const SgnsVectors& vectors) {
  const AliasSampler sampler(PowerWeights(corpus.counts, 1));
  const auto score = [&](const std::vector<float>& mean, uint32_t token) {
    return std::inner_product(
        mean.begin(), mean.end(),
        vectors.output.begin() + token * vectors.dimension, 0.0);
  };
  Random random(5);
  double found = 0, asked = 0;
  for (const std::vector<uint32_t>& tokens : corpus.held_out) {
    if (tokens.size() < 2) continue;
    const size_t hidden = random.Below(static_cast<uint32_t>(tokens.size()));
    const std::vector<float> mean = MeanInput(vectors, tokens, hidden);
    const double truth = score(mean, tokens[hidden]);
    size_t above = 0;
    for (size_t i = 0; i < kDistractors; ++i) {
      uint32_t other = sampler.Draw(random);
      while (std::ranges::count(tokens, other) > 0)
        other = sampler.Draw(random);
      above += score(mean, other) >= truth ? 1 : 0;
    }
    found += above < kNeighbours ? 1 : 0;
    asked += 1;
  }
  return found / asked;
}

}  // namespace

SgnsQuality MeasureQuality(const SgnsCorpus& corpus,
                           const SgnsVectors& vectors) {
  return {Neighbours(corpus, vectors), Recall(corpus, vectors)};
}

}  // namespace customer2vec::bench
