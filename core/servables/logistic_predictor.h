// Probabilities of outcomes by logistic models over one input:
//
//   p = 1 / (1 + exp(-(bias + sum_j weight_j * (x_j - mean_j) * scale_j)))
//
//   LogisticPredictor predictor("lookalike", {"redeems_coupon"}, parameters,
//                               std::move(inputs));
//   std::vector<float> x(predictor.dimension());
//   double p;
//   if (predictor.CustomerInput(customer, x)) {
//     predictor.Predict(x, std::span(&p, 1));
//   }
//
// A view of its arrays, which outlive it. Immutable, thread-safe.

#ifndef CUSTOMER2VEC_CORE_SERVABLES_LOGISTIC_PREDICTOR_H_
#define CUSTOMER2VEC_CORE_SERVABLES_LOGISTIC_PREDICTOR_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/servables/customer_inputs.h"
#include "core/servables/servable.h"

namespace customer2vec {

// d = numbers of the input, m = outcomes.
struct LogisticParameters {
  std::span<const float> means;    // d
  std::span<const float> scales;   // d
  std::span<const float> weights;  // m * d, row-major
  std::vector<double> biases;      // m
};

class LogisticPredictor final : public Predictor {
 public:
  // REQUIRES: lengths as above, with d = inputs.dimension() and m =
  // metrics.size().
  LogisticPredictor(std::string name, std::vector<std::string> metrics,
                    LogisticParameters parameters, CustomerInputs inputs);

  size_t dimension() const override { return inputs_.dimension(); }
  std::span<const std::string> metrics() const override { return metrics_; }
  void Predict(std::span<const float> vector,
               std::span<double> outcomes) const override;
  bool CustomerInput(uint32_t customer,
                     std::span<float> vector) const override {
    return inputs_.Fill(customer, vector);
  }

 private:
  const std::vector<std::string> metrics_;
  const LogisticParameters parameters_;
  const CustomerInputs inputs_;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_SERVABLES_LOGISTIC_PREDICTOR_H_
