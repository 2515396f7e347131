#include "core/nn/activation.h"

#include "core/nn/eigen_maps.h"

namespace customer2vec::nn {

template <typename T>
void Activate(Activation activation, MatrixView<T> numbers) {
  auto x = Map(numbers);
  switch (activation) {
    case Activation::kIdentity:
      return;
    case Activation::kRelu:
      x = x.max(T{0});
      return;
    case Activation::kTanh:
      x = x.tanh();
      return;
    case Activation::kSigmoid:
      x = x.logistic();
      return;
  }
}

template void Activate<float>(Activation, MatrixView<float>);
template void Activate<double>(Activation, MatrixView<double>);

}  // namespace customer2vec::nn
