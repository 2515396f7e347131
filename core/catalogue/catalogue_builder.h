// Builds the catalogue's arrays from texts.
//
//   std::vector<AttributeColumn> columns = {
//       {.name = "department", .values = {"GROCERY", "", "DELI"}}};
//   C2V_ASSIGN_OR_RETURN(CatalogueArrays arrays,
//                        BuildCatalogue(names, columns));
//   C2V_ASSIGN_OR_RETURN(Catalogue catalogue,
//                        Catalogue::Create(arrays.view(), names.size()));
//
// Pure; the same input gives the same bytes.

#ifndef CUSTOMER2VEC_CORE_CATALOGUE_CATALOGUE_BUILDER_H_
#define CUSTOMER2VEC_CORE_CATALOGUE_CATALOGUE_BUILDER_H_

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "core/catalogue/catalogue.h"

namespace customer2vec {

// One attribute as text, by item row; empty where an item has none.
struct AttributeColumn {
  std::string name;
  bool is_number = false;
  std::vector<std::string> values;
};

struct TextsArrays {
  std::vector<uint64_t> offsets;
  std::vector<char> bytes;

  TextsView view() const { return {offsets, bytes}; }
};

struct AttributeArrays {
  std::string name;
  bool is_number = false;
  TextsArrays values;
  std::vector<uint32_t> value_ids;
  std::vector<uint64_t> posting_offsets;
  std::vector<uint32_t> posting_rows;

  AttributeView view() const;
};

// Arrays that own their memory, for writing a snapshot and for tests.
struct CatalogueArrays {
  TextsArrays names;
  std::vector<AttributeArrays> attributes;

  CatalogueView view() const;
};

// INVALID_ARGUMENT, with the attribute's name, when a column has another number
// of rows than `names`, two columns have one name, or a name is empty.
absl::StatusOr<CatalogueArrays> BuildCatalogue(
    std::span<const std::string> names,
    std::span<const AttributeColumn> columns);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_CATALOGUE_CATALOGUE_BUILDER_H_
