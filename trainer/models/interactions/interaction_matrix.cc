#include "trainer/models/interactions/interaction_matrix.h"

#include <algorithm>

namespace customer2vec {
namespace {

// One row, filled item by item.
class RowTally {
 public:
  explicit RowTally(size_t item_count) : weights_(item_count) {}

  void Add(std::span<const uint32_t> items, double weight) {
    for (const uint32_t item : items) {
      if (item >= weights_.size()) continue;
      if (weights_[item] == 0) items_.push_back(item);
      weights_[item] += weight;
    }
  }

  // Appends the row and starts the next. A weight that decayed to nothing is
  // left out.
  void MoveTo(InteractionMatrix* matrix) {
    std::ranges::sort(items_);
    for (const uint32_t item : items_) {
      const auto value = static_cast<float>(weights_[item]);
      weights_[item] = 0;
      if (value == 0) continue;
      matrix->columns.push_back(item);
      matrix->values.push_back(value);
    }
    matrix->offsets.push_back(matrix->columns.size());
    items_.clear();
  }

 private:
  std::vector<double> weights_;  // by item row
  std::vector<uint32_t> items_;  // those with a weight
};

}  // namespace

InteractionMatrix CountInteractions(const Corpus& corpus, size_t item_count,
                                    double decay) {
  InteractionMatrix matrix;
  matrix.column_count = item_count;
  RowTally tally(item_count);
  for (uint32_t customer = 0; customer < corpus.customer_count(); ++customer) {
    const BasketRange baskets = corpus.BasketsOf(customer);
    double weight = 1;  // newest first
    for (size_t i = baskets.size(); i-- > 0; weight *= decay) {
      tally.Add(corpus.Items(baskets[i]), weight);
    }
    tally.MoveTo(&matrix);
  }
  for (size_t basket = 0; basket < corpus.basket_count(); ++basket) {
    if (corpus.Customer(basket) != kNoCustomer) continue;
    tally.Add(corpus.Items(basket), 1);
    tally.MoveTo(&matrix);
  }
  return matrix;
}

InteractionMatrix Transpose(const InteractionMatrix& matrix) {
  InteractionMatrix transposed;
  transposed.column_count = matrix.row_count();
  transposed.offsets.assign(matrix.column_count + 1, 0);
  for (const uint32_t column : matrix.columns) ++transposed.offsets[column + 1];
  for (size_t i = 0; i < matrix.column_count; ++i) {
    transposed.offsets[i + 1] += transposed.offsets[i];
  }
  transposed.columns.resize(matrix.size());
  transposed.values.resize(matrix.size());
  std::vector<uint64_t> next(transposed.offsets.begin(),
                             transposed.offsets.end() - 1);
  for (size_t row = 0; row < matrix.row_count(); ++row) {
    for (uint64_t i = matrix.offsets[row]; i < matrix.offsets[row + 1]; ++i) {
      const uint64_t to = next[matrix.columns[i]]++;
      transposed.columns[to] = static_cast<uint32_t>(row);
      transposed.values[to] = matrix.values[i];
    }
  }
  return transposed;
}

}  // namespace customer2vec
