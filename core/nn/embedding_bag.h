// Several rows of a table as one vector: the items of a history, the words of a
// query, the attributes of an item.
//
//   // Example 0 has rows 4 and 7, example 1 has none, example 2 has row 4.
//   const uint64_t offsets[] = {0, 2, 2, 3};
//   const uint32_t rows[] = {4, 7, 4};
//   EmbeddingBag(table, {offsets, rows}, Pooling::kMean, out);   // 3 x d
//
// Pure; thread-safe; allocates nothing.

#ifndef CUSTOMER2VEC_CORE_NN_EMBEDDING_BAG_H_
#define CUSTOMER2VEC_CORE_NN_EMBEDDING_BAG_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>

#include "absl/status/status.h"
#include "core/nn/matrix.h"

namespace customer2vec::nn {

// Bag i holds rows[offsets[i], offsets[i + 1]); a row may stand in it twice.
template <typename T>
struct Bags {
  std::span<const uint64_t> offsets;  // one more than bags
  std::span<const uint32_t> rows;
  std::span<const T> weights = {};  // one for each of rows; empty: 1

  size_t size() const { return offsets.size() - 1; }
};
template <typename T>
using BagsOf = std::type_identity_t<Bags<T>>;

enum class Pooling {
  kSum,   // sum of weight * row
  kMean,  // that, divided by how many rows the bag has
};

// Overwrites out, bags x columns of the table. An empty bag is zero. REQUIRES:
// CheckBags() is OK.
template <typename T>
void EmbeddingBag(ConstMatrix<T> table, const BagsOf<T>& bags, Pooling pooling,
                  MatrixView<T> out);

// out[i] = table[rows[i]]: bags of one row each. REQUIRES: rows are in the
// table.
template <typename T>
void GatherRows(ConstMatrix<T> table, std::span<const uint32_t> rows,
                MatrixView<T> out);

// INVALID_ARGUMENT when offsets do not cut `rows` into bags, a row is not below
// `table_rows`, or weights are neither none nor one a row. O(rows).
absl::Status CheckBags(const Bags<float>& bags, size_t table_rows);

}  // namespace customer2vec::nn

#endif  // CUSTOMER2VEC_CORE_NN_EMBEDDING_BAG_H_
