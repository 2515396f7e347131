#include "trainer/search/proposer.h"

#include <algorithm>
#include <cmath>

namespace customer2vec {
namespace {

double CentreOf(size_t choice, size_t choices) {
  return (static_cast<double>(choice) + 0.5) / static_cast<double>(choices);
}

// A density over [0, 1] about some points.
class Density {
 public:
  Density(std::vector<double> centres, size_t choices)
      : centres_(std::move(centres)), choices_(choices) {
    if (choices_ > 0) {
      counts_.assign(choices_, 1);  // a prior of one each
      for (double centre : centres_) ++counts_[ChoiceOf(centre, choices_)];
      return;
    }
    centres_.push_back(0.5);  // the prior: as wide as the range
    std::sort(centres_.begin(), centres_.end());
  }

  double Of(double x) const {
    if (choices_ > 0) {
      return counts_[ChoiceOf(x, choices_)] / Sum(counts_);
    }
    double sum = 0;
    for (size_t i = 0; i < centres_.size(); ++i) {
      const double z = (x - centres_[i]) / Width(i);
      sum += std::exp(-0.5 * z * z) / Width(i);
    }
    return sum / static_cast<double>(centres_.size());
  }

  double Draw(Random& random) const {
    if (choices_ > 0) return DrawChoice(random);
    const size_t i = random.Below(static_cast<uint32_t>(centres_.size()));
    return std::clamp(centres_[i] + Width(i) * random.Normal(), 0.0, 1.0);
  }

 private:
  static double Sum(const std::vector<double>& counts) {
    double sum = 0;
    for (double count : counts) sum += count;
    return sum;
  }

  double DrawChoice(Random& random) const {
    double left = random.Uniform() * Sum(counts_);
    size_t choice = 0;
    while (choice + 1 < counts_.size() && left >= counts_[choice]) {
      left -= counts_[choice++];
    }
    return CentreOf(choice, choices_);
  }

  // The larger distance to a neighbour, within bounds: wide where points are
  // few, never so narrow that a search stands still.
  double Width(size_t i) const {
    if (centres_.size() == 1) return 1;
    const double below = i == 0 ? centres_[i] : centres_[i] - centres_[i - 1];
    const double above = i + 1 == centres_.size()
                             ? 1 - centres_[i]
                             : centres_[i + 1] - centres_[i];
    const double least =
        1 / std::min(100.0, 1 + static_cast<double>(centres_.size()));
    return std::clamp(std::max(below, above), least, 1.0);
  }

  std::vector<double> centres_;
  size_t choices_;
  std::vector<double> counts_;
};

Density DensityOf(std::span<const ScoredPoint* const> trials, size_t dimension,
                  size_t choices) {
  std::vector<double> centres;
  for (const ScoredPoint* trial : trials) {
    centres.push_back(trial->point[dimension]);
  }
  return Density(std::move(centres), choices);
}

}  // namespace

size_t ChoiceOf(double coordinate, size_t choices) {
  const auto choice =
      static_cast<size_t>(coordinate * static_cast<double>(choices));
  return std::min(choice, choices - 1);
}

std::vector<double> Proposer::RandomPoint(Random& random) const {
  std::vector<double> point;
  for (const SearchDimension& dimension : dimensions_) {
    const double x = random.Uniform();
    point.push_back(
        dimension.choices == 0
            ? x
            : CentreOf(ChoiceOf(x, dimension.choices), dimension.choices));
  }
  return point;
}

double Proposer::ProposeCoordinate(size_t dimension,
                                   std::span<const ScoredPoint* const> good,
                                   std::span<const ScoredPoint* const> bad,
                                   Random& random) const {
  const size_t choices = dimensions_[dimension].choices;
  const Density good_density = DensityOf(good, dimension, choices);
  const Density bad_density = DensityOf(bad, dimension, choices);
  double best = 0, best_ratio = -1;
  for (size_t i = 0; i < kCandidates; ++i) {
    const double x = good_density.Draw(random);
    const double ratio = good_density.Of(x) / bad_density.Of(x);
    if (ratio > best_ratio) {
      best_ratio = ratio;
      best = x;
    }
  }
  return best;
}

std::vector<double> Proposer::Propose(
    size_t number, std::span<const ScoredPoint> trials) const {
  Random random = Random(seed_).Fork(number);
  if (random_only_ || trials.size() < kStartTrials) return RandomPoint(random);
  std::vector<const ScoredPoint*> order;
  for (const ScoredPoint& trial : trials) order.push_back(&trial);
  std::stable_sort(order.begin(), order.end(),
                   [](const ScoredPoint* a, const ScoredPoint* b) {
                     return a->score > b->score;
                   });
  const std::span<const ScoredPoint* const> all(order);
  const size_t good = std::max<size_t>(1, order.size() / 4);
  std::vector<double> point;
  for (size_t d = 0; d < dimensions_.size(); ++d) {
    point.push_back(
        ProposeCoordinate(d, all.first(good), all.subspan(good), random));
  }
  return point;
}

}  // namespace customer2vec
