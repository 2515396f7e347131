// Items as TF-IDF vectors over their attribute values and the words of their
// names.
//
//   C2V_ASSIGN_OR_RETURN(TermArrays rows, WeighTerms(catalogue, config));
//   rows.offsets, rows.terms, rows.weights;   // see TermRows
//
// A term is (field, value): a word of the name (ContentWords), or a value of an
// attribute (of a number its quantile bin). The weight of a term in an item is
//
//   field weight * (1 + log(occurrences)) * log(items / items with the term)
//
// (Salton and Buckley 1988, "ltc"), and each item is scaled to unit length.
// Terms of too few or too many items are dropped; an item may end with none.
//
// Deterministic; one thread.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_CONTENT_TERM_WEIGHTS_H_
#define CUSTOMER2VEC_TRAINER_MODELS_CONTENT_TERM_WEIGHTS_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "core/catalogue/catalogue.h"
#include "customer2vec/v1/feature_models.pb.h"

namespace customer2vec {

struct TermArrays {
  std::vector<uint64_t> offsets = {0};
  std::vector<uint32_t> terms;
  std::vector<float> weights;
  size_t term_count = 0;
};

// REQUIRES: config has its defaults. INVALID_ARGUMENT when a field names no
// attribute of the catalogue, or no term is left.
absl::StatusOr<TermArrays> WeighTerms(const Catalogue& catalogue,
                                      const v1::ContentConfig& config);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_CONTENT_TERM_WEIGHTS_H_
