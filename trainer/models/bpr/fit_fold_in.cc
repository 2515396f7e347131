#include "trainer/models/bpr/fit_fold_in.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "core/factors/factor_matrix.h"

namespace customer2vec {
namespace {

constexpr size_t kCustomers = 500;
constexpr float kAlphas[] = {1, 10, 100};
// Against the mean number of the Gramian's diagonal.
constexpr float kRegularizations[] = {0.01f, 0.1f, 1, 10};

// Sums over customers of their learned vector x and their folded-in vector z.
struct Agreement {
  double cosines = 0;
  double products = 0;  // x . z
  double squares = 0;   // z . z
  int customers = 0;

  void Add(std::span<const float> x, std::span<const float> z) {
    double product = 0, of_x = 0, of_z = 0;
    for (size_t j = 0; j < x.size(); ++j) {
      product += double{x[j]} * z[j];
      of_x += double{x[j]} * x[j];
      of_z += double{z[j]} * z[j];
    }
    if (of_x == 0 || of_z == 0) return;
    cosines += product / std::sqrt(of_x * of_z);
    products += product;
    squares += of_z;
    ++customers;
  }
  double MeanCosine() const { return customers == 0 ? 0 : cosines / customers; }
};

std::vector<float> GramianOf(const BprModel& model) {
  std::vector<double> sums(model.factors);
  for (size_t i = 0; i < model.items.size(); ++i) {
    sums[i % model.factors] += double{model.items[i]} * model.items[i];
  }
  return {sums.begin(), sums.end()};
}

Agreement Compare(const InteractionMatrix& taken, const BprModel& model,
                  const FoldInSettings& settings) {
  const size_t d = model.factors;
  const FactorMatrix items = FactorMatrix::Padded(model.items, d);
  const FoldIn fold_in(items.view(), items.rows(), GramianOf(model), settings);
  Agreement agreement;
  std::vector<float> folded(d);
  std::vector<HistoryEvent> history;
  const size_t rows = taken.row_count(), sampled = std::min(rows, kCustomers);
  for (size_t i = 0; i < sampled; ++i) {
    const size_t row = i * rows / sampled;
    history.clear();
    for (const uint32_t item : taken.Columns(row)) {
      history.push_back({.item = item});
    }
    if (!fold_in.Solve(history, folded)) continue;
    agreement.Add(std::span(model.customers).subspan(row * d, d), folded);
  }
  return agreement;
}

}  // namespace

FoldInSettings FitFoldIn(const InteractionMatrix& taken,
                         const BprModel& model) {
  const std::vector<float> gramian = GramianOf(model);
  const float mean = std::accumulate(gramian.begin(), gramian.end(), 0.0f) /
                     static_cast<float>(gramian.size());
  FoldInSettings best;
  double best_cosine = -2;
  for (const float alpha : kAlphas) {
    for (const float regularization : kRegularizations) {
      FoldInSettings settings{
          .confidence = {alpha, v1::CONFIDENCE_SCALE_BINARY},
          .regularization = {std::max(1e-6f, regularization * mean), 0, 1}};
      const Agreement agreement = Compare(taken, model, settings);
      if (agreement.MeanCosine() <= best_cosine) continue;
      best_cosine = agreement.MeanCosine();
      best = settings;
      // A target of 0 would fold every history into nothing.
      if (agreement.products > 0) {
        best.target =
            static_cast<float>(agreement.products / agreement.squares);
      }
    }
  }
  return best;
}

double FoldInCosine(const InteractionMatrix& taken, const BprModel& model,
                    const FoldInSettings& settings) {
  return Compare(taken, model, settings).MeanCosine();
}

}  // namespace customer2vec
