// The model family als of the training worker; see AlsConfig in
// customer2vec/v1/factor_models.proto.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_ALS_ALS_MODEL_H_
#define CUSTOMER2VEC_TRAINER_MODELS_ALS_ALS_MODEL_H_

#include "trainer/models/model_family.h"

namespace customer2vec {

const ModelFamily& AlsFamily();

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_ALS_ALS_MODEL_H_
