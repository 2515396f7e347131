// Repeat purchase (TIFU-KNN) as a model of the training worker.
//
//   models { name: "again" repeat_purchase { group_size: 7 } }
//
// The share of the customer's own vector is chosen on validation unless alpha
// says it.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_REPEAT_PURCHASE_REPEAT_PURCHASE_MODEL_H_
#define CUSTOMER2VEC_TRAINER_MODELS_REPEAT_PURCHASE_REPEAT_PURCHASE_MODEL_H_

#include "trainer/models/model_family.h"

namespace customer2vec {

const ModelFamily& RepeatPurchaseFamily();

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_REPEAT_PURCHASE_REPEAT_PURCHASE_MODEL_H_
