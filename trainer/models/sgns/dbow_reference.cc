#include "trainer/models/sgns/dbow_reference.h"

#include <cmath>
#include <vector>

#include "trainer/models/sgns/sgns_kernel.h"

namespace customer2vec {
namespace {

double Dot(const float* x, const float* y, size_t d) {
  double sum = 0;
  for (size_t i = 0; i < d; ++i) sum += double{x[i]} * double{y[i]};
  return sum;
}

double Sigmoid(double z) { return 1 / (1 + std::exp(-z)); }

// -log sigmoid(z), without overflow at either end.
double NegativeLogSigmoid(double z) {
  return z > 0 ? std::log1p(std::exp(-z)) : -z + std::log1p(std::exp(z));
}

// g of the header, by output.
std::vector<double> Coefficients(const DbowBlock& block, double rate,
                                 const float* document,
                                 const EmbeddingMatrix& output) {
  std::vector<double> g;
  for (size_t n = 0; n < block.outputs.size(); ++n) {
    const double logit =
        Dot(document, output.Row(block.outputs[n]), output.dimension());
    g.push_back(rate * block.weights[n] * (block.targets[n] - Sigmoid(logit)));
  }
  return g;
}

void LimitMoves(std::vector<double>& g) {
  double sum = 0;
  for (double x : g) sum += std::abs(x);
  if (sum <= kSgnsMoveLimit) return;
  for (double& x : g) x *= kSgnsMoveLimit / sum;
}

}  // namespace

void DbowUpdateReference(const DbowBlock& block, float learning_rate,
                         float* document, EmbeddingMatrix& output) {
  const size_t d = output.dimension();
  std::vector<double> g = Coefficients(block, learning_rate, document, output);
  LimitMoves(g);
  std::vector<double> x(document, document + d);
  for (size_t n = 0; n < g.size(); ++n) {
    float* y = output.Row(block.outputs[n]);
    for (size_t i = 0; i < d; ++i) {
      const double old = y[i];
      y[i] = static_cast<float>(old + g[n] * x[i]);
      x[i] += g[n] * old;
    }
  }
  for (size_t i = 0; i < d; ++i) document[i] = static_cast<float>(x[i]);
}

double DbowLoss(const DbowBlock& block, const float* document,
                const EmbeddingMatrix& output) {
  double loss = 0;
  for (size_t n = 0; n < block.outputs.size(); ++n) {
    const double logit =
        Dot(document, output.Row(block.outputs[n]), output.dimension());
    const double target = block.targets[n];
    loss += block.weights[n] * (target * NegativeLogSigmoid(logit) +
                                (1 - target) * NegativeLogSigmoid(-logit));
  }
  return loss;
}

}  // namespace customer2vec
