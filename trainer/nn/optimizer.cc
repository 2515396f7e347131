#include "trainer/nn/optimizer.h"

#include <cmath>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/nn/eigen_maps.h"

namespace customer2vec::nn {
namespace {

template <typename T>
using Averages = std::vector<AlignedVector<T>>;

template <typename T>
Averages<T> ZeroAverages(OptimizerMethod method, size_t size) {
  const size_t count = method == OptimizerMethod::kAdam ? 2 : 1;
  return Averages<T>(count, AlignedVector<T>(size));
}

// Numbers that step together, and their averages from `begin` on.
template <typename T>
struct Block {
  std::span<const T> gradient;
  std::span<T> values;
  size_t begin;

  std::span<T> Own(AlignedVector<T>& average) const {
    return std::span<T>(average).subspan(begin, values.size());
  }
};

template <typename T>
void StepMomentum(const OptimizerSettings& settings, T rate,
                  const Block<T>& block, Averages<T>& averages) {
  auto velocity = Map(block.Own(averages[0]));
  velocity = static_cast<T>(settings.momentum) * velocity + Map(block.gradient);
  Map(block.values) -= rate * velocity;
}

template <typename T>
void StepAdagrad(const OptimizerSettings& settings, T rate,
                 const Block<T>& block, Averages<T>& averages) {
  const auto g = Map(block.gradient);
  auto squares = Map(block.Own(averages[0]));
  squares += g.square();
  Map(block.values) -=
      rate * g / (squares.sqrt() + static_cast<T>(settings.epsilon));
}

template <typename T>
void StepAdam(const OptimizerSettings& settings, T rate, uint64_t steps,
              const Block<T>& block, Averages<T>& averages) {
  const auto g = Map(block.gradient);
  auto mean = Map(block.Own(averages[0]));
  auto squares = Map(block.Own(averages[1]));
  const auto b1 = static_cast<T>(settings.beta1);
  const auto b2 = static_cast<T>(settings.beta2);
  mean = b1 * mean + (1 - b1) * g;
  squares = b2 * squares + (1 - b2) * g.square();
  const auto t = static_cast<double>(steps);
  const auto step = static_cast<T>(rate / (1 - std::pow(settings.beta1, t)));
  const auto unbias =
      static_cast<T>(1 / std::sqrt(1 - std::pow(settings.beta2, t)));
  Map(block.values) -=
      step * mean /
      (squares.sqrt() * unbias + static_cast<T>(settings.epsilon));
}

// `steps` includes this one.
template <typename T>
void StepBlock(const OptimizerSettings& settings, T rate, uint64_t steps,
               const Block<T>& block, Averages<T>& averages) {
  if (settings.weight_decay > 0) {
    Map(block.values) *= 1 - rate * static_cast<T>(settings.weight_decay);
  }
  switch (settings.method) {
    case OptimizerMethod::kMomentum:
      return StepMomentum(settings, rate, block, averages);
    case OptimizerMethod::kAdagrad:
      return StepAdagrad(settings, rate, block, averages);
    case OptimizerMethod::kAdam:
      return StepAdam(settings, rate, steps, block, averages);
  }
}

template <typename T>
absl::Status CheckAverages(const Averages<T>& own,
                           std::span<const AlignedVector<T>> saved) {
  bool same = own.size() == saved.size();
  for (size_t i = 0; same && i < own.size(); ++i) {
    same = own[i].size() == saved[i].size();
  }
  if (same) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrCat(
      "the optimizer's saved averages are ", saved.size(), " arrays of ",
      saved.empty() ? 0 : saved[0].size(), " numbers, wanted are ", own.size(),
      " of ", own[0].size(), "; it was another method or another network"));
}

struct Range {
  const char* field;
  double value;
  bool is_good;
  const char* wanted;
};

}  // namespace

absl::Status CheckOptimizer(const OptimizerSettings& settings,
                            absl::string_view path) {
  const auto is_share = [](double value) { return value >= 0 && value < 1; };
  const Range ranges[] = {
      {"momentum", settings.momentum, is_share(settings.momentum),
       "0 to below 1"},
      {"beta1", settings.beta1, is_share(settings.beta1), "0 to below 1"},
      {"beta2", settings.beta2, is_share(settings.beta2), "0 to below 1"},
      {"epsilon", settings.epsilon, settings.epsilon > 0, "above 0"},
      {"weight_decay", settings.weight_decay, settings.weight_decay >= 0,
       "at least 0"}};
  for (const Range& range : ranges) {
    if (range.is_good && std::isfinite(range.value)) continue;
    return absl::InvalidArgumentError(
        absl::StrCat(path, ".", range.field, " is ", range.value,
                     ", wanted is ", range.wanted));
  }
  return absl::OkStatus();
}

template <typename T>
DenseOptimizer<T>::DenseOptimizer(const OptimizerSettings& settings,
                                  size_t size)
    : settings_(settings), averages_(ZeroAverages<T>(settings.method, size)) {}

template <typename T>
void DenseOptimizer<T>::Step(double rate, ConstVector<T> gradients,
                             std::span<T> values) {
  StepBlock(settings_, static_cast<T>(rate), ++steps_,
            Block<T>{gradients, values, 0}, averages_);
}

template <typename T>
absl::Status DenseOptimizer<T>::Restore(
    uint64_t steps, std::span<const AlignedVector<T>> averages) {
  if (absl::Status status = CheckAverages<T>(averages_, averages);
      !status.ok()) {
    return status;
  }
  steps_ = steps;
  averages_.assign(averages.begin(), averages.end());
  return absl::OkStatus();
}

template <typename T>
RowOptimizer<T>::RowOptimizer(const OptimizerSettings& settings, size_t rows,
                              size_t cols)
    : settings_(settings),
      cols_(cols),
      steps_(rows),
      averages_(ZeroAverages<T>(settings.method, rows * cols)) {}

template <typename T>
void RowOptimizer<T>::Step(double rate, const RowGradients<T>& gradients,
                           MatrixView<T> table) {
  for (size_t i = 0; i < gradients.rows().size(); ++i) {
    const uint32_t row = gradients.rows()[i];
    StepBlock(settings_, static_cast<T>(rate), ++steps_[row],
              Block<T>{gradients.values().Row(i), table.Row(row), row * cols_},
              averages_);
  }
}

template <typename T>
absl::Status RowOptimizer<T>::Restore(
    std::span<const uint32_t> steps,
    std::span<const AlignedVector<T>> averages) {
  if (absl::Status status = CheckAverages<T>(averages_, averages);
      !status.ok()) {
    return status;
  }
  if (steps.size() != steps_.size()) {
    return absl::FailedPreconditionError(
        absl::StrCat("the optimizer's saved steps are of ", steps.size(),
                     " rows, wanted are ", steps_.size()));
  }
  steps_.assign(steps.begin(), steps.end());
  averages_.assign(averages.begin(), averages.end());
  return absl::OkStatus();
}

template class DenseOptimizer<float>;
template class DenseOptimizer<double>;
template class RowOptimizer<float>;
template class RowOptimizer<double>;

}  // namespace customer2vec::nn
