// The model family popularity of the training worker; see
// PopularityConfig in customer2vec/v1/training_config.proto.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_POPULARITY_POPULARITY_MODEL_H_
#define CUSTOMER2VEC_TRAINER_MODELS_POPULARITY_POPULARITY_MODEL_H_

#include "trainer/models/model_family.h"

namespace customer2vec {

const ModelFamily& PopularityFamily();

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_POPULARITY_POPULARITY_MODEL_H_
