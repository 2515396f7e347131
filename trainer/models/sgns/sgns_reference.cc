#include "trainer/models/sgns/sgns_reference.h"

#include <cmath>
#include <cstddef>
#include <vector>

namespace customer2vec {
namespace {

double Dot(const float* x, const float* y, size_t d) {
  double sum = 0;
  for (size_t i = 0; i < d; ++i) sum += double{x[i]} * double{y[i]};
  return sum;
}

// x[b] . y[n], by output, then input.
std::vector<double> Logits(const SgnsBlock& block, const EmbeddingMatrix& input,
                           const EmbeddingMatrix& output) {
  std::vector<double> logits;
  for (uint32_t n : block.outputs) {
    for (uint32_t b : block.inputs) {
      logits.push_back(Dot(input.Row(b), output.Row(n), input.dimension()));
    }
  }
  return logits;
}

double Sigmoid(double z) { return 1 / (1 + std::exp(-z)); }

// -log sigmoid(z), without overflow at either end.
double NegativeLogSigmoid(double z) {
  return z > 0 ? std::log1p(std::exp(-z)) : -z + std::log1p(std::exp(z));
}

bool IsPositive(const SgnsBlock& block, size_t pair) {
  return pair / block.inputs.size() < block.positives;
}

}  // namespace

void SgnsUpdateReference(const SgnsBlock& block, float learning_rate,
                         EmbeddingMatrix& input, EmbeddingMatrix& output) {
  const std::vector<double> logits = Logits(block, input, output);
  const EmbeddingMatrix old_input = input.Copy(), old_output = output.Copy();
  const size_t inputs = block.inputs.size();
  for (size_t pair = 0; pair < logits.size(); ++pair) {
    const uint32_t x = block.inputs[pair % inputs];
    const uint32_t y = block.outputs[pair / inputs];
    const double target = IsPositive(block, pair) ? 1 : 0;
    const double g =
        learning_rate * block.weights[pair] * (target - Sigmoid(logits[pair]));
    for (size_t i = 0; i < input.dimension(); ++i) {
      input.Row(x)[i] += static_cast<float>(g * old_output.Row(y)[i]);
      output.Row(y)[i] += static_cast<float>(g * old_input.Row(x)[i]);
    }
  }
}

double SgnsLoss(const SgnsBlock& block, const EmbeddingMatrix& input,
                const EmbeddingMatrix& output) {
  const std::vector<double> logits = Logits(block, input, output);
  double loss = 0;
  for (size_t pair = 0; pair < logits.size(); ++pair) {
    const double z = IsPositive(block, pair) ? logits[pair] : -logits[pair];
    loss += block.weights[pair] * NegativeLogSigmoid(z);
  }
  return loss;
}

}  // namespace customer2vec
