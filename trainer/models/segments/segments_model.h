// The model family segments of the training worker; see SegmentsConfig in
// customer2vec/v1/feature_models.proto.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_SEGMENTS_SEGMENTS_MODEL_H_
#define CUSTOMER2VEC_TRAINER_MODELS_SEGMENTS_SEGMENTS_MODEL_H_

#include "trainer/models/model_family.h"

namespace customer2vec {

const ModelFamily& SegmentsFamily();

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_SEGMENTS_SEGMENTS_MODEL_H_
