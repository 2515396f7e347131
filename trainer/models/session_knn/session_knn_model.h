// session-kNN as a model of the training worker.
//
//   models { name: "like_these" session_knn { repeat_weight: 0.4 } }
//
// Its parameters are for a search to choose: seventy random configurations
// take minutes, as learning is only an index.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_SESSION_KNN_SESSION_KNN_MODEL_H_
#define CUSTOMER2VEC_TRAINER_MODELS_SESSION_KNN_SESSION_KNN_MODEL_H_

#include "trainer/models/model_family.h"

namespace customer2vec {

const ModelFamily& SessionKnnFamily();

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_SESSION_KNN_SESSION_KNN_MODEL_H_
