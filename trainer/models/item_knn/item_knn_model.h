// item-kNN as a model of the training worker.
//
//   models { name: "together" item_knn { similarity: ITEM_SIMILARITY_COSINE } }
//
// What an event weighs by the events after it is chosen on validation unless
// recency_decay says it.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_ITEM_KNN_ITEM_KNN_MODEL_H_
#define CUSTOMER2VEC_TRAINER_MODELS_ITEM_KNN_ITEM_KNN_MODEL_H_

#include "trainer/models/model_family.h"

namespace customer2vec {

const ModelFamily& ItemKnnFamily();

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_ITEM_KNN_ITEM_KNN_MODEL_H_
