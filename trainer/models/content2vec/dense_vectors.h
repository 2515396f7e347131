// Vectors of items that were learned elsewhere, of images or of texts, as
// content2vec puts them beside its own.
//
//   C2V_ASSIGN_OR_RETURN(DenseBlock images,
//                        ReadDenseVectors(config.dense(0), data_root,
//                                         item_ids, seed));
//   images.rows[item * images.dimension];   // length 1, or zeros where none
//
// A file that cannot be understood is an error; a row that cannot be used is a
// counted skip: the vector of an item that the corpus lacks, and one of zeros.
// Vectors longer than the configured dimension k are multiplied by a k-row
// matrix of independent normal numbers of variance 1/k, which keeps inner
// products up to about 1 / sqrt(k) (Johnson and Lindenstrauss 1984).
//
// Reads files; thread-safe.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_CONTENT2VEC_DENSE_VECTORS_H_
#define CUSTOMER2VEC_TRAINER_MODELS_CONTENT2VEC_DENSE_VECTORS_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "customer2vec/v1/text_models.pb.h"

namespace customer2vec {

// A NumPy array of two dimensions.
struct NumpyMatrix {
  size_t rows = 0;
  size_t columns = 0;
  std::vector<float> values;  // row after row
};

// Parses the bytes of a *.npy file (format 1 to 3) that holds little-endian
// float32 or float64, two dimensions, rows first. INVALID_ARGUMENT for anything
// else.
absl::StatusOr<NumpyMatrix> ParseNumpyMatrix(absl::string_view bytes);

struct DenseBlock {
  size_t dimension = 0;
  std::vector<float> rows;   // item_ids.size() * dimension
  size_t items_found = 0;    // with a vector
  size_t unknown_items = 0;  // rows of items that nobody knows
  size_t zero_rows = 0;      // rows that are all zero
};

// Reads the file of `config` for these items; relative paths start at
// `data_root`, an empty one means the working directory. Errors name the file
// and line or row: NOT_FOUND without such a file; INVALID_ARGUMENT for a number
// that is none or not finite (NaN), rows of different lengths, an item twice,
// ids that are not as many as vectors, or when no item has a vector.
absl::StatusOr<DenseBlock> ReadDenseVectors(
    const v1::DenseVectors& config, absl::string_view data_root,
    std::span<const std::string> item_ids, uint64_t seed);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_CONTENT2VEC_DENSE_VECTORS_H_
