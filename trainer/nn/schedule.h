// How the learning rate of a network moves over its steps.
//
//   const Schedule schedule{.rate = 1e-3, .warmup_steps = 500,
//                           .shape = Schedule::Shape::kCosine};
//   optimizer.Step(schedule.At(step, steps), ...);
//
// Pure values, safe for concurrent reads.

#ifndef CUSTOMER2VEC_TRAINER_NN_SCHEDULE_H_
#define CUSTOMER2VEC_TRAINER_NN_SCHEDULE_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace customer2vec::nn {

struct Schedule {
  enum class Shape {
    kConstant,
    kLinear,  // falls evenly to last_share of the rate
    kCosine,  // half a cosine (Loshchilov and Hutter 2017), as far
  };

  double rate = 1e-3;         // above 0
  uint64_t warmup_steps = 0;  // rises evenly to `rate` in these first ones
  Shape shape = Shape::kConstant;
  double last_share = 0;  // in [0, 1]

  // The rate of a step in [0, steps).
  double At(uint64_t step, uint64_t steps) const;
};

// INVALID_ARGUMENT, naming the field as `path`.rate.
absl::Status CheckSchedule(const Schedule& schedule, absl::string_view path);

}  // namespace customer2vec::nn

#endif  // CUSTOMER2VEC_TRAINER_NN_SCHEDULE_H_
