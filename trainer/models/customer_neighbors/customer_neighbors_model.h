// customer_neighbors as a model of the training worker: a scorer that asks the
// nearest customers of a space, whatever learned it.
//
//   models { name: "peers" customer_neighbors { space: "joined" } }

#ifndef CUSTOMER2VEC_TRAINER_MODELS_CUSTOMER_NEIGHBORS_CUSTOMER_NEIGHBORS_MODEL_H_
#define CUSTOMER2VEC_TRAINER_MODELS_CUSTOMER_NEIGHBORS_CUSTOMER_NEIGHBORS_MODEL_H_

#include "trainer/models/model_family.h"

namespace customer2vec {

const ModelFamily& CustomerNeighborsFamily();

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_CUSTOMER_NEIGHBORS_CUSTOMER_NEIGHBORS_MODEL_H_
