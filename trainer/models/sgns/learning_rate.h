// How the learning rate of stochastic gradient descent moves.
//
//   const LearningRate falling{.start = 0.025};
//   falling.At(/*epoch=*/1, /*epochs=*/10, /*share=*/0);    // 0.025
//   falling.At(/*epoch=*/10, /*epochs=*/10, /*share=*/1);   // 0.0000025
//   const LearningRate by_hand{.schedule = RateSchedule::kSteps,
//                              .steps = {0.025, 0.023, 0.021}};
//
// Linear is word2vec's (Mikolov et al. 2013); steps by hand are how many
// trainings with gensim anneal: one rate an epoch, a little lower each time.
// Values, safe for concurrent reads.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_SGNS_LEARNING_RATE_H_
#define CUSTOMER2VEC_TRAINER_MODELS_SGNS_LEARNING_RATE_H_

#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace customer2vec {

enum class RateSchedule {
  kLinear,    // from start to last_share of it over all epochs
  kConstant,  // start
  kSteps,     // steps[epoch - 1]; the last one for all further epochs
};

struct LearningRate {
  RateSchedule schedule = RateSchedule::kLinear;
  double start = 0.025;  // in (0, 1]
  double last_share = 1e-4;
  std::vector<double> steps = {};  // each in (0, 1]; for kSteps not empty

  // The rate after `share`, in [0, 1], of epoch `epoch`, in [1, epochs].
  double At(int epoch, int epochs, double share) const;

  // All rates times `factor`, in (0, 1].
  LearningRate Scaled(double factor) const;
};

// INVALID_ARGUMENT with `path`, the path of the settings, for a rate out of
// range.
absl::Status CheckLearningRate(const LearningRate& rate,
                               absl::string_view path);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_SGNS_LEARNING_RATE_H_
