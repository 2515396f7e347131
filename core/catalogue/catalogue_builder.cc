#include "core/catalogue/catalogue_builder.h"

#include <algorithm>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"

namespace customer2vec {
namespace {

TextsArrays BuildTexts(std::span<const std::string> texts) {
  TextsArrays arrays;
  arrays.offsets = {0};
  for (const std::string& text : texts) {
    arrays.bytes.insert(arrays.bytes.end(), text.begin(), text.end());
    arrays.offsets.push_back(arrays.bytes.size());
  }
  return arrays;
}

// The distinct values but the empty one, ascending.
std::vector<std::string> Dictionary(const std::vector<std::string>& values) {
  std::vector<std::string> distinct = values;
  std::ranges::sort(distinct);
  distinct.erase(std::ranges::unique(distinct).begin(), distinct.end());
  if (!distinct.empty() && distinct.front().empty()) {
    distinct.erase(distinct.begin());
  }
  return distinct;
}

std::vector<uint32_t> ValueIds(const std::vector<std::string>& values,
                               const std::vector<std::string>& dictionary) {
  std::vector<uint32_t> ids;
  ids.reserve(values.size());
  for (const std::string& value : values) {
    const auto found = std::ranges::lower_bound(dictionary, value);
    ids.push_back(value.empty()
                      ? kNoValue
                      : static_cast<uint32_t>(found - dictionary.begin()));
  }
  return ids;
}

// Rows by value: counted, summed up, and put in place (a counting sort, so rows
// ascend within a value).
void FillPostings(size_t value_count, AttributeArrays* arrays) {
  std::vector<uint64_t>& offsets = arrays->posting_offsets;
  offsets.assign(value_count + 1, 0);
  for (const uint32_t id : arrays->value_ids) {
    if (id != kNoValue) ++offsets[id + 1];
  }
  for (size_t i = 1; i < offsets.size(); ++i) offsets[i] += offsets[i - 1];
  arrays->posting_rows.resize(offsets.back());
  std::vector<uint64_t> next = offsets;
  for (uint32_t row = 0; row < arrays->value_ids.size(); ++row) {
    const uint32_t id = arrays->value_ids[row];
    if (id != kNoValue) arrays->posting_rows[next[id]++] = row;
  }
}

AttributeArrays BuildAttribute(const AttributeColumn& column) {
  AttributeArrays arrays{.name = column.name, .is_number = column.is_number};
  const std::vector<std::string> dictionary = Dictionary(column.values);
  arrays.values = BuildTexts(dictionary);
  arrays.value_ids = ValueIds(column.values, dictionary);
  FillPostings(dictionary.size(), &arrays);
  return arrays;
}

}  // namespace

AttributeView AttributeArrays::view() const {
  return {.name = name,
          .is_number = is_number,
          .values = values.view(),
          .value_ids = value_ids,
          .posting_offsets = posting_offsets,
          .posting_rows = posting_rows};
}

CatalogueView CatalogueArrays::view() const {
  CatalogueView view{.names = names.view()};
  for (const AttributeArrays& attribute : attributes) {
    view.attributes.push_back(attribute.view());
  }
  return view;
}

absl::StatusOr<CatalogueArrays> BuildCatalogue(
    std::span<const std::string> names,
    std::span<const AttributeColumn> columns) {
  CatalogueArrays arrays{.names = BuildTexts(names)};
  for (const AttributeColumn& column : columns) {
    if (column.values.size() != names.size()) {
      return absl::InvalidArgumentError(
          absl::StrCat("attribute ", column.name, " has ", column.values.size(),
                       " values for ", names.size(), " items"));
    }
    arrays.attributes.push_back(BuildAttribute(column));
  }
  // What could not be loaded is not built: one set of checks for both.
  const absl::Status check =
      Catalogue::Create(arrays.view(), names.size()).status();
  if (!check.ok()) return absl::InvalidArgumentError(check.message());
  return arrays;
}

}  // namespace customer2vec
