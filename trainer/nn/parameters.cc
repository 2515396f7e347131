#include "trainer/nn/parameters.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"

namespace customer2vec::nn {
namespace {

// Numbers of a cache line of floats.
constexpr size_t kLine = 16;

double RecurrentBound(size_t hidden) {
  return 1 / std::sqrt(static_cast<double>(hidden));
}

}  // namespace

Parameter ParameterLayout::Add(absl::string_view name, size_t rows,
                               size_t cols) {
  const Parameter parameter{size_, rows, cols};
  size_ += (rows * cols + kLine - 1) / kLine * kLine;
  entries_.push_back({std::string(name), parameter});
  return parameter;
}

template <typename T>
void FillUniform(double bound, Random& random, MatrixView<T> matrix) {
  for (size_t i = 0; i < matrix.rows; ++i) {
    for (T& number : matrix.Row(i)) {
      number = static_cast<T>(bound * (2 * random.Uniform() - 1));
    }
  }
}

template <typename T>
void FillGlorot(Random& random, MatrixView<T> matrix) {
  const auto sides = static_cast<double>(matrix.rows + matrix.cols);
  FillUniform(std::sqrt(6 / sides), random, matrix);
}

template <typename T>
void FillNormal(double sd, Random& random, MatrixView<T> matrix) {
  for (size_t i = 0; i < matrix.rows; ++i) {
    for (T& number : matrix.Row(i)) {
      number = static_cast<T>(sd * random.Normal());
    }
  }
}

DenseParameters::DenseParameters(ParameterLayout& layout,
                                 absl::string_view name, size_t inputs,
                                 size_t outputs, bool has_bias)
    : weight_(layout.Add(absl::StrCat(name, ".weight"), outputs, inputs)) {
  if (has_bias) bias_ = layout.Add(absl::StrCat(name, ".bias"), 1, outputs);
}

template <typename T>
void DenseParameters::Initialize(Random& random, std::span<T> values) const {
  FillGlorot(random, weight_.In(values));
  if (bias_) SetZero(bias_->In(values));
}

GruParameters::GruParameters(ParameterLayout& layout, absl::string_view name,
                             size_t inputs, size_t hidden)
    : input_(
          layout.Add(absl::StrCat(name, ".input"), kGruGates * hidden, inputs)),
      recurrent_(layout.Add(absl::StrCat(name, ".recurrent"),
                            kGruGates * hidden, hidden)),
      input_bias_(
          layout.Add(absl::StrCat(name, ".input_bias"), 1, kGruGates * hidden)),
      recurrent_bias_(layout.Add(absl::StrCat(name, ".recurrent_bias"), 1,
                                 kGruGates * hidden)) {}

template <typename T>
void GruParameters::Initialize(Random& random, std::span<T> values) const {
  for (const Parameter& parameter :
       {input_, recurrent_, input_bias_, recurrent_bias_}) {
    FillUniform(RecurrentBound(recurrent_.cols), random, parameter.In(values));
  }
}

LstmParameters::LstmParameters(ParameterLayout& layout, absl::string_view name,
                               size_t inputs, size_t hidden)
    : input_(layout.Add(absl::StrCat(name, ".input"), kLstmGates * hidden,
                        inputs)),
      recurrent_(layout.Add(absl::StrCat(name, ".recurrent"),
                            kLstmGates * hidden, hidden)),
      bias_(layout.Add(absl::StrCat(name, ".bias"), 1, kLstmGates * hidden)) {}

template <typename T>
void LstmParameters::Initialize(Random& random, std::span<T> values) const {
  const size_t hidden = recurrent_.cols;
  for (const Parameter& parameter : {input_, recurrent_, bias_}) {
    FillUniform(RecurrentBound(hidden), random, parameter.In(values));
  }
  std::ranges::fill(bias_.VectorIn(values).subspan(hidden, hidden), T{1});
}

LayerNormParameters::LayerNormParameters(ParameterLayout& layout,
                                         absl::string_view name, size_t columns)
    : gain_(layout.Add(absl::StrCat(name, ".gain"), 1, columns)),
      bias_(layout.Add(absl::StrCat(name, ".bias"), 1, columns)) {}

template <typename T>
void LayerNormParameters::Initialize(std::span<T> values) const {
  std::ranges::fill(gain_.VectorIn(values), T{1});
  std::ranges::fill(bias_.VectorIn(values), T{0});
}

#define C2V_INSTANTIATE(T)                                                   \
  template void FillUniform<T>(double, Random&, MatrixView<T>);              \
  template void FillGlorot<T>(Random&, MatrixView<T>);                       \
  template void FillNormal<T>(double, Random&, MatrixView<T>);               \
  template void DenseParameters::Initialize<T>(Random&, std::span<T>) const; \
  template void GruParameters::Initialize<T>(Random&, std::span<T>) const;   \
  template void LstmParameters::Initialize<T>(Random&, std::span<T>) const;  \
  template void LayerNormParameters::Initialize<T>(std::span<T>) const;
C2V_INSTANTIATE(float)
C2V_INSTANTIATE(double)
#undef C2V_INSTANTIATE

}  // namespace customer2vec::nn
