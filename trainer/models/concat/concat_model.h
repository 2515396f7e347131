// concat as a model of the training worker: several spaces of the same
// entities joined into one.
//
//   models { name: "joined" concat { parts { space: "items" }
//                                    parts { space: "network" } } }

#ifndef CUSTOMER2VEC_TRAINER_MODELS_CONCAT_CONCAT_MODEL_H_
#define CUSTOMER2VEC_TRAINER_MODELS_CONCAT_CONCAT_MODEL_H_

#include "trainer/models/model_family.h"

namespace customer2vec {

const ModelFamily& ConcatFamily();

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_CONCAT_CONCAT_MODEL_H_
