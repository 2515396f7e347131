#include "trainer/models/als/gramian.h"

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <vector>

#include "trainer/models/interactions/parallel_chunks.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "trainer/models/als/gramian.cc"
#include "hwy/foreach_target.h"
// After foreach_target.
#include "hwy/highway.h"

#ifndef CUSTOMER2VEC_GRAMIAN_TILES_
#define CUSTOMER2VEC_GRAMIAN_TILES_
namespace customer2vec {

// A tile of a product: four rows by two vectors, eight sums in registers.
inline constexpr size_t kTileRows = 4;

}  // namespace customer2vec
#endif  // CUSTOMER2VEC_GRAMIAN_TILES_

HWY_BEFORE_NAMESPACE();
namespace customer2vec {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// Half a line, so that two vectors fit the smallest stride.
using Floats = hn::CappedTag<float, kFactorAlignment>;
using Vec = hn::Vec<Floats>;

// to[r][j..] = sum_k a[r * a_row + k * a_next] b[k * stride + j..] for four r
// and two vectors of j.
template <bool kTwo>
HWY_INLINE void Tile(const float* a, size_t a_row, size_t a_next,
                     const float* b, size_t stride, size_t count, float* to,
                     size_t to_row) {
  const Floats f;
  const size_t lanes = hn::Lanes(f);
  Vec s0 = hn::Zero(f), s1 = s0, s2 = s0, s3 = s0;
  Vec t0 = s0, t1 = s0, t2 = s0, t3 = s0;
  for (size_t k = 0; k < count; ++k, a += a_next, b += stride) {
    const Vec p = hn::LoadU(f, b);
    const Vec q = kTwo ? hn::LoadU(f, b + lanes) : p;
    const Vec a0 = hn::Set(f, a[0]), a1 = hn::Set(f, a[a_row]);
    s0 = hn::MulAdd(a0, p, s0);
    s1 = hn::MulAdd(a1, p, s1);
    if (kTwo) t0 = hn::MulAdd(a0, q, t0);
    if (kTwo) t1 = hn::MulAdd(a1, q, t1);
    const Vec a2 = hn::Set(f, a[2 * a_row]), a3 = hn::Set(f, a[3 * a_row]);
    s2 = hn::MulAdd(a2, p, s2);
    s3 = hn::MulAdd(a3, p, s3);
    if (kTwo) t2 = hn::MulAdd(a2, q, t2);
    if (kTwo) t3 = hn::MulAdd(a3, q, t3);
  }
  hn::StoreU(s0, f, to);
  hn::StoreU(s1, f, to + to_row);
  hn::StoreU(s2, f, to + 2 * to_row);
  hn::StoreU(s3, f, to + 3 * to_row);
  if (!kTwo) return;
  hn::StoreU(t0, f, to + lanes);
  hn::StoreU(t1, f, to + to_row + lanes);
  hn::StoreU(t2, f, to + 2 * to_row + lanes);
  hn::StoreU(t3, f, to + 3 * to_row + lanes);
}

// Four rows of a product, columns from `begin` on.
HWY_INLINE void TileRow(const float* a, size_t a_row, size_t a_next,
                        const float* b, size_t stride, size_t count,
                        size_t begin, float* to) {
  const size_t lanes = hn::Lanes(Floats());
  size_t j = begin / lanes * lanes;
  for (; j + 2 * lanes <= stride; j += 2 * lanes) {
    Tile<true>(a, a_row, a_next, b + j, stride, count, to + j, stride);
  }
  for (; j < stride; j += lanes) {
    Tile<false>(a, a_row, a_next, b + j, stride, count, to + j, stride);
  }
}

// The upper triangle (and perhaps more) of rows^T rows.
void GramianOf(const float* rows, size_t count, size_t stride, float* gramian) {
  for (size_t i = 0; i < stride; i += kTileRows) {
    TileRow(rows + i, 1, stride, rows, stride, count, i, gramian + i * stride);
  }
}

// rows = rows * rotation, for a multiple of four rows. `four` holds four rows.
void RotateRows(const float* rotation, size_t count, size_t stride, float* four,
                float* rows) {
  for (size_t i = 0; i < count; i += kTileRows) {
    float* from = rows + i * stride;
    TileRow(from, stride, 1, rotation, stride, stride, 0, four);
    std::copy_n(four, kTileRows * stride, from);
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace customer2vec
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace customer2vec {
namespace {

HWY_EXPORT(GramianOf);
HWY_EXPORT(RotateRows);

// Noise of a float32 Gramian, against its largest eigenvalue.
constexpr double kNoise = 1e-7;

size_t PiecesOf(const FactorMatrix& factors) {
  return (factors.rows() + kGramianRows - 1) / kGramianRows;
}

size_t RowsOfPiece(const FactorMatrix& factors, size_t piece) {
  return std::min(kGramianRows, factors.rows() - piece * kGramianRows);
}

// sum += the upper triangle of part.
void AddPart(const std::vector<float>& part, size_t stride,
             std::vector<double>& sum) {
  for (size_t i = 0; i < stride; ++i) {
    for (size_t j = i; j < stride; ++j) {
      sum[i * stride + j] += part[i * stride + j];
    }
  }
}

void CopyUpperToLower(size_t stride, std::vector<double>& matrix) {
  for (size_t i = 0; i < stride; ++i) {
    for (size_t j = 0; j < i; ++j) {
      matrix[i * stride + j] = matrix[j * stride + i];
    }
  }
}

}  // namespace

std::vector<double> Gramian(const FactorMatrix& factors, size_t threads) {
  const size_t stride = factors.stride();
  // Sixteen parts of sums, the pieces dealt out in turn, whatever the threads.
  constexpr size_t kParts = 16;
  std::vector<std::vector<double>> sums(kParts,
                                        std::vector<double>(stride * stride));
  std::vector<std::vector<float>> pieces(threads,
                                         std::vector<float>(stride * stride));
  ParallelChunks(threads, kParts, [&](size_t part, size_t thread) {
    for (size_t piece = part; piece < PiecesOf(factors); piece += kParts) {
      HWY_DYNAMIC_DISPATCH(GramianOf)
      (factors.Row(piece * kGramianRows), RowsOfPiece(factors, piece), stride,
       pieces[thread].data());
      AddPart(pieces[thread], stride, sums[part]);
    }
  });
  std::vector<double> total(stride * stride);
  for (const std::vector<double>& sum : sums) {
    for (size_t i = 0; i < total.size(); ++i) total[i] += sum[i];
  }
  CopyUpperToLower(stride, total);
  return total;
}

Eigenbasis Diagonalize(const std::vector<double>& gramian, size_t dimension,
                       size_t stride) {
  using Matrix =
      Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  const Matrix full = Eigen::Map<const Matrix>(
      gramian.data(), static_cast<Eigen::Index>(stride),
      static_cast<Eigen::Index>(stride));
  const auto d = static_cast<Eigen::Index>(dimension);
  const Eigen::SelfAdjointEigenSolver<Matrix> solver(full.topLeftCorner(d, d));
  Eigenbasis basis;
  basis.values.resize(stride);
  basis.rotation.resize(stride * stride);
  const double noise = kNoise * solver.eigenvalues()(d - 1);
  for (Eigen::Index j = 0; j < d; ++j) {
    const double value = solver.eigenvalues()(j);
    basis.values[static_cast<size_t>(j)] =
        value < noise ? 0.0f : static_cast<float>(value);
    for (Eigen::Index i = 0; i < d; ++i) {
      basis.rotation[static_cast<size_t>(i) * stride + static_cast<size_t>(j)] =
          static_cast<float>(solver.eigenvectors()(i, j));
    }
  }
  return basis;
}

void Rotate(const std::vector<float>& rotation, size_t threads,
            FactorMatrix& factors) {
  const size_t stride = factors.stride();
  ParallelChunks(threads, PiecesOf(factors), [&](size_t piece, size_t) {
    const size_t count = RowsOfPiece(factors, piece);
    const size_t whole = count / kTileRows * kTileRows;
    float* rows = factors.Row(piece * kGramianRows);
    std::vector<float> four(kTileRows * stride), rest(kTileRows * stride);
    HWY_DYNAMIC_DISPATCH(RotateRows)
    (rotation.data(), whole, stride, four.data(), rows);
    if (whole == count) return;
    const size_t numbers = (count - whole) * stride;
    std::copy_n(rows + whole * stride, numbers, rest.data());
    HWY_DYNAMIC_DISPATCH(RotateRows)
    (rotation.data(), kTileRows, stride, four.data(), rest.data());
    std::copy_n(rest.data(), numbers, rows + whole * stride);
  });
}

}  // namespace customer2vec
#endif  // HWY_ONCE
