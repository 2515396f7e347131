// The model family factorization_machine of the training worker; see
// FactorizationMachineConfig in customer2vec/v1/factor_models.proto.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_FACTORIZATION_MACHINE_FACTORIZATION_MACHINE_MODEL_H_
#define CUSTOMER2VEC_TRAINER_MODELS_FACTORIZATION_MACHINE_FACTORIZATION_MACHINE_MODEL_H_

#include "trainer/models/model_family.h"

namespace customer2vec {

const ModelFamily& FactorizationMachineFamily();

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_FACTORIZATION_MACHINE_FACTORIZATION_MACHINE_MODEL_H_
