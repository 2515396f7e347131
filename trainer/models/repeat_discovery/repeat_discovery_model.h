// The model family repeat_discovery of the training worker; see
// RepeatDiscoveryConfig in customer2vec/v1/training_config.proto.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_REPEAT_DISCOVERY_REPEAT_DISCOVERY_MODEL_H_
#define CUSTOMER2VEC_TRAINER_MODELS_REPEAT_DISCOVERY_REPEAT_DISCOVERY_MODEL_H_

#include "trainer/models/model_family.h"

namespace customer2vec {

const ModelFamily& RepeatDiscoveryFamily();

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_REPEAT_DISCOVERY_REPEAT_DISCOVERY_MODEL_H_
