// The model family content2vec of the training worker; see
// Content2VecConfig in customer2vec/v1/text_models.proto.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_CONTENT2VEC_CONTENT2VEC_MODEL_H_
#define CUSTOMER2VEC_TRAINER_MODELS_CONTENT2VEC_CONTENT2VEC_MODEL_H_

#include "trainer/models/model_family.h"

namespace customer2vec {

const ModelFamily& Content2VecFamily();

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_CONTENT2VEC_CONTENT2VEC_MODEL_H_
