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
  double sum = 0;
  for (size_t q = 0; q < queries; ++q) {
    const auto query = static_cast<uint32_t>(q * rows / queries);
    std::vector<float> scores(rows);
    for (size_t i = 0; i < vectors.dimension; ++i) {
      const float* column = columns.data() + i * rows;
      AddScaled(column[query], column, rows, scores.data());
    }
    scores[query] = 2;  // above all: left out as the query
    sum += SameGroup(corpus, query, scores);
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
