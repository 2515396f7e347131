#include "core/nn/softmax.h"

#include <cmath>

#include "core/nn/eigen_maps.h"

namespace customer2vec::nn {

template <typename T>
T Softmax(std::span<T> scores) {
  auto x = Map(scores);
  const T most = x.maxCoeff();
  x = (x - most).exp();
  const T sum = x.sum();
  x *= 1 / sum;
  return most + std::log(sum);
}

template float Softmax<float>(std::span<float>);
template double Softmax<double>(std::span<double>);

}  // namespace customer2vec::nn
