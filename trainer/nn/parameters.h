// Where a network's dense parameters stand: matrices one after another in one
// array.
//
//   ParameterLayout layout;
//   const GruParameters gru(layout, "gru", /*inputs=*/64, /*hidden=*/100);
//   const DenseParameters head(layout, "head", 100, 64);
//   AlignedVector<float> values(layout.size());
//   gru.Initialize<float>(random, values);
//   GruUpdate<float>(gru.In<const float>(values), ...);   // weights
//   gru.In<float>(gradients);     // a gradient of the same form
//
// So an optimiser, a sum over shards, a checkpoint and a norm see one array
// each. Each matrix starts on a cache line; numbers between matrices are not
// used and stay zero. Values, safe for concurrent reads.

#ifndef CUSTOMER2VEC_TRAINER_NN_PARAMETERS_H_
#define CUSTOMER2VEC_TRAINER_NN_PARAMETERS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "core/base/random.h"
#include "core/nn/aligned_vector.h"
#include "core/nn/dense.h"
#include "core/nn/gru.h"
#include "core/nn/layer_norm.h"
#include "core/nn/lstm.h"
#include "core/nn/matrix.h"

namespace customer2vec::nn {

// A matrix within the array.
struct Parameter {
  size_t offset = 0;
  size_t rows = 0;
  size_t cols = 0;

  template <typename T>
  MatrixView<T> In(std::span<T> numbers) const {
    return {numbers.data() + offset, rows, cols};
  }
  template <typename T>
  std::span<T> VectorIn(std::span<T> numbers) const {
    return numbers.subspan(offset, rows * cols);
  }
};

class ParameterLayout {
 public:
  // Names are for people and for arrays of a snapshot; they are not looked up.
  Parameter Add(absl::string_view name, size_t rows, size_t cols);

  // Numbers of the array.
  size_t size() const { return size_; }

  struct Entry {
    std::string name;
    Parameter parameter;
  };
  std::span<const Entry> entries() const { return entries_; }

 private:
  size_t size_ = 0;
  std::vector<Entry> entries_;
};

// How weights begin.
//
// Uniform in [-bound, bound).
template <typename T>
void FillUniform(double bound, Random& random, MatrixView<T> matrix);
// Uniform with bound sqrt(6 / (rows + cols)) (Glorot and Bengio 2010).
template <typename T>
void FillGlorot(Random& random, MatrixView<T> matrix);
// Normal with mean 0.
template <typename T>
void FillNormal(double sd, Random& random, MatrixView<T> matrix);

// Glorot's weight; the bias begins at zero.
class DenseParameters {
 public:
  DenseParameters(ParameterLayout& layout, absl::string_view name,
                  size_t inputs, size_t outputs, bool has_bias = true);

  template <typename T>
  DenseWeights<T> In(std::span<T> numbers) const {
    return {weight_.In(numbers),
            bias_ ? bias_->VectorIn(numbers) : std::span<T>()};
  }
  template <typename T>
  void Initialize(Random& random, std::span<T> values) const;

 private:
  Parameter weight_;
  std::optional<Parameter> bias_;
};

// All uniform with bound 1 / sqrt(hidden), as PyTorch begins.
class GruParameters {
 public:
  GruParameters(ParameterLayout& layout, absl::string_view name, size_t inputs,
                size_t hidden);

  template <typename T>
  GruWeights<T> In(std::span<T> numbers) const {
    return {input_.In(numbers), recurrent_.In(numbers),
            input_bias_.VectorIn(numbers), recurrent_bias_.VectorIn(numbers)};
  }
  template <typename T>
  void Initialize(Random& random, std::span<T> values) const;

 private:
  Parameter input_, recurrent_, input_bias_, recurrent_bias_;
};

// As GruParameters, and the bias of the forget gate begins at 1, so that memory
// lasts from the start (Jozefowicz, Zaremba and Sutskever 2015).
class LstmParameters {
 public:
  LstmParameters(ParameterLayout& layout, absl::string_view name, size_t inputs,
                 size_t hidden);

  template <typename T>
  LstmWeights<T> In(std::span<T> numbers) const {
    return {input_.In(numbers), recurrent_.In(numbers),
            bias_.VectorIn(numbers)};
  }
  template <typename T>
  void Initialize(Random& random, std::span<T> values) const;

 private:
  Parameter input_, recurrent_, bias_;
};

// Gain 1, bias 0.
class LayerNormParameters {
 public:
  LayerNormParameters(ParameterLayout& layout, absl::string_view name,
                      size_t columns);

  template <typename T>
  LayerNormWeights<T> In(std::span<T> numbers) const {
    return {gain_.VectorIn(numbers), bias_.VectorIn(numbers)};
  }
  template <typename T>
  void Initialize(std::span<T> values) const;

 private:
  Parameter gain_, bias_;
};

}  // namespace customer2vec::nn

#endif  // CUSTOMER2VEC_TRAINER_NN_PARAMETERS_H_
