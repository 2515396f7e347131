#include "trainer/models/sgns/dbow_reference.h"

#include <cmath>
#include <vector>

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

}  // namespace

void DbowUpdateReference(const DbowBlock& block, float learning_rate,
                         float* document, EmbeddingMatrix& output) {
  const size_t d = output.dimension();
  const std::vector<float> old(document, document + d);
  std::vector<double> gradient(d);
  for (size_t n = 0; n < block.outputs.size(); ++n) {
    float* y = output.Row(block.outputs[n]);
    const double g = learning_rate * block.weights[n] *
                     (block.targets[n] - Sigmoid(Dot(old.data(), y, d)));
    for (size_t i = 0; i < d; ++i) {
      gradient[i] += g * y[i];
      y[i] += static_cast<float>(g * old[i]);
    }
  }
  for (size_t i = 0; i < d; ++i) {
    document[i] += static_cast<float>(gradient[i]);
  }
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
