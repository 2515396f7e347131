#include "trainer/models/attribute_affinity/conditional_logit.h"

#include <algorithm>
#include <cmath>

namespace customer2vec {
namespace {

constexpr double kConverged = 1e-8;  // relative decrease of a step
constexpr int kMaxHalvings = 30;

// Loss, gradient and, where asked for, Hessian (row-major, full) of a case.
class CaseSums {
 public:
  CaseSums(const ChoiceCases& cases, std::span<const double> scale,
           std::span<const double> weights)
      : cases_(cases),
        scale_(scale),
        weights_(weights),
        x_(cases.features()),
        mean_(cases.features()) {}

  double Add(size_t number, std::span<double> gradient,
             std::span<double> hessian) {
    const double log_sum = Softmax(number);
    const size_t first = cases_.begin(number);
    double chosen = 0, loss = 0;
    for (size_t i = 0; i < p_.size(); ++i) {
      if (!cases_.IsChosen(first + i)) continue;
      ++chosen;
      loss += log_sum - scores_[i];
    }
    std::fill(mean_.begin(), mean_.end(), 0.0);
    for (size_t i = 0; i < p_.size(); ++i) {
      LoadRow(first + i);
      const double target = cases_.IsChosen(first + i) ? 1 / chosen : 0;
      for (size_t j = 0; j < x_.size(); ++j) {
        gradient[j] += (p_[i] - target) * x_[j];
        mean_[j] += p_[i] * x_[j];
      }
      if (!hessian.empty()) AddOuter(p_[i], x_, hessian);
    }
    if (!hessian.empty()) AddOuter(-1, mean_, hessian);
    return loss / chosen;
  }

 private:
  void LoadRow(size_t row) {
    const std::span<const float> from = cases_.Row(row);
    for (size_t j = 0; j < x_.size(); ++j) x_[j] = from[j] / scale_[j];
  }

  // Fills scores_ and p_; returns log of the sum of exponentials.
  double Softmax(size_t number) {
    const size_t first = cases_.begin(number);
    scores_.assign(cases_.end(number) - first, 0);
    for (size_t i = 0; i < scores_.size(); ++i) {
      LoadRow(first + i);
      for (size_t j = 0; j < x_.size(); ++j) scores_[i] += weights_[j] * x_[j];
    }
    const double max = *std::max_element(scores_.begin(), scores_.end());
    double sum = 0;
    for (const double score : scores_) sum += std::exp(score - max);
    p_.resize(scores_.size());
    for (size_t i = 0; i < p_.size(); ++i) {
      p_[i] = std::exp(scores_[i] - max) / sum;
    }
    return max + std::log(sum);
  }

  static void AddOuter(double weight, std::span<const double> x,
                       std::span<double> hessian) {
    for (size_t i = 0; i < x.size(); ++i) {
      for (size_t j = 0; j <= i; ++j) {
        hessian[i * x.size() + j] += weight * x[i] * x[j];
      }
    }
  }

