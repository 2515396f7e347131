// The model family bpr of the training worker; see BprConfig in
// customer2vec/v1/factor_models.proto.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_BPR_BPR_MODEL_H_
#define CUSTOMER2VEC_TRAINER_MODELS_BPR_BPR_MODEL_H_

#include "trainer/models/model_family.h"

namespace customer2vec {

const ModelFamily& BprFamily();

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_BPR_BPR_MODEL_H_
