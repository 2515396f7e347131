// Customers as texts: their baskets one after another in time, each item
// followed by the values of its attributes.
//
//   C2V_ASSIGN_OR_RETURN(CustomerDocuments documents,
//                        WriteCustomerDocuments(corpus, catalogue,
//                                               {"department"}, 5, path));
//   documents.texts()[row];        // the text of customer `row`
//
// Tokens are the item rows [0, item_count), those in min_count baskets or more,
// then attribute values that stand min_count times or more, "extra tokens". An
// item without a value has none; items that are left out take their attribute
// values with them. Numbers are not words: an attribute of numbers is refused.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_CUSTOMER2VEC_CUSTOMER_DOCUMENTS_H_
#define CUSTOMER2VEC_TRAINER_MODELS_CUSTOMER2VEC_CUSTOMER_DOCUMENTS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/catalogue/catalogue.h"
#include "trainer/corpus/corpus.h"
#include "trainer/models/sgns/sentences.h"

namespace customer2vec {

// A value of an attribute, both by number in the catalogue.
struct ExtraValue {
  size_t attribute;
  uint32_t value;
};

struct CustomerDocuments {
  Sentences texts() const { return {tokens, offsets}; }
  size_t extra_count() const { return counts.size() - item_count; }

  size_t item_count = 0;
  std::vector<uint32_t> tokens;
  std::vector<uint64_t> offsets;         // by customer, and the end
  std::vector<uint32_t> counts;          // of each token in the texts
  std::vector<uint64_t> extra_offsets;   // by item, and the end
  std::vector<uint32_t> extra_tokens;    // 0 is the first extra token
  std::vector<ExtraValue> extra_values;  // what each extra token is
};

// INVALID_ARGUMENT, naming `path`.attributes, for an attribute that the
// catalogue lacks or that is of numbers; FAILED_PRECONDITION when no basket has
// a customer or fewer than two items have min_count baskets.
absl::StatusOr<CustomerDocuments> WriteCustomerDocuments(
    const Corpus& corpus, const Catalogue& catalogue,
    const std::vector<std::string>& attributes, uint32_t min_count,
    absl::string_view path);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_CUSTOMER2VEC_CUSTOMER_DOCUMENTS_H_
