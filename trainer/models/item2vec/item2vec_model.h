// The model family item2vec of the training worker; see
// Item2VecConfig in customer2vec/v1/training_config.proto.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_ITEM2VEC_ITEM2VEC_MODEL_H_
#define CUSTOMER2VEC_TRAINER_MODELS_ITEM2VEC_ITEM2VEC_MODEL_H_

#include "trainer/models/model_family.h"

namespace customer2vec {

const ModelFamily& Item2VecFamily();

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_ITEM2VEC_ITEM2VEC_MODEL_H_
