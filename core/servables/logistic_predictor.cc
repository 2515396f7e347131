#include "core/servables/logistic_predictor.h"

#include <cmath>
#include <utility>

namespace customer2vec {

LogisticPredictor::LogisticPredictor(std::string name,
                                     std::vector<std::string> metrics,
                                     LogisticParameters parameters,
                                     CustomerInputs inputs)
    : Predictor(std::move(name)),
      metrics_(std::move(metrics)),
      parameters_(std::move(parameters)),
      inputs_(std::move(inputs)) {}

void LogisticPredictor::Predict(std::span<const float> vector,
                                std::span<double> outcomes) const {
  const size_t d = vector.size();
  for (size_t k = 0; k < outcomes.size(); ++k) {
    const std::span<const float> weights =
        parameters_.weights.subspan(k * d, d);
    double z = parameters_.biases[k];
    for (size_t j = 0; j < d; ++j) {
      const float standard =
          (vector[j] - parameters_.means[j]) * parameters_.scales[j];
      z += static_cast<double>(weights[j]) * standard;
    }
    outcomes[k] = 1 / (1 + std::exp(-z));
  }
}

}  // namespace customer2vec
