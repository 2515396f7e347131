// The model family content of the training worker; see ContentConfig in
// customer2vec/v1/feature_models.proto.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_CONTENT_CONTENT_MODEL_H_
#define CUSTOMER2VEC_TRAINER_MODELS_CONTENT_CONTENT_MODEL_H_

#include "trainer/models/model_family.h"

namespace customer2vec {

const ModelFamily& ContentFamily();

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_CONTENT_CONTENT_MODEL_H_
