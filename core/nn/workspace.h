// Memory for what layers compute on the way, taken in pieces and given back at
// once.
//
//   Workspace<float> workspace;
//   for (const Batch& batch : batches) {
//     workspace.Reset();
//     MatrixView<float> hidden = workspace.Take(batch.rows, 100);
//     ...
//   }
//
// Views stay where they are until Reset(). After a Reset() the workspace is one
// piece as large as everything taken before, so that work of the same size, or
// less, does not allocate. Move-only; one a thread.

#ifndef CUSTOMER2VEC_CORE_NN_WORKSPACE_H_
#define CUSTOMER2VEC_CORE_NN_WORKSPACE_H_

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <memory>
#include <new>
#include <span>
#include <type_traits>
#include <vector>

#include "core/nn/aligned_vector.h"
#include "core/nn/matrix.h"

namespace customer2vec::nn {

template <typename T>
class Workspace {
  static_assert(std::is_trivial_v<T>);

 public:
  // Not initialised. Starts on a cache line.
  std::span<T> Take(size_t count) {
    const size_t padded = (count + kLine - 1) / kLine * kLine;
    if (pieces_.empty() || pieces_.back().size - used_ < padded) Grow(padded);
    const std::span<T> taken(pieces_.back().numbers.get() + used_, count);
    used_ += padded;
    return taken;
  }
  MatrixView<T> Take(size_t rows, size_t cols) {
    return {Take(rows * cols).data(), rows, cols};
  }

  std::span<T> TakeZeros(size_t count) {
    const std::span<T> taken = Take(count);
    std::ranges::fill(taken, T{});
    return taken;
  }
  MatrixView<T> TakeZeros(size_t rows, size_t cols) {
    return {TakeZeros(rows * cols).data(), rows, cols};
  }

  // Ends the life of everything taken.
  void Reset() {
    used_ = 0;
    if (pieces_.size() <= 1) return;
    size_t total = 0;
    for (const Piece& piece : pieces_) total += piece.size;
    pieces_.clear();
    Grow(total);
  }

 private:
  static constexpr size_t kLine = kAlignment / sizeof(T);
  static constexpr size_t kSmallestPiece = 1024;

  struct Free {
    void operator()(T* numbers) const { std::free(numbers); }
  };
  struct Piece {
    std::unique_ptr<T[], Free> numbers;
    size_t size;
  };

  // Pieces double, so that the first batch asks for few.
  void Grow(size_t least) {
    const size_t last = pieces_.empty() ? 0 : pieces_.back().size;
    const size_t size = std::max({least, 2 * last, kSmallestPiece});
    T* numbers =
        static_cast<T*>(std::aligned_alloc(kAlignment, size * sizeof(T)));
    if (numbers == nullptr) throw std::bad_alloc();
    pieces_.push_back({std::unique_ptr<T[], Free>(numbers), size});
    used_ = 0;
  }

  std::vector<Piece> pieces_;
  size_t used_ = 0;  // of the last piece
};

}  // namespace customer2vec::nn

#endif  // CUSTOMER2VEC_CORE_NN_WORKSPACE_H_
