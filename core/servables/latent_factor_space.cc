#include "core/servables/latent_factor_space.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/base/status_macros.h"
#include "core/servables/embedding_vectors.h"

namespace customer2vec {
namespace {

// Below this share of the summed lengths, a sum of vectors is rounding noise.
constexpr double kCancelled = 1e-6;

absl::Status CheckRows(absl::string_view what, std::span<const float> values,
                       size_t columns) {
  if (values.size() % columns != 0) {
    return absl::InvalidArgumentError(absl::StrCat(
        what, ": ", values.size(), " numbers are not rows of ", columns));
  }
  const auto bad = std::ranges::find_if(
      values, [](float value) { return !std::isfinite(value); });
  if (bad == values.end()) return absl::OkStatus();
  const size_t at = static_cast<size_t>(bad - values.begin());
  return absl::InvalidArgumentError(absl::StrCat(what, ": row ", at / columns,
                                                 ", column ", at % columns,
                                                 " is not a finite number"));
}

absl::Status CheckArrays(const LatentFactorArrays& arrays, size_t count_rows) {
  if (arrays.factors < 1 || arrays.factors > kMaxDimension) {
    return absl::InvalidArgumentError(
        absl::StrCat(arrays.factors, " factors are not 1 to ", kMaxDimension));
  }
  C2V_RETURN_IF_ERROR(CheckRows("items", arrays.items, arrays.factors));
  C2V_RETURN_IF_ERROR(CheckRows("customers", arrays.customers, arrays.factors));
  C2V_RETURN_IF_ERROR(CheckRows("biases", arrays.biases, 1));
  const size_t items = arrays.items.size() / arrays.factors;
  if (items > count_rows) {
    return absl::InvalidArgumentError(
        absl::StrCat(items, " item vectors, but only ", count_rows, " items"));
  }
  if (arrays.biases.empty() || arrays.biases.size() == items) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(absl::StrCat(
      arrays.biases.size(), " biases for ", items, " item vectors"));
}

absl::Status CheckSetting(absl::string_view what, float value, bool in_range) {
  if (in_range && std::isfinite(value)) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat(what, " ", value, " is out of its range"));
}

absl::Status CheckSettings(const FoldInSettings& settings) {
  const auto& [confidence, regularization, target] = settings;
  C2V_RETURN_IF_ERROR(
      CheckSetting("alpha", confidence.alpha, confidence.alpha > 0));
  C2V_RETURN_IF_ERROR(
      CheckSetting("confidence scale", static_cast<float>(confidence.scale),
                   v1::ConfidenceScale_IsValid(confidence.scale) &&
                       confidence.scale != v1::CONFIDENCE_SCALE_UNSPECIFIED));
  C2V_RETURN_IF_ERROR(CheckSetting("regularization", regularization.weight,
                                   regularization.weight >= 0));
  C2V_RETURN_IF_ERROR(CheckSetting(
      "regularization exponent", regularization.exponent,
      regularization.exponent >= 0 && regularization.exponent <= 2));
  C2V_RETURN_IF_ERROR(CheckSetting("mean confidence",
                                   regularization.mean_confidence,
                                   regularization.mean_confidence > 0));
  return CheckSetting("target", target, target != 0);
}

// In double: the squares of large floats overflow.
std::vector<float> InverseNorms(std::span<const float> data, size_t d) {
  std::vector<float> inverse_norms(data.size() / d);
  for (size_t row = 0; row < inverse_norms.size(); ++row) {
    double squares = 0;
    for (const float value : data.subspan(row * d, d)) {
      squares += double{value} * value;
    }
    if (squares > 0) {
      inverse_norms[row] = static_cast<float>(1 / std::sqrt(squares));
    }
  }
  return inverse_norms;
}

std::vector<float> SumsOfSquares(std::span<const float> data, size_t d) {
  std::vector<double> sums(d);
  for (size_t i = 0; i < data.size(); ++i) {
    sums[i % d] += double{data[i]} * data[i];
  }
  return {sums.begin(), sums.end()};
}

// An item never taken counts as taken once.
std::vector<float> Priors(std::span<const float> biases,
                          std::span<const uint32_t> counts, float weight) {
  double total = 0;
  for (const uint32_t count : counts) total += std::max<uint32_t>(1, count);
  std::vector<float> priors(counts.size());
  for (size_t row = 0; row < counts.size(); ++row) {
    const double share = std::max<uint32_t>(1, counts[row]) / total;
    priors[row] = static_cast<float>(weight * std::log(share) +
                                     (biases.empty() ? 0 : biases[row]));
  }
  return priors;
}

}  // namespace

