// Names and attributes of items, with postings: which items carry which value.
//
//   catalogue.Name(row);                          // "MILK, 1 GA, Private"
//   std::optional<size_t> department = catalogue.FindAttribute("department");
//   catalogue.Value(*department, row);            // "GROCERY"
//   catalogue.Postings(*department, value_id);    // rows, ascending
//
// An attribute's values are a dictionary of texts (ascending, so that the same
// data gives the same bytes) and one value id a row; kNoValue where an item has
// none. Postings are compressed rows over the same ids, so that filters read
// the matching items without looking at the others.
//
// A view over mapped arrays, which outlive it. Immutable, safe for concurrent
// use.

#ifndef CUSTOMER2VEC_CORE_CATALOGUE_CATALOGUE_H_
#define CUSTOMER2VEC_CORE_CATALOGUE_CATALOGUE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace customer2vec {

// An item without a value of an attribute.
inline constexpr uint32_t kNoValue = UINT32_MAX;

// Texts one after another: text i is bytes[offsets[i], offsets[i + 1]).
struct TextsView {
  std::span<const uint64_t> offsets;
  std::span<const char> bytes;

  size_t size() const { return offsets.empty() ? 0 : offsets.size() - 1; }
  absl::string_view operator[](size_t i) const {
    return absl::string_view(bytes.data() + offsets[i],
                             offsets[i + 1] - offsets[i]);
  }
};

struct AttributeView {
  std::string name;
  bool is_number = false;
  TextsView values;                           // the dictionary
  std::span<const uint32_t> value_ids;        // by item row; kNoValue allowed
  std::span<const uint64_t> posting_offsets;  // size values + 1
  std::span<const uint32_t> posting_rows;     // ascending within a value
};

struct CatalogueView {
  TextsView names;  // by item row
  std::vector<AttributeView> attributes;
};

class Catalogue {
 public:
  // Of no items.
  Catalogue() = default;

  // DATA_LOSS, naming the attribute, when an array has the wrong length,
  // offsets do not ascend, an id is out of range, or postings and value ids
  // disagree.
  static absl::StatusOr<Catalogue> Create(CatalogueView view,
                                          size_t item_count);

  size_t item_count() const { return view_.names.size(); }
  absl::string_view Name(uint32_t row) const { return view_.names[row]; }

  size_t attribute_count() const { return view_.attributes.size(); }
  absl::string_view AttributeName(size_t attribute) const {
    return view_.attributes[attribute].name;
  }
  // Whether its values are numbers.
  bool IsNumber(size_t attribute) const {
    return view_.attributes[attribute].is_number;
  }
  // Number of the attribute called `name`, or nothing.
  std::optional<size_t> FindAttribute(absl::string_view name) const;

  // The item's value as text, empty where it has none.
  absl::string_view Value(size_t attribute, uint32_t row) const;
  uint32_t ValueId(size_t attribute, uint32_t row) const {
    return view_.attributes[attribute].value_ids[row];
  }
  const TextsView& Values(size_t attribute) const {
    return view_.attributes[attribute].values;
  }
  // Rows of the items with this value, ascending.
  std::span<const uint32_t> Postings(size_t attribute, uint32_t value_id) const;

 private:
  explicit Catalogue(CatalogueView view) : view_(std::move(view)) {}

  CatalogueView view_;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_CATALOGUE_CATALOGUE_H_
