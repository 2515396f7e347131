// customer2vec as a model of a training run: learns with LearnCustomer2Vec(),
// publishes a space of items and customers whose encoder folds in histories.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_CUSTOMER2VEC_CUSTOMER2VEC_MODEL_H_
#define CUSTOMER2VEC_TRAINER_MODELS_CUSTOMER2VEC_CUSTOMER2VEC_MODEL_H_

#include "trainer/models/model_family.h"

namespace customer2vec {

const ModelFamily& Customer2VecFamily();

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_CUSTOMER2VEC_CUSTOMER2VEC_MODEL_H_
