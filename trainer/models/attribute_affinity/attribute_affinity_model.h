// The model family attribute_affinity of the training worker; see
// AttributeAffinityConfig in customer2vec/v1/text_models.proto.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_ATTRIBUTE_AFFINITY_ATTRIBUTE_AFFINITY_MODEL_H_
#define CUSTOMER2VEC_TRAINER_MODELS_ATTRIBUTE_AFFINITY_ATTRIBUTE_AFFINITY_MODEL_H_

#include "trainer/models/model_family.h"

namespace customer2vec {

const ModelFamily& AttributeAffinityFamily();

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_ATTRIBUTE_AFFINITY_ATTRIBUTE_AFFINITY_MODEL_H_
