#include "trainer/models/logistic/logistic_regression.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "trainer/models/logistic/logistic_loss.h"

namespace customer2vec {
namespace {

double Dot(std::span<const double> a, std::span<const double> b) {
  return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

double Norm(std::span<const double> x) { return std::sqrt(Dot(x, x)); }

// Newton's method from a starting point.
class NewtonSolver {
 public:
  NewtonSolver(LogisticLoss& loss, std::vector<double> point)
      : loss_(&loss),
        point_(std::move(point)),
        gradient_(loss.size()),
        diagonal_(loss.size()) {
    Arrive(loss_->MoveTo(point_));
  }

  double gradient_norm() const { return Norm(gradient_); }
  double objective() const { return objective_; }
  const std::vector<double>& point() const { return point_; }

  // False where no step along Newton's direction lowers the objective any
  // more: rounding is all that is left.
  bool Step() {
    const std::vector<double> direction = Direction();
    const double slope = Dot(gradient_, direction);
    if (!(slope < 0)) return false;
    std::vector<double> next(point_.size());
    for (double length = 1; length > 1e-10; length /= 2) {
      for (size_t j = 0; j < next.size(); ++j) {
        next[j] = point_[j] + length * direction[j];
      }
      const double value = loss_->MoveTo(next);
      if (value <= objective_ + kSufficientDecrease * length * slope) {
        point_ = next;
        Arrive(value);
        return true;
      }
    }
    return false;
  }

 private:
  static constexpr double kSufficientDecrease = 1e-4;  // Armijo's condition

  void Arrive(double objective) {
    objective_ = objective;
    loss_->Gradient(gradient_);
    loss_->HessianDiagonal(diagonal_);
  }

  // Solves Hessian * x = -gradient by preconditioned conjugate gradients, to a
  // residual of min(0.1, sqrt(|gradient|)) * |gradient|: loose far from the
  // optimum, ever tighter near it, so that Newton steps converge superlinearly.
  std::vector<double> Direction() {
    const size_t n = point_.size();
    const double norm = Norm(gradient_);
    const double enough = std::min(0.1, std::sqrt(norm)) * norm;
    std::vector<double> x(n, 0), r(n), s(n), p(n), hp(n);
    for (size_t j = 0; j < n; ++j) r[j] = -gradient_[j];
    for (size_t j = 0; j < n; ++j) p[j] = s[j] = Preconditioned(r, j);
    double rs = Dot(r, s);
    for (size_t i = 0; i < 2 * n && Norm(r) > enough; ++i) {
      loss_->MultiplyHessian(p, hp);
      const double curvature = Dot(p, hp);
      if (!(curvature > 0)) break;  // rounding; cannot be otherwise
      const double step = rs / curvature;
      for (size_t j = 0; j < n; ++j) x[j] += step * p[j];
      for (size_t j = 0; j < n; ++j) r[j] -= step * hp[j];
      for (size_t j = 0; j < n; ++j) s[j] = Preconditioned(r, j);
      const double next_rs = Dot(r, s);
      for (size_t j = 0; j < n; ++j) p[j] = s[j] + next_rs / rs * p[j];
      rs = next_rs;
    }
    return x;
  }

  double Preconditioned(std::span<const double> r, size_t j) const {
    return r[j] / std::max(diagonal_[j], 1e-300);
  }

  LogisticLoss* loss_;
  std::vector<double> point_, gradient_, diagonal_;
  double objective_ = 0;
};

absl::Status Check(const FeatureRows& rows, std::span<const uint8_t> labels,
                   const LogisticOptions& options) {
  if (rows.size() != labels.size()) {
    return absl::InvalidArgumentError(
        absl::StrCat("logistic regression: ", rows.size(), " rows but ",
                     labels.size(), " labels; give each row one label"));
  }
  if (!(options.l2 > 0 && std::isfinite(options.l2))) {
    return absl::InvalidArgumentError(
        absl::StrCat("logistic regression: l2 is ", options.l2,
                     "; it must be a number above 0"));
  }
  const auto positive = std::count(labels.begin(), labels.end(), 1);
  if (positive == 0 || positive == static_cast<ptrdiff_t>(labels.size())) {
    return absl::InvalidArgumentError(
        absl::StrCat("logistic regression: all ", labels.size(),
                     " labels are of one class; both are needed"));
  }
  return absl::OkStatus();
}

std::vector<double> CaseWeights(std::span<const uint8_t> labels,
                                bool balance_classes) {
  if (!balance_classes) return {};
  const double n = static_cast<double>(labels.size());
  const double positive =
      static_cast<double>(std::count(labels.begin(), labels.end(), 1));
  std::vector<double> weights(labels.size());
  for (size_t i = 0; i < labels.size(); ++i) {
    weights[i] = n / (2 * (labels[i] ? positive : n - positive));
  }
  return weights;
}

// Zero weights and the bias that gives everyone the base rate.
std::vector<double> BaseRatePoint(size_t size, std::span<const uint8_t> labels,
                                  bool balance_classes) {
  std::vector<double> point(size, 0);
  if (balance_classes) return point;
  const double positive =
      static_cast<double>(std::count(labels.begin(), labels.end(), 1));
  point.back() = std::log(positive / (labels.size() - positive));
  return point;
}

}  // namespace

void LogisticModel::LogOdds(const FeatureRows& rows,
                            std::span<double> log_odds) const {
  rows.Multiply(weights, log_odds);
  for (double& z : log_odds) z += bias;
}

absl::StatusOr<LogisticModel> FitLogistic(const FeatureRows& rows,
                                          std::span<const uint8_t> labels,
                                          const LogisticOptions& options,
                                          const LogisticModel* start) {
  C2V_RETURN_IF_ERROR(Check(rows, labels, options));
  const std::vector<double> case_weights =
      CaseWeights(labels, options.balance_classes);
  LogisticLoss loss(rows, labels, case_weights, options.l2);
  NewtonSolver base(
      loss, BaseRatePoint(loss.size(), labels, options.balance_classes));
  const double enough = options.tolerance * base.gradient_norm();
  if (!std::isfinite(base.gradient_norm())) {
    return absl::InvalidArgumentError(
        "logistic regression: a feature is not finite; drop or mend its row");
  }
  NewtonSolver solver = base;
  if (start != nullptr) {
    std::vector<double> point = start->weights;
    point.push_back(start->bias);
    solver = NewtonSolver(loss, std::move(point));
  }
  LogisticModel model;
  while (solver.gradient_norm() > enough && model.steps < options.max_steps) {
    if (!solver.Step()) break;
    ++model.steps;
  }
  model.converged = solver.gradient_norm() <= enough;
  model.objective = solver.objective();
  model.weights.assign(solver.point().begin(), solver.point().end() - 1);
  model.bias = solver.point().back();
  return model;
}

}  // namespace customer2vec