  const ChoiceCases& cases_;
  const std::span<const double> scale_;
  const std::span<const double> weights_;
  std::vector<double> x_, mean_, scores_, p_;
};

double LossAt(const ChoiceCases& cases, std::span<const double> scale,
              std::span<const double> weights, double l2,
              std::span<double> gradient, std::span<double> hessian) {
  const size_t n = cases.features();
  std::fill(gradient.begin(), gradient.end(), 0.0);
  std::fill(hessian.begin(), hessian.end(), 0.0);
  CaseSums sums(cases, scale, weights);
  double loss = 0;
  for (size_t number = 0; number < cases.size(); ++number) {
    loss += sums.Add(number, gradient, hessian);
  }
  for (size_t j = 0; j < n; ++j) {
    loss += l2 / 2 * weights[j] * weights[j];
    gradient[j] += l2 * weights[j];
    if (!hessian.empty()) hessian[j * n + j] += l2;
  }
  return loss;
}

// Solves hessian * step = gradient by Cholesky's decomposition of the lower
// half, in place. REQUIRES: positive definite, which l2 > 0 makes it.
std::vector<double> Solve(std::vector<double> a, std::vector<double> b) {
  const size_t n = b.size();
  for (size_t i = 0; i < n; ++i) {
    for (size_t j = 0; j <= i; ++j) {
      double sum = a[i * n + j];
      for (size_t k = 0; k < j; ++k) sum -= a[i * n + k] * a[j * n + k];
      a[i * n + j] =
          i == j ? std::sqrt(std::max(sum, 1e-12)) : sum / a[j * n + j];
    }
  }
  for (size_t i = 0; i < n; ++i) {
    for (size_t k = 0; k < i; ++k) b[i] -= a[i * n + k] * b[k];
    b[i] /= a[i * n + i];
  }
  for (size_t i = n; i-- > 0;) {
    for (size_t k = i + 1; k < n; ++k) b[i] -= a[k * n + i] * b[k];
    b[i] /= a[i * n + i];
  }
  return b;
}

// Standard deviation of each feature over all alternatives; 1 where it is 0.
std::vector<double> Deviations(const ChoiceCases& cases) {
  const size_t n = cases.features();
  std::vector<double> sum(n), squares(n), scale(n);
  const auto rows = static_cast<double>(cases.row_count());
  for (size_t row = 0; row < cases.row_count(); ++row) {
    for (size_t j = 0; j < n; ++j) {
      const double x = cases.Row(row)[j];
      sum[j] += x;
      squares[j] += x * x;
    }
  }
  for (size_t j = 0; j < n; ++j) {
    const double variance = squares[j] / rows - std::pow(sum[j] / rows, 2);
    scale[j] = variance > 1e-12 ? std::sqrt(variance) : 1;
  }
  return scale;
}

}  // namespace

void ChoiceCases::AddAlternative(std::span<const double> x, bool is_chosen) {
  for (const double value : x) x_.push_back(static_cast<float>(value));
  chosen_.push_back(is_chosen);
}

void ChoiceCases::EndCase() {
  const size_t first = offsets_.back();
  const auto chosen =
      std::count(chosen_.begin() + static_cast<ptrdiff_t>(first), chosen_.end(),
                 uint8_t{1});
  if (chosen > 0 && chosen_.size() - first > 1) {
    offsets_.push_back(chosen_.size());
    return;
  }
  chosen_.resize(first);
  x_.resize(first * features_);
}

double ConditionalLogitLoss(const ChoiceCases& cases,
                            std::span<const double> scale,
                            std::span<const double> weights, double l2,
                            std::span<double> gradient) {
  return LossAt(cases, scale, weights, l2, gradient, {});
}

std::vector<double> FitConditionalLogit(
    const ChoiceCases& cases, const ConditionalLogitOptions& options) {
  const size_t n = cases.features();
  std::vector<double> weights(n), gradient(n), hessian(n * n), next(n);
  if (cases.size() == 0) return weights;
  const std::vector<double> scale = Deviations(cases);
  double loss = LossAt(cases, scale, weights, options.l2, gradient, hessian);
  for (int i = 0; i < options.max_steps; ++i) {
    const std::vector<double> step = Solve(hessian, gradient);
    const double before = loss;
    double size = 1;
    for (int halving = 0; halving < kMaxHalvings; ++halving, size /= 2) {
      for (size_t j = 0; j < n; ++j) next[j] = weights[j] - size * step[j];
      loss = LossAt(cases, scale, next, options.l2, gradient, hessian);
      if (loss <= before) break;
    }
    if (!(loss <= before)) break;
    weights = next;
    if (before - loss <= kConverged * before) break;
  }
  for (size_t j = 0; j < n; ++j) weights[j] /= scale[j];
  return weights;
}

}  // namespace customer2vec
