// The model family lookalike of the training worker; see LookalikeConfig in
// customer2vec/v1/feature_models.proto.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_LOOKALIKE_LOOKALIKE_MODEL_H_
#define CUSTOMER2VEC_TRAINER_MODELS_LOOKALIKE_LOOKALIKE_MODEL_H_

#include "trainer/models/model_family.h"

namespace customer2vec {

const ModelFamily& LookalikeFamily();

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_LOOKALIKE_LOOKALIKE_MODEL_H_
