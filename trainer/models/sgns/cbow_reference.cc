#include "trainer/models/sgns/cbow_reference.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "trainer/models/sgns/sgns_reference.h"

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
  const size_t count = block.centers.size();
  EmbeddingMatrix hidden(count, matrices.output->dimension());
  for (size_t b = 0; b < count; ++b) {
    const Numbers h = Hidden(block, block.centers[b], matrices);
    std::ranges::transform(h, hidden.Row(b),
                           [](double x) { return static_cast<float>(x); });
  }
  const EmbeddingMatrix start = hidden.Copy();
  SgnsBlock group;
  for (size_t b = 0; b < count; b += kSgnsInputs) {
    MakeCbowGroup(block, b, &group);
    SgnsUpdateReference(group, learning_rate, hidden, *matrices.output);
  }
  for (size_t b = 0; b < count; ++b) {
    const std::vector<float*> context =
        Context(block, block.centers[b], matrices);
    const bool mean = block.pooling == Pooling::kMean;
    const double share = mean ? 1 : 1.0 / static_cast<double>(context.size());
    for (float* vector : context) {
      for (size_t i = 0; i < hidden.dimension(); ++i) {
        const double error = double{hidden.Row(b)[i]} - start.Row(b)[i];
        vector[i] += static_cast<float>(share * error);
      }
    }
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
