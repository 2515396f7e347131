// Sequential rules as a model of the training worker.
//
//   models { name: "then" rules { window: 3 } }
//
// What an event weighs by the events after it is chosen on validation unless
// recency_decay says it or one event is all that counts.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_RULES_RULES_MODEL_H_
#define CUSTOMER2VEC_TRAINER_MODELS_RULES_RULES_MODEL_H_

#include "trainer/models/model_family.h"

namespace customer2vec {

const ModelFamily& RulesFamily();

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_RULES_RULES_MODEL_H_
