#include "core/catalogue/catalogue.h"

#include <cmath>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "core/base/compressed_rows.h"
#include "core/base/status_macros.h"
#include "core/base/utf8.h"

namespace customer2vec {
namespace {

absl::Status CheckTexts(const TextsView& texts, size_t count) {
  C2V_RETURN_IF_ERROR(CheckOffsets(texts.offsets, count, texts.bytes.size()));
  for (size_t i = 0; i < count; ++i) {
    if (!IsValidUtf8(texts[i])) {
      return absl::DataLossError(
          absl::StrCat("text ", i, " is not valid UTF-8"));
    }
  }
  return absl::OkStatus();
}

bool IsNumber(absl::string_view text) {
  double number;
  return absl::SimpleAtod(text, &number) && std::isfinite(number);
}

// The dictionary: texts in ascending order, each once; numbers if so.
absl::Status CheckValues(const AttributeView& attribute) {
  const TextsView& values = attribute.values;
  const size_t count = values.size();
  C2V_RETURN_IF_ERROR(CheckTexts(values, count)).With("values");
  for (size_t i = 0; i < count; ++i) {
    if (values[i].empty() || (i > 0 && values[i] <= values[i - 1])) {
      return absl::DataLossError(
          absl::StrCat("value ", i, " is empty or not in ascending order"));
    }
    if (attribute.is_number && !IsNumber(values[i])) {
      return absl::DataLossError(absl::StrCat("value ", i, " is no number"));
    }
  }
  return absl::OkStatus();
}

// Postings list each row with a value once, under that value: they ascend, each
// agrees with the row's value id, and there are as many as rows with a value.
absl::Status CheckPostings(const AttributeView& attribute) {
  C2V_RETURN_IF_ERROR(CheckOffsets(attribute.posting_offsets,
                                   attribute.values.size(),
                                   attribute.posting_rows.size()))
      .With("postings");
  for (size_t value = 0; value < attribute.values.size(); ++value) {
    const auto rows =
        RowOf(attribute.posting_offsets, attribute.posting_rows, value);
    for (size_t i = 0; i < rows.size(); ++i) {
      if (rows[i] >= attribute.value_ids.size() ||
          attribute.value_ids[rows[i]] != value ||
          (i > 0 && rows[i] <= rows[i - 1])) {
        return absl::DataLossError(absl::StrCat(
            "posting ", i, " of value ", value,
            " is no item with that value, or not in ascending order"));
      }
    }
  }
  return absl::OkStatus();
}

absl::Status CheckAttribute(const AttributeView& attribute, size_t item_count) {
  C2V_RETURN_IF_ERROR(CheckValues(attribute));
  if (attribute.value_ids.size() != item_count) {
    return absl::DataLossError(
        absl::StrCat("there are ", attribute.value_ids.size(),
                     " value ids for ", item_count, " items"));
  }
  size_t rows_with_value = 0;
  for (const uint32_t id : attribute.value_ids) {
    if (id == kNoValue) continue;
    if (id >= attribute.values.size()) {
      return absl::DataLossError(absl::StrCat("value id ", id, " is not below ",
                                              attribute.values.size()));
    }
    ++rows_with_value;
  }
  C2V_RETURN_IF_ERROR(CheckPostings(attribute));
  if (attribute.posting_rows.size() != rows_with_value) {
    return absl::DataLossError(
        absl::StrCat("there are ", attribute.posting_rows.size(),
                     " postings for ", rows_with_value, " items with a value"));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Catalogue> Catalogue::Create(CatalogueView view,
                                            size_t item_count) {
  C2V_RETURN_IF_ERROR(CheckTexts(view.names, item_count)).With("names");
  for (size_t i = 0; i < view.attributes.size(); ++i) {
    const std::string& name = view.attributes[i].name;
    C2V_RETURN_IF_ERROR(CheckAttribute(view.attributes[i], item_count))
        .With("attribute ", i, " (", name, ")");
    for (size_t j = 0; j <= i; ++j) {
      if (name.empty() || (j < i && view.attributes[j].name == name)) {
        return absl::DataLossError(absl::StrCat(
            "attribute ", i, " (", name, ") has no name, or one used before"));
      }
    }
  }
  return Catalogue(std::move(view));
}

std::optional<size_t> Catalogue::FindAttribute(absl::string_view name) const {
  for (size_t i = 0; i < view_.attributes.size(); ++i) {
    if (view_.attributes[i].name == name) return i;
  }
  return std::nullopt;
}

absl::string_view Catalogue::Value(size_t attribute, uint32_t row) const {
  const uint32_t id = ValueId(attribute, row);
  return id == kNoValue ? absl::string_view() : Values(attribute)[id];
}

std::span<const uint32_t> Catalogue::Postings(size_t attribute,
                                              uint32_t value_id) const {
  const AttributeView& view = view_.attributes[attribute];
  return RowOf(view.posting_offsets, view.posting_rows, value_id);
}

}  // namespace customer2vec
