#include "trainer/models/sgns/cbow_reference.h"

#include <cmath>
#include <vector>

namespace customer2vec {
namespace {

using Numbers = std::vector<double>;

double Dot(const Numbers& x, const float* y) {
  double sum = 0;
  for (size_t i = 0; i < x.size(); ++i) sum += x[i] * double{y[i]};
  return sum;
}

void AddScaled(double factor, const float* y, Numbers& sum) {
  for (size_t i = 0; i < sum.size(); ++i) sum[i] += factor * double{y[i]};
}

void AddScaled(double factor, const Numbers& x, float* sum) {
  for (size_t i = 0; i < x.size(); ++i) {
    sum[i] += static_cast<float>(factor * x[i]);
  }
}

double Sigmoid(double z) { return 1 / (1 + std::exp(-z)); }

// -log sigmoid(z), without overflow at either end.
double NegativeLogSigmoid(double z) {
  return z > 0 ? std::log1p(std::exp(-z)) : -z + std::log1p(std::exp(z));
}

// The vectors of a center's context, the document's last.
std::vector<float*> Context(const CbowBlock& block, const CbowCenter& center,
                            const CbowMatrices& matrices) {
  std::vector<float*> context;
  for (uint32_t place = center.begin; place < center.end; ++place) {
    if (place == center.hole) continue;
    context.push_back(matrices.input->Row(block.inputs[place]));
  }
  if (matrices.documents != nullptr) {
    context.push_back(matrices.documents->Row(block.document));
  }
  return context;
}

Numbers Hidden(const CbowBlock& block, const CbowCenter& center,
               const CbowMatrices& matrices) {
  const std::vector<float*> context = Context(block, center, matrices);
  const bool mean = block.pooling == Pooling::kMean;
  const double share = mean ? 1.0 / static_cast<double>(context.size()) : 1;
  Numbers hidden(matrices.output->dimension());
  for (const float* vector : context) AddScaled(share, vector, hidden);
  return hidden;
}

}  // namespace

void CbowUpdateReference(const CbowBlock& block, float learning_rate,
                         const CbowMatrices& matrices) {
  EmbeddingMatrix& output = *matrices.output;
  const EmbeddingMatrix old_output = output.Copy();
  std::vector<Numbers> hidden, errors;
  for (const CbowCenter& center : block.centers) {
    hidden.push_back(Hidden(block, center, matrices));
  }
  for (size_t b = 0; b < block.centers.size(); ++b) {
    const Numbers& h = hidden[b];
    Numbers& error = errors.emplace_back(h.size());
    const auto move = [&](uint32_t row, double target, double weight) {
      const double g = learning_rate * weight *
                       (target - Sigmoid(Dot(h, old_output.Row(row))));
      AddScaled(g, old_output.Row(row), error);
      AddScaled(g, h, output.Row(row));
    };
    move(block.centers[b].target, 1, 1);
    for (uint32_t row : block.negatives) {
      if (row != block.centers[b].target) move(row, 0, block.negative_weight);
    }
  }
  for (size_t b = 0; b < block.centers.size(); ++b) {
    const std::vector<float*> context =
        Context(block, block.centers[b], matrices);
    const bool mean = block.pooling == Pooling::kMean;
    const double share = mean ? 1 : 1.0 / static_cast<double>(context.size());
    for (float* vector : context) AddScaled(share, errors[b], vector);
  }
}

double CbowLoss(const CbowBlock& block, const CbowMatrices& matrices) {
  double loss = 0;
  for (const CbowCenter& center : block.centers) {
    const Numbers h = Hidden(block, center, matrices);
    const auto logit = [&](uint32_t row) {
      return Dot(h, matrices.output->Row(row));
    };
    loss += NegativeLogSigmoid(logit(center.target));
    for (uint32_t row : block.negatives) {
      if (row == center.target) continue;
      loss += block.negative_weight * NegativeLogSigmoid(-logit(row));
    }
  }
  return loss;
}

}  // namespace customer2vec
