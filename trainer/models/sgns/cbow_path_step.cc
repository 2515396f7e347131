#include "trainer/models/sgns/cbow_path_step.h"

#include <algorithm>
#include <cmath>

namespace customer2vec {
namespace {

constexpr size_t kLine = EmbeddingMatrix::kRowAlignment;

// to += factor * from, by whole lines, so that a compiler makes vectors of it.
void AddTimes(float factor, const float* from, size_t stride, float* to) {
  for (size_t line = 0; line < stride; line += kLine) {
    for (size_t i = line; i < line + kLine; ++i) to[i] += factor * from[i];
  }
}

// Row 0 becomes h, and row 1 the same.
void Pool(const SgnsBlock& path, float factor, const EmbeddingMatrix& input,
          EmbeddingMatrix& hidden) {
  std::fill_n(hidden.Row(0), hidden.stride(), 0.0f);
  for (uint32_t row : path.inputs) {
    AddTimes(factor, input.Row(row), hidden.stride(), hidden.Row(0));
  }
  std::copy_n(hidden.Row(0), hidden.stride(), hidden.Row(1));
}

double NegativeLogSigmoid(double z) {
  return std::max(-z, 0.0) + std::log1p(std::exp(-std::abs(z)));
}

}  // namespace

void CbowPathUpdate(const SgnsBlock& path, Pooling pooling, float learning_rate,
                    EmbeddingMatrix& input, EmbeddingMatrix& output,
                    CbowPathScratch& scratch) {
  EmbeddingMatrix& hidden = scratch.hidden;
  if (hidden.dimension() != input.dimension()) {
    hidden = EmbeddingMatrix(2, input.dimension());
  }
  const float share = 1 / static_cast<float>(path.inputs.size());
  const bool mean = pooling == Pooling::kMean;
  Pool(path, mean ? share : 1, input, hidden);
  scratch.step.inputs = {0};
  scratch.step.outputs = path.outputs;
  scratch.step.positives = path.positives;
  scratch.step.weights.assign(path.outputs.size(), 1.0f);
  SgnsUpdate(scratch.step, learning_rate, hidden, output, scratch.sgns);
  AddTimes(-1, hidden.Row(1), hidden.stride(), hidden.Row(0));  // e
  for (uint32_t row : path.inputs) {
    AddTimes(mean ? 1 : share, hidden.Row(0), hidden.stride(), input.Row(row));
  }
}

double CbowPathLoss(const SgnsBlock& path, Pooling pooling,
                    const EmbeddingMatrix& input,
                    const EmbeddingMatrix& output) {
  std::vector<double> h(input.dimension());
  const double c = static_cast<double>(path.inputs.size());
  for (uint32_t row : path.inputs) {
    for (size_t i = 0; i < h.size(); ++i) {
      h[i] += input.Row(row)[i] / (pooling == Pooling::kMean ? c : 1);
    }
  }
  double loss = 0;
  for (size_t n = 0; n < path.outputs.size(); ++n) {
    double z = 0;
    for (size_t i = 0; i < h.size(); ++i) {
      z += h[i] * output.Row(path.outputs[n])[i];
    }
    loss += NegativeLogSigmoid(n < path.positives ? z : -z);
  }
  return loss;
}

}  // namespace customer2vec
