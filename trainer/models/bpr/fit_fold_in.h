// Chooses how histories are folded into factors that were not learned by least
// squares.
//
//   const FoldInSettings settings = FitFoldIn(taken, model);
//
// Bayesian personalised ranking has no closed form for an unseen customer. The
// equations of iALS (core/servables/fold_in.h) stand in: of a few confidences
// and regularisations, those whose folded-in vectors point most nearly where
// the learned ones of the same customers do (mean cosine), with the target for
// which they have their length (least squares). Deterministic; thread-safe.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_BPR_FIT_FOLD_IN_H_
#define CUSTOMER2VEC_TRAINER_MODELS_BPR_FIT_FOLD_IN_H_

#include "core/servables/fold_in.h"
#include "trainer/models/bpr/bpr_trainer.h"
#include "trainer/models/interactions/interaction_matrix.h"

namespace customer2vec {

// On customers spread over the rows of `taken`, which the model learned from.
FoldInSettings FitFoldIn(const InteractionMatrix& taken, const BprModel& model);

// Mean cosine between folded-in and learned vectors of the same customers: how
// well the settings do. 0 when no customer has a vector.
double FoldInCosine(const InteractionMatrix& taken, const BprModel& model,
                    const FoldInSettings& settings);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_BPR_FIT_FOLD_IN_H_
