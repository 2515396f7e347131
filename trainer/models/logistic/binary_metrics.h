// How good scores and probabilities of a yes-or-no outcome are.
//
//   RocAuc(scores, labels);                 // 0.5: as good as chance
//   MeanLogLoss(probabilities, labels);     // nats; lower is better
//   CalibrationError(probabilities, labels, /*bins=*/10);
//
// Pure; labels are 0 or 1.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_LOGISTIC_BINARY_METRICS_H_
#define CUSTOMER2VEC_TRAINER_MODELS_LOGISTIC_BINARY_METRICS_H_

#include <cstddef>
#include <cstdint>
#include <span>

namespace customer2vec {

// Area under the ROC curve: the share of (positive, negative) pairs in which
// the positive scores higher, ties counting one half (Mann and Whitney 1947).
// NaN when a class is missing. O(n log n). REQUIRES: scores are finite.
double RocAuc(std::span<const double> scores, std::span<const uint8_t> labels);

// Mean of -log of the probability given to what happened. Probabilities are
// kept within [1e-15, 1 - 1e-15]. NaN of no cases.
double MeanLogLoss(std::span<const double> probabilities,
                   std::span<const uint8_t> labels);

// Expected calibration error (Naeini et al. 2015, over bins of equally many
// cases): the mean over bins, by cases, of |mean probability - share that
// happened|. NaN of no cases. REQUIRES: bins >= 1.
double CalibrationError(std::span<const double> probabilities,
                        std::span<const uint8_t> labels, size_t bins);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_LOGISTIC_BINARY_METRICS_H_