absl::StatusOr<std::unique_ptr<const LatentFactorSpace>>
LatentFactorSpace::Create(std::string name, const LatentFactorArrays& arrays,
                          std::span<const uint32_t> basket_counts,
                          float popularity_weight,
                          const FoldInSettings& settings) {
  C2V_RETURN_IF_ERROR(CheckArrays(arrays, basket_counts.size()));
  C2V_RETURN_IF_ERROR(CheckSettings(settings));
  C2V_RETURN_IF_ERROR(
      CheckSetting("popularity weight", popularity_weight, true));
  std::unique_ptr<LatentFactorSpace> space(
      new LatentFactorSpace(std::move(name), arrays));
  space->inverse_norms_ = InverseNorms(arrays.items, arrays.factors);
  if (popularity_weight != 0 || !arrays.biases.empty()) {
    space->priors_ =
        Priors(arrays.biases, basket_counts.first(space->item_count()),
               popularity_weight);
  }
  FactorView view{arrays.items.data(), arrays.factors};
  if (arrays.factors % kFactorAlignment != 0) {
    space->padded_ = FactorMatrix::Padded(arrays.items, arrays.factors);
    view = space->padded_->view();
  }
  space->fold_in_.emplace(view, space->item_count(),
                          SumsOfSquares(arrays.items, arrays.factors),
                          settings);
  return space;
}

std::span<const float> LatentFactorSpace::ItemVector(VectorRole /*role*/,
                                                     uint32_t item) const {
  if (item >= item_count()) return {};
  return arrays_.items.subspan(item * arrays_.factors, arrays_.factors);
}

std::span<const float> LatentFactorSpace::CustomerVector(
    uint32_t customer) const {
  if (customer >= customer_count()) return {};
  return arrays_.customers.subspan(customer * arrays_.factors, arrays_.factors);
}

bool LatentFactorSpace::Encode(Scoring scoring,
                               std::span<const HistoryEvent> history,
                               std::span<float> query) const {
  return scoring == Scoring::kNext ? fold_in_->Solve(history, query)
                                   : EncodeSimilar(history, query);
}

bool LatentFactorSpace::EncodeSimilar(std::span<const HistoryEvent> history,
                                      std::span<float> query) const {
  std::ranges::fill(query, 0.0f);
  double lengths = 0, squares = 0;
  for (const HistoryEvent& event : history) {
    if (event.item >= item_count() || inverse_norms_[event.item] == 0) continue;
    const float weight = event.weight * inverse_norms_[event.item];
    const auto vector = ItemVector(VectorRole::kInput, event.item);
    for (size_t j = 0; j < query.size(); ++j) query[j] += weight * vector[j];
    lengths += std::abs(event.weight);
  }
  for (const float value : query) squares += double{value} * value;
  const double norm = std::sqrt(squares);
  if (!(norm > kCancelled * lengths)) {
    std::ranges::fill(query, 0.0f);
    return false;
  }
  for (float& value : query) value = static_cast<float>(value / norm);
  return true;
}

void LatentFactorSpace::Search(Scoring scoring, std::span<const float> query,
                               const SearchOptions& options,
                               std::vector<ScoredItem>* top) const {
  FlatIndex(scoring == Scoring::kSimilar ? similar() : next())
      .Search(query, options, top);
}

float LatentFactorSpace::Score(Scoring scoring, std::span<const float> query,
                               uint32_t item) const {
  return (scoring == Scoring::kSimilar ? similar() : next()).Score(query, item);
}

void LatentFactorSpace::Explain(
    std::span<const HistoryEvent> history, uint32_t item,
    std::vector<ScoreContribution>* contributions) const {
  fold_in_->Explain(history, item, contributions);
}

}  // namespace customer2vec
