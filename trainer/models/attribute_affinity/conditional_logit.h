// Learns what tells the chosen from the others: McFadden's conditional logit
// (1974), where a case offers alternatives, each a vector of features, and the
// probability of an alternative is softmax over the case of weights . features.
//
//   ChoiceCases cases(/*features=*/36);
//   cases.AddAlternative(x, /*is_chosen=*/true);
//   cases.AddAlternative(y, false);
//   cases.EndCase();
//   std::vector<double> weights = FitConditionalLogit(cases, {.l2 = 1});
//
// Minimised is, over cases,
//   - mean over the chosen of log p(chosen) + l2 / 2 * |scaled weights|^2
// by Newton's method, where features are scaled to unit deviation first, so
// that one penalty fits them all. It is convex: the result does not depend on a
// seed. Pure; memory is that of the cases and features^2.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_ATTRIBUTE_AFFINITY_CONDITIONAL_LOGIT_H_
#define CUSTOMER2VEC_TRAINER_MODELS_ATTRIBUTE_AFFINITY_CONDITIONAL_LOGIT_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace customer2vec {

class ChoiceCases {
 public:
  explicit ChoiceCases(size_t features) : features_(features) {}

  // REQUIRES: x.size() == features(), finite.
  void AddAlternative(std::span<const double> x, bool is_chosen);
  // Ends the case; one with nothing chosen, or with one alternative only,
  // teaches nothing and is dropped.
  void EndCase();

  size_t features() const { return features_; }
  size_t size() const { return offsets_.size() - 1; }
  // Alternatives of a case are rows [begin, end).
  size_t begin(size_t number) const { return offsets_[number]; }
  size_t end(size_t number) const { return offsets_[number + 1]; }
  std::span<const float> Row(size_t row) const {
    return std::span(x_).subspan(row * features_, features_);
  }
  bool IsChosen(size_t row) const { return chosen_[row] != 0; }
  size_t row_count() const { return chosen_.size(); }

 private:
  size_t features_;
  std::vector<float> x_;
  std::vector<uint8_t> chosen_;
  std::vector<size_t> offsets_ = {0};
};

struct ConditionalLogitOptions {
  double l2 = 1;
  int max_steps = 50;
};

// The objective at `weights` (of scaled features where `scale` divides them),
// with its gradient; exposed for tests.
double ConditionalLogitLoss(const ChoiceCases& cases,
                            std::span<const double> scale,
                            std::span<const double> weights, double l2,
                            std::span<double> gradient);

// A weight for each feature as given. Zeros without cases.
std::vector<double> FitConditionalLogit(const ChoiceCases& cases,
                                        const ConditionalLogitOptions& options);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_ATTRIBUTE_AFFINITY_CONDITIONAL_LOGIT_H_
