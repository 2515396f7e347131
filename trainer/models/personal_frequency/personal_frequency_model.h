// The model family personal_frequency of the training worker; see
// PersonalFrequencyConfig in customer2vec/v1/training_config.proto.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_PERSONAL_FREQUENCY_PERSONAL_FREQUENCY_MODEL_H_
#define CUSTOMER2VEC_TRAINER_MODELS_PERSONAL_FREQUENCY_PERSONAL_FREQUENCY_MODEL_H_

#include "trainer/models/model_family.h"

namespace customer2vec {

const ModelFamily& PersonalFrequencyFamily();

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_PERSONAL_FREQUENCY_PERSONAL_FREQUENCY_MODEL_H_
