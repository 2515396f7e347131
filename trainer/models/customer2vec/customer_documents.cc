#include "trainer/models/customer2vec/customer_documents.h"

#include <algorithm>
#include <optional>
#include <span>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "trainer/models/interactions/frequent_items.h"

namespace customer2vec {
namespace {

// Occurrences of each item in customers' baskets.
std::vector<uint32_t> CountItems(const Corpus& corpus, size_t items) {
  std::vector<uint32_t> counts(items);
  for (uint32_t customer = 0; customer < corpus.customer_count(); ++customer) {
    for (size_t basket : corpus.BasketsOf(customer)) {
      for (uint32_t item : corpus.Items(basket)) {
        if (item < items) ++counts[item];
      }
    }
  }
  return counts;
}

absl::StatusOr<std::vector<size_t>> FindAttributes(
    const Catalogue& catalogue, const std::vector<std::string>& names,
    absl::string_view path) {
  std::vector<size_t> attributes;
  for (const std::string& name : names) {
    const std::optional<size_t> attribute = catalogue.FindAttribute(name);
    if (!attribute) {
      return absl::InvalidArgumentError(absl::StrCat(
          path, ".attributes: the catalogue has no attribute \"", name, "\""));
    }
    if (catalogue.IsNumber(*attribute)) {
      return absl::InvalidArgumentError(absl::StrCat(
          path, ".attributes: \"", name,
          "\" is a number; texts are made of ATTRIBUTE_TYPE_CATEGORY"));
    }
    attributes.push_back(*attribute);
  }
  return attributes;
}

// Numbers the values of the attributes that stand often enough, and lists them
// by item.
void AddExtraTokens(const Catalogue& catalogue,
                    const std::vector<size_t>& attributes, uint32_t min_count,
                    CustomerDocuments* documents) {
  std::vector<std::vector<uint32_t>> token_of;  // by attribute and value
  const size_t items = documents->item_count;
  for (size_t attribute : attributes) {
    std::vector<uint32_t>& tokens =
        token_of.emplace_back(catalogue.Values(attribute).size(), UINT32_MAX);
    std::vector<uint32_t> counts(tokens.size());
    for (uint32_t item = 0; item < items; ++item) {
      const uint32_t value = catalogue.ValueId(attribute, item);
      if (value != kNoValue) counts[value] += documents->counts[item];
    }
    for (uint32_t value = 0; value < tokens.size(); ++value) {
      if (counts[value] < min_count) continue;
      tokens[value] = static_cast<uint32_t>(documents->extra_count());
      documents->counts.push_back(counts[value]);
      documents->extra_values.push_back({attribute, value});
    }
  }
  documents->extra_offsets = {0};
  for (uint32_t item = 0; item < items; ++item) {
    for (size_t i = 0; i < attributes.size(); ++i) {
      const uint32_t value = catalogue.ValueId(attributes[i], item);
      if (value == kNoValue || token_of[i][value] == UINT32_MAX) continue;
      documents->extra_tokens.push_back(token_of[i][value]);
    }
    documents->extra_offsets.push_back(documents->extra_tokens.size());
  }
}

void AppendItem(uint32_t item, CustomerDocuments* documents) {
  documents->tokens.push_back(item);
  for (uint64_t i = documents->extra_offsets[item];
       i < documents->extra_offsets[item + 1]; ++i) {
    documents->tokens.push_back(static_cast<uint32_t>(
        documents->item_count + documents->extra_tokens[i]));
  }
}

void WriteTexts(const Corpus& corpus, CustomerDocuments* documents) {
  documents->offsets = {0};
  for (uint32_t customer = 0; customer < corpus.customer_count(); ++customer) {
    for (size_t basket : corpus.BasketsOf(customer)) {
      for (uint32_t item : corpus.Items(basket)) {
        if (item < documents->item_count) AppendItem(item, documents);
      }
    }
    documents->offsets.push_back(documents->tokens.size());
  }
}

}  // namespace

absl::StatusOr<CustomerDocuments> WriteCustomerDocuments(
    const Corpus& corpus, const Catalogue& catalogue,
    const std::vector<std::string>& attributes, uint32_t min_count,
    absl::string_view path) {
  C2V_ASSIGN_OR_RETURN(const std::vector<size_t> numbers,
                       FindAttributes(catalogue, attributes, path));
  CustomerDocuments documents;
  C2V_ASSIGN_OR_RETURN(
      documents.item_count,
      FrequentItems(corpus, static_cast<int>(min_count), path));
  documents.counts = CountItems(corpus, documents.item_count);
  AddExtraTokens(catalogue, numbers, min_count, &documents);
  WriteTexts(corpus, &documents);
  if (documents.tokens.empty()) {
    return absl::FailedPreconditionError(
        absl::StrCat(path,
                     ": no basket of a customer has an item of the vocabulary; "
                     "map the interactions' customer column"));
  }
  return documents;
}

}  // namespace customer2vec
