// Rows of features as a linear model reads them: dense or sparse, whole or a
// selection, without a copy.
//
//   const DenseRows customers(vectors, /*dimension=*/200);
//   const DenseRows training = customers.Select(training_rows);
//   std::vector<double> products(training.size());
//   training.Multiply(weights, products);         // X w
//   training.AddTransposed(residuals, gradient);  // gradient += X^T r
//
// Letters: n rows, d = dimension(), row-major x[i * d + j]; values are float,
// sums are double. Views over arrays that outlive them; immutable, safe for
// concurrent use. Sums run in one order, so results are the same on each run.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_LOGISTIC_FEATURE_ROWS_H_
#define CUSTOMER2VEC_TRAINER_MODELS_LOGISTIC_FEATURE_ROWS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace customer2vec {

class FeatureRows {
 public:
  virtual ~FeatureRows() = default;

  virtual size_t size() const = 0;
  virtual size_t dimension() const = 0;

  // products[i] = row i . weights. REQUIRES: weights.size() == dimension(),
  // products.size() == size(). O(values).
  virtual void Multiply(std::span<const double> weights,
                        std::span<double> products) const = 0;

  // sums += sum over i of factors[i] * row i; rows whose factor is 0 cost
  // nothing. REQUIRES: factors.size() == size(), sums.size() == dimension().
  virtual void AddTransposed(std::span<const double> factors,
                             std::span<double> sums) const = 0;

  // sums[j] += sum over i of factors[i] * x[i, j]^2: the diagonal of
  // X^T D X. REQUIRES: as for AddTransposed().
  virtual void AddSquares(std::span<const double> factors,
                          std::span<double> sums) const = 0;
};

// Which rows of an array, in which order; without a list, all of them.
class RowSelection {
 public:
  explicit RowSelection(size_t size) : size_(size) {}
  explicit RowSelection(std::span<const uint32_t> rows)
      : rows_(rows), size_(rows.size()) {}

  size_t size() const { return size_; }
  size_t operator[](size_t i) const { return rows_ ? (*rows_)[i] : i; }

 private:
  std::optional<std::span<const uint32_t>> rows_;
  size_t size_;
};

class DenseRows final : public FeatureRows {
 public:
  // REQUIRES: dimension >= 1, values.size() is a multiple of it.
  DenseRows(std::span<const float> values, size_t dimension)
      : values_(values),
        dimension_(dimension),
        rows_(values.size() / dimension) {}

  // Only these rows, in this order. `rows` outlives the result. REQUIRES: this
  // is whole, each row < size().
  DenseRows Select(std::span<const uint32_t> rows) const {
    DenseRows selected(*this);
    selected.rows_ = RowSelection(rows);
    return selected;
  }

  size_t size() const override { return rows_.size(); }
  size_t dimension() const override { return dimension_; }
  std::span<const float> Row(size_t i) const {
    return values_.subspan(rows_[i] * dimension_, dimension_);
  }

  void Multiply(std::span<const double> weights,
                std::span<double> products) const override;
  void AddTransposed(std::span<const double> factors,
                     std::span<double> sums) const override;
  void AddSquares(std::span<const double> factors,
                  std::span<double> sums) const override;

 private:
  std::span<const float> values_;
  size_t dimension_;
  RowSelection rows_;
};

class SparseRows final : public FeatureRows {
 public:
  // Row i has value values[p] in column columns[p] for p in [offsets[i],
  // offsets[i + 1]). REQUIRES: offsets cut both arrays into rows
  // (CheckOffsets), each column < dimension and at most once a row.
  SparseRows(std::span<const uint64_t> offsets,
             std::span<const uint32_t> columns, std::span<const float> values,
             size_t dimension)
      : offsets_(offsets),
        columns_(columns),
        values_(values),
        dimension_(dimension),
        rows_(offsets.size() - 1) {}

  // As DenseRows::Select().
  SparseRows Select(std::span<const uint32_t> rows) const {
    SparseRows selected(*this);
    selected.rows_ = RowSelection(rows);
    return selected;
  }

  size_t size() const override { return rows_.size(); }
  size_t dimension() const override { return dimension_; }

  void Multiply(std::span<const double> weights,
                std::span<double> products) const override;
  void AddTransposed(std::span<const double> factors,
                     std::span<double> sums) const override;
  void AddSquares(std::span<const double> factors,
                  std::span<double> sums) const override;

 private:
  std::span<const uint64_t> offsets_;
  std::span<const uint32_t> columns_;
  std::span<const float> values_;
  size_t dimension_;
  RowSelection rows_;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_LOGISTIC_FEATURE_ROWS_H_
