// What an earlier content2vec model knew, as the start of this run's tokens,
// and what holds the items' vectors near theirs.
//
//   const EarlierRows input =
//       EarlierContentTokens(earlier, VectorRole::kInput, tokens, dimension);
//   ... train from there, roll up ...
//   HoldItems(earlier, VectorRole::kInput, dimension, items.dimension,
//             items.input);
//
// Attribute values, words and bands are found again by part (kind and
// attribute) and text; those of bands only where there are as many bands. An
// item's own token is not published, but its item's roll-up is: the token
// starts where the roll-up of today's tokens is the vector that the item had,
//
//   v = (r * sum of W_p - sum over other parts of W_p m_p) / W
//
// in the terms of core/servables/attribute_vectors.h, W that of the item's part
// and r the item's vector. Where W is 0 the token has no part in the vector,
// and starts anew.
//
// Today's weights of tokens are others than those of the earlier run, and new
// values join; so vectors of items would move even where no token does, and are
// held by themselves after the roll-up. Columns of dense vectors are given, not
// learned, and not held.
//
// Pure; thread-safe.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_CONTENT2VEC_EARLIER_CONTENT_H_
#define CUSTOMER2VEC_TRAINER_MODELS_CONTENT2VEC_EARLIER_CONTENT_H_

#include <cstddef>
#include <span>

#include "core/servables/servable.h"
#include "trainer/models/content2vec/content_tokens.h"
#include "trainer/models/earlier_model.h"

namespace customer2vec {

// By token row. REQUIRES: the model's tokens had `dimension` numbers.
EarlierRows EarlierContentTokens(const EarlierModel& earlier, VectorRole role,
                                 const ContentTokens& tokens, size_t dimension);

// Brings the first `dimension` columns of items' vectors, `stride` numbers a
// row, back within max_move of what they were. REQUIRES: as above.
void HoldItems(const EarlierModel& earlier, VectorRole role, size_t dimension,
               size_t stride, std::span<float> items);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_CONTENT2VEC_EARLIER_CONTENT_H_
