// The attribute values of an earlier customer2vec model, found again in this
// run's texts.
//
//   const EarlierRows extra = EarlierExtraTokens(
//       *earlier, VectorRole::kOutput, catalogue, documents.extra_values);
//   extra.known[0];   // whether extra token 0 was there
//
// A snapshot numbers its extra tokens and does not name them: their names are
// the values of the attributes in its configuration, in the order of
// attributes and of values, and which value a token is shows in the items that
// carry it. Values that stood too seldom for a token are passed over.
//
// Pure; thread-safe.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_CUSTOMER2VEC_EARLIER_EXTRA_TOKENS_H_
#define CUSTOMER2VEC_TRAINER_MODELS_CUSTOMER2VEC_EARLIER_EXTRA_TOKENS_H_

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/catalogue/catalogue.h"
#include "core/servables/document_encoder.h"
#include "trainer/models/customer2vec/customer_documents.h"
#include "trainer/models/earlier_model.h"

namespace customer2vec {

// Extra tokens by name of the attribute and value.
using ExtraTokenNames = std::map<std::pair<std::string, std::string>, uint32_t>;

// The tokens of an encoder over the items of `catalogue`, of the attributes in
// their order. Empty when they do not account for every token.
ExtraTokenNames NameExtraTokens(const Catalogue& catalogue,
                                std::span<const std::string> attributes,
                                const DocumentEncoderArrays& arrays);

// The vectors that the earlier model had of this run's extra tokens, which are
// `values` of `catalogue`, a row each.
EarlierRows EarlierExtraTokens(const EarlierModel& earlier, VectorRole role,
                               const Catalogue& catalogue,
                               std::span<const ExtraValue> values);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_CUSTOMER2VEC_EARLIER_EXTRA_TOKENS_H_
