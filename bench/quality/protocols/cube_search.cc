#include "bench/quality/protocols/cube_search.h"

#include <algorithm>
#include <cmath>

#include "core/base/random.h"

namespace customer2vec::bench {
namespace {

constexpr double kChange = 0.3;   // probability of a new coordinate
constexpr double kNearby = 0.15;  // standard deviation of a near one

Point RandomPoint(size_t dimensions, Random* random) {
  Point point(dimensions);
  for (double& x : point) x = random->Uniform();
  return point;
}

Point Changed(Point point, Random* random) {
  for (double& x : point) {
    if (random->Uniform() >= kChange) continue;
    const double near = x + kNearby * random->Normal();
    x = random->Uniform() < 0.5 ? std::clamp(near, 0.0, 1 - 1e-9)
                                : random->Uniform();
  }
  return point;
}

}  // namespace

Point SearchCube(const CubeSearch& search,
                 const std::function<double(const Point&)>& quality) {
  Random random(search.seed);
  Point best;
  double best_quality = 0;
  for (size_t i = 0; i < search.budget; ++i) {
    const bool anywhere = best.empty() || i < search.budget / 2;
    Point point = anywhere ? RandomPoint(search.dimensions, &random)
                           : Changed(best, &random);
    const double found = quality(point);
    if (best.empty() || found > best_quality) {
      best = std::move(point);
      best_quality = found;
    }
  }
  return best;
}

double Between(double coordinate, double low, double high) {
  return low + coordinate * (high - low);
}

double LogBetween(double coordinate, double low, double high) {
  return low * std::pow(high / low, coordinate);
}

double OneOf(double coordinate, const std::vector<double>& values) {
  return values[static_cast<size_t>(coordinate * values.size())];
}

}  // namespace customer2vec::bench
