// Products as tokens: the vocabulary over items and attribute values that
// content2vec learns from, and which tokens each item is written as.
//
//   C2V_ASSIGN_OR_RETURN(ContentTokens tokens,
//                        BuildContentTokens(config.parts(), config.weighting(),
//                                           corpus, catalogue));
//   for (uint32_t token : tokens.Of(item)) {
//     tokens.parts[tokens.part_of[token]];   // what it is made from
//     tokens.texts[token];                   // "national"
//   }
//
// Token rows descend by how many training baskets hold them, ties by part, then
// by text. An item's tokens stand by part, words as the name has them, each
// once.
//
// Pure; the same input gives the same bytes. Memory: 4 bytes a token of an item
// beside the texts.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_CONTENT2VEC_CONTENT_TOKENS_H_
#define CUSTOMER2VEC_TRAINER_MODELS_CONTENT2VEC_CONTENT_TOKENS_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "core/catalogue/catalogue.h"
#include "customer2vec/v1/text_models.pb.h"
#include "trainer/corpus/corpus.h"

namespace customer2vec {

// Parts in the order of the configuration.
using ContentParts = google::protobuf::RepeatedPtrField<v1::ContentPart>;

struct ContentTokens {
  // By part. Bounds of bands are filled in; token rows are not (tokens of all
  // parts stand in one order here).
  std::vector<v1::ContentPartSpec> parts;

  // By token row.
  std::vector<std::string> texts;  // an item's token: the item's id
  std::vector<uint32_t> part_of;   // number in `parts`
  std::vector<uint32_t> counts;    // training baskets that hold it
  std::vector<float> weights;      // share of the part's weight, above 0

  // Tokens of item row i: item_tokens[item_offsets[i], item_offsets[i + 1]).
  std::vector<uint64_t> item_offsets;
  std::vector<uint32_t> item_tokens;

  // What was left out: by part, texts in too few baskets or too long for an id.
  std::vector<uint64_t> dropped;

  size_t size() const { return texts.size(); }
  size_t item_count() const { return item_offsets.size() - 1; }
  std::span<const uint32_t> Of(uint32_t item) const {
    return std::span(item_tokens)
        .subspan(item_offsets[item],
                 item_offsets[item + 1] - item_offsets[item]);
  }
};

// INVALID_ARGUMENT, naming the part, for an attribute that the catalogue lacks
// or that holds no numbers where bands are asked for; FAILED_PRECONDITION when
// an attribute part finds no value on any item, prices are asked for and no
// line has one, or fewer than two tokens are left. `parts` are checked and have
// their defaults (content2vec_config.h). Rows of `catalogue` are the corpus's.
absl::StatusOr<ContentTokens> BuildContentTokens(const ContentParts& parts,
                                                 v1::ContentWeighting weighting,
                                                 const Corpus& corpus,
                                                 const Catalogue& catalogue);

// Baskets written in tokens, product after product. `distinct` writes a token
// at its first product only: where the whole basket is context, a brand that
// twenty products share would otherwise be its own context twenty times over,
// and its vectors would grow without end.
struct ContentSentences {
  std::vector<uint32_t> tokens;
  std::vector<uint64_t> offsets = {0};  // a basket each
};
ContentSentences WriteSentences(const Corpus& corpus,
                                const ContentTokens& tokens, bool distinct);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_CONTENT2VEC_CONTENT_TOKENS_H_
