#include "trainer/search/search_space.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "core/base/status_macros.h"
#include "trainer/search/field_path.h"

namespace customer2vec {
namespace {

absl::Status CheckRange(const v1::SearchParameter& parameter,
                        const std::string& field) {
  const bool finite =
      std::isfinite(parameter.min()) && std::isfinite(parameter.max());
  if (!finite || !(parameter.min() < parameter.max())) {
    return absl::InvalidArgumentError(absl::StrCat(
        field, " goes from ", parameter.min(), " to ", parameter.max(),
        ": min must be below max, or give choices"));
  }
  if (parameter.log() && !(parameter.min() > 0)) {
    return absl::InvalidArgumentError(
        absl::StrCat(field, ".min is ", parameter.min(),
                     ": a logarithmic range starts above 0"));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<SearchSpace> SearchSpace::Create(
    const v1::TrainingConfig& config, const v1::SearchConfig& search) {
  SearchSpace space;
  for (int i = 0; i < search.parameters_size(); ++i) {
    const std::string field = absl::StrCat("parameters[", i, "]");
    Parameter parameter{.config = search.parameters(i)};
    C2V_ASSIGN_OR_RETURN(parameter.whole,
                         IsWholeNumber(parameter.config.field(), config), field,
                         ".field");
    if (parameter.config.choices().empty()) {
      C2V_RETURN_IF_ERROR(CheckRange(parameter.config, field));
    }
    space.parameters_.push_back(std::move(parameter));
    const Parameter& added = space.parameters_.back();
    v1::TrainingConfig scratch = config;
    for (const std::string& choice : added.config.choices()) {
      C2V_RETURN_IF_ERROR(SetField(added.config.field(), choice, &scratch))
          .With(field, ".choices");
    }
    if (!added.config.choices().empty()) continue;
    C2V_RETURN_IF_ERROR(
        SetField(added.config.field(), space.ValueAt(added, 0.5), &scratch))
        .With(field);
  }
  return space;
}

std::vector<SearchDimension> SearchSpace::dimensions() const {
  std::vector<SearchDimension> dimensions;
  for (const Parameter& parameter : parameters_) {
    dimensions.push_back(
        {.choices = static_cast<size_t>(parameter.config.choices_size())});
  }
  return dimensions;
}

std::string SearchSpace::ValueAt(const Parameter& parameter,
                                 double coordinate) const {
  const v1::SearchParameter& config = parameter.config;
  if (!config.choices().empty()) {
    return config.choices(
        static_cast<int>(ChoiceOf(coordinate, config.choices_size())));
  }
  const double value =
      config.log()
          ? config.min() * std::pow(config.max() / config.min(), coordinate)
          : config.min() + (config.max() - config.min()) * coordinate;
  if (parameter.whole) return absl::StrFormat("%.0f", std::round(value));
  return absl::StrFormat("%.6g", value);
}

std::optional<double> SearchSpace::CoordinateOf(
    const Parameter& parameter, const std::string& value) const {
  const v1::SearchParameter& config = parameter.config;
  if (!config.choices().empty()) {
    const auto found =
        std::find(config.choices().begin(), config.choices().end(), value);
    if (found == config.choices().end()) return std::nullopt;
    return (static_cast<double>(found - config.choices().begin()) + 0.5) /
           config.choices_size();
  }
  double number;
  if (!absl::SimpleAtod(value, &number)) return std::nullopt;
  const double coordinate =
      config.log() ? std::log(number / config.min()) /
                         std::log(config.max() / config.min())
                   : (number - config.min()) / (config.max() - config.min());
  // Values are rounded, so the ends may be passed by a little.
  if (!(coordinate > -0.01 && coordinate < 1.01)) return std::nullopt;
  return std::clamp(coordinate, 0.0, 1.0);
}

std::vector<std::string> SearchSpace::ValuesAt(
    std::span<const double> point) const {
  std::vector<std::string> values;
  for (size_t i = 0; i < parameters_.size(); ++i) {
    values.push_back(ValueAt(parameters_[i], point[i]));
  }
  return values;
}

std::optional<std::vector<double>> SearchSpace::PointOf(
    std::span<const std::string> values) const {
  if (values.size() != parameters_.size()) return std::nullopt;
  std::vector<double> point;
  for (size_t i = 0; i < parameters_.size(); ++i) {
    const std::optional<double> coordinate =
        CoordinateOf(parameters_[i], values[i]);
    if (!coordinate) return std::nullopt;
    point.push_back(*coordinate);
  }
  return point;
}

absl::Status SearchSpace::Apply(std::span<const std::string> values,
                                v1::TrainingConfig* config) const {
  for (size_t i = 0; i < parameters_.size(); ++i) {
    C2V_RETURN_IF_ERROR(
        SetField(parameters_[i].config.field(), values[i], config));
  }
  return absl::OkStatus();
}

}  // namespace customer2vec
