#include "trainer/models/sgns/sgns_reference.h"

#include <algorithm>
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

// Inputs [begin, end) of the block as a block of their own.
SgnsBlock Group(const SgnsBlock& block, size_t begin, size_t end) {
  SgnsBlock group{{block.inputs.begin() + static_cast<std::ptrdiff_t>(begin),
                   block.inputs.begin() + static_cast<std::ptrdiff_t>(end)},
                  block.outputs,
                  block.positives,
                  {}};
  for (size_t n = 0; n < block.outputs.size(); ++n) {
    for (size_t b = begin; b < end; ++b) {
      group.weights.push_back(block.weights[n * block.inputs.size() + b]);
    }
  }
  return group;
}

// g[n][b] of the header, by output, then input.
std::vector<double> Coefficients(const SgnsBlock& block, float rate,
                                 const std::vector<double>& logits) {
  std::vector<double> g(logits.size());
  for (size_t pair = 0; pair < g.size(); ++pair) {
    const double target = IsPositive(block, pair) ? 1 : 0;
    g[pair] = rate * block.weights[pair] * (target - Sigmoid(logits[pair]));
  }
  return g;
}

void LimitMoves(size_t inputs, std::vector<double>& g) {
  for (size_t b = 0; b < inputs; ++b) {
    double sum = 0;
    for (size_t pair = b; pair < g.size(); pair += inputs) {
      sum += std::abs(g[pair]);
    }
    if (sum <= kSgnsMoveLimit) continue;
    for (size_t pair = b; pair < g.size(); pair += inputs) {
      g[pair] *= kSgnsMoveLimit / sum;
    }
  }
}

void UpdateGroup(const SgnsBlock& block, float rate, EmbeddingMatrix& input,
                 EmbeddingMatrix& output) {
  const size_t inputs = block.inputs.size(), d = input.dimension();
  std::vector<double> g =
      Coefficients(block, rate, Logits(block, input, output));
  LimitMoves(inputs, g);
  // By input, then column: as the outputs before made it, and as it began.
  std::vector<double> x(inputs * d), start(inputs * d);
  for (size_t b = 0; b < inputs; ++b) {
    for (size_t i = 0; i < d; ++i) {
      x[b * d + i] = start[b * d + i] = input.Row(block.inputs[b])[i];
    }
  }
  for (size_t n = 0; n < block.outputs.size(); ++n) {
    float* y = output.Row(block.outputs[n]);
    const std::vector<double> old_y(y, y + d);
    std::vector<double> new_y = old_y;
    for (size_t b = 0; b < inputs; ++b) {
      for (size_t i = 0; i < d; ++i) {
        new_y[i] += g[n * inputs + b] * x[b * d + i];
        x[b * d + i] += g[n * inputs + b] * old_y[i];
      }
    }
    for (size_t i = 0; i < d; ++i) y[i] = static_cast<float>(new_y[i]);
  }
  for (size_t b = 0; b < inputs; ++b) {
    for (size_t i = 0; i < d; ++i) {
      input.Row(block.inputs[b])[i] +=
          static_cast<float>(x[b * d + i] - start[b * d + i]);
    }
  }
}

}  // namespace

void SgnsUpdateReference(const SgnsBlock& block, float learning_rate,
                         EmbeddingMatrix& input, EmbeddingMatrix& output) {
  for (size_t begin = 0; begin < block.inputs.size(); begin += kSgnsInputs) {
    const size_t end = std::min(begin + kSgnsInputs, block.inputs.size());
    UpdateGroup(Group(block, begin, end), learning_rate, input, output);
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
