#include "trainer/models/content/term_weights.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/base/status_macros.h"
#include "core/servables/content_words.h"
#include "trainer/data/parse.h"
#include "trainer/logs/quantile_bins.h"

namespace customer2vec {
namespace {

// A term of an item and how often it stands there.
struct Occurrence {
  uint32_t term;
  uint32_t count;
};

// Items as lists of term numbers, with each term's field weight.
class TermTable {
 public:
  explicit TermTable(size_t item_count) : items_(item_count) {}

  // One field: its terms are apart from those of others.
  void BeginField(double weight) {
    numbers_.clear();
    field_weight_ = weight;
  }
  void Add(uint32_t item, absl::string_view text) {
    const auto [at, is_new] =
        numbers_.try_emplace(std::string(text), field_weights_.size());
    if (is_new) field_weights_.push_back(field_weight_);
    std::vector<Occurrence>& row = items_[item];
    for (Occurrence& occurrence : row) {
      if (occurrence.term != at->second) continue;
      ++occurrence.count;
      return;
    }
    row.push_back({at->second, 1});
  }

  size_t term_count() const { return field_weights_.size(); }
  std::span<const Occurrence> Of(size_t item) const { return items_[item]; }
  size_t item_count() const { return items_.size(); }
  double FieldWeight(uint32_t term) const { return field_weights_[term]; }

  std::vector<uint32_t> ItemsOfTerms() const {
    std::vector<uint32_t> counts(term_count(), 0);
    for (const auto& row : items_) {
      for (const Occurrence& occurrence : row) ++counts[occurrence.term];
    }
    return counts;
  }

 private:
  absl::flat_hash_map<std::string, uint32_t> numbers_;  // of the field
  double field_weight_ = 1;
  std::vector<double> field_weights_;  // by term
  std::vector<std::vector<Occurrence>> items_;
};

void AddNames(const Catalogue& catalogue, double weight, TermTable& table) {
  if (weight == 0) return;
  table.BeginField(weight);
  for (uint32_t item = 0; item < catalogue.item_count(); ++item) {
    for (const std::string& word : ContentWords(catalogue.Name(item))) {
      table.Add(item, word);
    }
  }
}

void AddCategory(const Catalogue& catalogue, size_t attribute,
                 TermTable& table) {
  for (uint32_t item = 0; item < catalogue.item_count(); ++item) {
    const absl::string_view value = catalogue.Value(attribute, item);
    if (!value.empty()) table.Add(item, value);
  }
}

void AddNumber(const Catalogue& catalogue, size_t attribute, size_t bins,
               TermTable& table) {
  std::vector<double> numbers;
  for (uint32_t item = 0; item < catalogue.item_count(); ++item) {
    const auto number = ParseNumber(catalogue.Value(attribute, item));
    if (number) numbers.push_back(*number);
  }
  const std::vector<double> edges = QuantileEdges(std::move(numbers), bins);
  for (uint32_t item = 0; item < catalogue.item_count(); ++item) {
    const auto number = ParseNumber(catalogue.Value(attribute, item));
    if (number) table.Add(item, absl::StrCat(BinOf(edges, *number)));
  }
}

void AddAttribute(const Catalogue& catalogue, size_t attribute, double weight,
                  const v1::ContentConfig& config, TermTable& table) {
  table.BeginField(weight);
  if (catalogue.IsNumber(attribute)) {
    AddNumber(catalogue, attribute, config.number_bins(), table);
  } else {
    AddCategory(catalogue, attribute, table);
  }
}

absl::Status AddAttributes(const Catalogue& catalogue,
                           const v1::ContentConfig& config, TermTable& table) {
  for (const v1::ContentField& field : config.fields()) {
    const std::optional<size_t> attribute =
        catalogue.FindAttribute(field.attribute());
    if (!attribute) {
      return absl::InvalidArgumentError(
          absl::StrCat("the catalogue has no attribute \"", field.attribute(),
                       "\"; name one of data.catalogue's attributes"));
    }
    AddAttribute(catalogue, *attribute, field.weight(), config, table);
  }
  if (config.fields().empty()) {
    for (size_t a = 0; a < catalogue.attribute_count(); ++a) {
      AddAttribute(catalogue, a, 1, config, table);
    }
  }
  return absl::OkStatus();
}

// By term: its inverse document frequency, 0 where it is dropped.
std::vector<double> InverseFrequencies(const TermTable& table,
                                       const v1::ContentConfig& config) {
  const double n = static_cast<double>(table.item_count());
  std::vector<double> idf;
  for (const uint32_t items : table.ItemsOfTerms()) {
    const bool kept = items >= static_cast<uint32_t>(config.min_items()) &&
                      items <= config.max_item_share() * n;
    idf.push_back(kept ? std::log(n / items) : 0);
  }
  return idf;
}

// Terms that are left, numbered anew in order of their old numbers.
std::vector<uint32_t> Renumber(std::span<const double> idf, size_t* count) {
  std::vector<uint32_t> numbers(idf.size());
  for (size_t term = 0; term < idf.size(); ++term) {
    numbers[term] = static_cast<uint32_t>(*count);
    *count += idf[term] > 0;
  }
  return numbers;
}

// The item's row, scaled to unit length, by term.
std::vector<std::pair<uint32_t, double>> UnitRow(
    std::span<const Occurrence> occurrences, const TermTable& table,
    std::span<const double> idf) {
  std::vector<std::pair<uint32_t, double>> row;
  double squares = 0;
  for (const Occurrence& occurrence : occurrences) {
    const double weight = table.FieldWeight(occurrence.term) *
                          (1 + std::log(occurrence.count)) *
                          idf[occurrence.term];
    if (weight <= 0) continue;
    row.emplace_back(occurrence.term, weight);
    squares += weight * weight;
  }
  for (auto& [term, weight] : row) weight /= std::sqrt(squares);
  std::sort(row.begin(), row.end());
  return row;
}

}  // namespace

absl::StatusOr<TermArrays> WeighTerms(const Catalogue& catalogue,
                                      const v1::ContentConfig& config) {
  TermTable table(catalogue.item_count());
  AddNames(catalogue, config.name_weight(), table);
  C2V_RETURN_IF_ERROR(AddAttributes(catalogue, config, table));
  const std::vector<double> idf = InverseFrequencies(table, config);
  TermArrays arrays;
  const std::vector<uint32_t> numbers = Renumber(idf, &arrays.term_count);
  for (size_t item = 0; item < table.item_count(); ++item) {
    for (const auto& [term, weight] : UnitRow(table.Of(item), table, idf)) {
      arrays.terms.push_back(numbers[term]);
      arrays.weights.push_back(static_cast<float>(weight));
    }
    arrays.offsets.push_back(arrays.terms.size());
  }
  if (arrays.term_count > 0) return arrays;
  return absl::InvalidArgumentError(
      "no term is left of names and attributes; add attributes to "
      "data.catalogue, or lower min_items or raise max_item_share");
}

}  // namespace customer2vec
