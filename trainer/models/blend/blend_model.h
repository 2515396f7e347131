// A blend of other models as a model of the training worker.
//
//   models { name: "all" blend { parts { servable: "again" }
//                              parts { servable: "together" } } }
//
// Weights that are not set are chosen on validation, one part after the other;
// where none is set the first one stays 1. A part may be any space or scorer,
// but no blend.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_BLEND_BLEND_MODEL_H_
#define CUSTOMER2VEC_TRAINER_MODELS_BLEND_BLEND_MODEL_H_

#include "trainer/models/model_family.h"

namespace customer2vec {

const ModelFamily& BlendFamily();

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_BLEND_BLEND_MODEL_H_
