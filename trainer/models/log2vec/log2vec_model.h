// log2vec as a model of a run: a space whose customers are what they did in the
// application, beside what they took.
//
// Events of a customer who is none of the shop's teach tokens, but get no
// vector; customers of the shop without events have a zero vector, as those
// without baskets have in other spaces. Items are those who took them
// (audience.h), so that the space answers for items, sessions and customers
// alike.
//
// Where baskets are held out, so are the customer's events from the first of
// them on (Corpus::Horizon), if log and baskets have times. Where sessions are
// the baskets (data.logs without interactions), sessions are held out, times or
// not. Of another log the whole is learned from, and the progress says so.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_LOG2VEC_LOG2VEC_MODEL_H_
#define CUSTOMER2VEC_TRAINER_MODELS_LOG2VEC_LOG2VEC_MODEL_H_

#include "trainer/models/model_family.h"

namespace customer2vec {

const ModelFamily& Log2VecFamily();

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_LOG2VEC_LOG2VEC_MODEL_H_
