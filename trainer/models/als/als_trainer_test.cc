#include "trainer/models/als/als_trainer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "core/base/random.h"
#include "core/base/status_matchers.h"
#include "trainer/models/stopping_checkpoint.h"

namespace customer2vec {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

// Customers of two groups, each of which mostly takes items of its own half.
InteractionMatrix TwoGroups(size_t customers, size_t items, uint64_t seed) {
  InteractionMatrix counts;
  counts.column_count = items;
  Random random(seed);
  for (size_t row = 0; row < customers; ++row) {
    for (uint32_t item = 0; item < items; ++item) {
      const bool own = (item < items / 2) == (row % 2 == 0);
      if (random.Uniform() > (own ? 0.4 : 0.02)) continue;
      counts.columns.push_back(item);
      counts.values.push_back(static_cast<float>(1 + random.Below(3)));
    }
    counts.offsets.push_back(counts.columns.size());
  }
  return counts;
}

v1::AlsConfig SmallConfig() {
  v1::AlsConfig config;
  config.set_factors(5);
  config.set_iterations(10);
  config.set_alpha(4);
  config.set_regularization(0.5);
  return config;
}

// The objective by its definition: every customer, every item, in double.
class Objective {
 public:
  Objective(const InteractionMatrix& counts, const v1::AlsConfig& config)
      : config_(config),
        extra_(counts.row_count(), std::vector<double>(counts.column_count)) {
    for (size_t row = 0; row < counts.row_count(); ++row) {
      for (size_t i = 0; i < counts.Columns(row).size(); ++i) {
        extra_[row][counts.Columns(row)[i]] =
            config.alpha() * counts.Values(row)[i];
      }
    }
  }

  double Of(const AlsModel& model) const {
    double sum = 0;
    for (size_t row = 0; row < extra_.size(); ++row) {
      for (size_t item = 0; item < extra_[row].size(); ++item) {
        const double wanted = extra_[row][item] > 0 ? 1 : 0;
        const double error = wanted - ScoreOf(model, row, item);
        sum += (1 + extra_[row][item]) * error * error;
      }
    }
    return sum + Penalty(model);
  }

 private:
  static double ScoreOf(const AlsModel& model, size_t row, size_t item) {
    double score = 0;
    for (size_t j = 0; j < model.factors; ++j) {
      score += double{model.customers[row * model.factors + j]} *
               model.items[item * model.factors + j];
    }
    return score;
  }

  // Row confidences against their mean, to the exponent.
  double Penalty(const AlsModel& model) const {
    std::vector<double> rows(extra_.size()), columns(extra_[0].size());
    for (size_t row = 0; row < rows.size(); ++row) {
      for (size_t item = 0; item < columns.size(); ++item) {
        rows[row] += 1 + extra_[row][item];
        columns[item] += 1 + extra_[row][item];
      }
    }
    return PenaltyOf(rows, model.customers) + PenaltyOf(columns, model.items);
  }

  double PenaltyOf(const std::vector<double>& confidences,
                   const std::vector<float>& factors) const {
    double mean = 0, sum = 0;
    for (const double each : confidences) {
      mean += each / static_cast<double>(confidences.size());
    }
    const size_t d = factors.size() / confidences.size();
    for (size_t i = 0; i < factors.size(); ++i) {
      const double lambda = config_.regularization() *
                            std::pow(confidences[i / d] / mean,
                                     config_.regularization_exponent());
      sum += lambda * factors[i] * factors[i];
    }
    return sum;
  }

  v1::AlsConfig config_;
  std::vector<std::vector<double>> extra_;
};

// Derivatives by finite differences are all near zero.
void ExpectStationary(const Objective& objective, AlsModel model,
                      std::vector<float> AlsModel::*factors, double allowed) {
  constexpr float kStep = 1.0f / 64;
  for (size_t i = 0; i < (model.*factors).size(); i += 7) {
    const float value = (model.*factors)[i];
    (model.*factors)[i] = value + kStep;
    const double above = objective.Of(model);
    (model.*factors)[i] = value - kStep;
    const double below = objective.Of(model);
    (model.*factors)[i] = value;
    ASSERT_NEAR((above - below) / (2 * kStep), 0, allowed) << i;
  }
}

TEST(AlsTrainer, EndsWhereTheObjectiveIsFlat) {
  const InteractionMatrix counts = TwoGroups(30, 20, 1);
  for (double exponent : {0.0, 1.0}) {
    v1::AlsConfig config = SmallConfig();
    config.set_iterations(400);
    config.set_cg_steps(8);
    config.set_regularization_exponent(exponent);
    auto model = TrainAls(counts, config, {});
    ASSERT_THAT(model.status(), IsOk());
    const Objective objective(counts, config);
    SCOPED_TRACE(exponent);
    ExpectStationary(objective, *model, &AlsModel::customers, 0.01);
    ExpectStationary(objective, *model, &AlsModel::items, 0.05);
  }
}

TEST(AlsTrainer, CustomersAreSolvedToTheEnd) {
  const InteractionMatrix counts = TwoGroups(30, 20, 2);
  v1::AlsConfig config = SmallConfig();
  config.set_iterations(2);
  config.set_cg_steps(1);
  auto model = TrainAls(counts, config, {});
  ASSERT_THAT(model.status(), IsOk());
  ExpectStationary(Objective(counts, config), *model, &AlsModel::customers,
                   0.01);
}

TEST(AlsTrainer, ReportsTheObjectiveAndLowersIt) {
  const InteractionMatrix counts = TwoGroups(40, 30, 3);
  v1::AlsConfig config = SmallConfig();
  config.set_iterations(60);
  std::vector<double> objectives;
  AlsOptions options;
  options.progress = [&](const AlsProgress& progress) {
    EXPECT_EQ(progress.iterations, 60);
    objectives.push_back(progress.objective);
    EXPECT_EQ(progress.iteration, objectives.size());
  };
  auto model = TrainAls(counts, config, options);
  ASSERT_THAT(model.status(), IsOk());
  ASSERT_EQ(objectives.size(), 60);
  for (size_t i = 1; i < objectives.size(); ++i) {
    EXPECT_LE(objectives[i], objectives[i - 1] * (1 + 1e-5)) << i;
  }
  // Converged, so the state inside a pass is that after it.
  const double final = Objective(counts, config).Of(*model);
  EXPECT_NEAR(objectives.back(), final, 1e-3 * final);
}

TEST(AlsTrainer, ThreadsDoNotChangeABit) {
  const InteractionMatrix counts = TwoGroups(3000, 200, 4);
  v1::AlsConfig config = SmallConfig();
  config.set_factors(20);
  config.set_iterations(3);
  auto one = TrainAls(counts, config, {.seed = 7, .threads = 1});
  ASSERT_THAT(one.status(), IsOk());
  for (size_t threads : {1, 2, 5}) {
    auto other = TrainAls(counts, config, {.seed = 7, .threads = threads});
    ASSERT_THAT(other.status(), IsOk());
    EXPECT_EQ(other->customers, one->customers) << threads;
    EXPECT_EQ(other->items, one->items) << threads;
  }
  auto seeded = TrainAls(counts, config, {.seed = 8});
  ASSERT_THAT(seeded.status(), IsOk());
  EXPECT_NE(seeded->items, one->items);
}

TEST(AlsTrainer, TheGramianOfItemsIsDiagonal) {
  auto model = TrainAls(TwoGroups(30, 20, 5), SmallConfig(), {});
  ASSERT_THAT(model.status(), IsOk());
  for (size_t i = 0; i < model->factors; ++i) {
    for (size_t j = 0; j < model->factors; ++j) {
      double sum = 0;
      for (size_t item = 0; item < 20; ++item) {
        sum += double{model->items[item * 5 + i]} * model->items[item * 5 + j];
      }
      EXPECT_TRUE(i == j || std::abs(sum) < 1e-4) << i << ", " << j;
    }
  }
}

TEST(AlsTrainer, RanksItemsOfTheOwnGroupFirst) {
  const InteractionMatrix counts = TwoGroups(60, 40, 6);
  v1::AlsConfig config = SmallConfig();
  config.set_factors(2);
  auto model = TrainAls(counts, config, {});
  ASSERT_THAT(model.status(), IsOk());
  int right = 0, pairs = 0;
  for (size_t row = 0; row < 60; ++row) {
    const auto score = [&](uint32_t item) {
      double sum = 0;
      for (size_t j = 0; j < 2; ++j) {
        sum +=
            double{model->customers[row * 2 + j]} * model->items[item * 2 + j];
      }
      return sum;
    };
    // Untaken items of both halves.
    for (uint32_t own = 0; own < 20; ++own) {
      const uint32_t other = own + 20;
      if (std::ranges::binary_search(counts.Columns(row), own) ||
          std::ranges::binary_search(counts.Columns(row), other)) {
        continue;
      }
      ++pairs;
      right += (score(own) > score(other)) == (row % 2 == 0);
    }
  }
  EXPECT_GT(right, 0.95 * pairs);
}

TEST(AlsTrainer, StartsFromEarlierItems) {
  const InteractionMatrix counts = TwoGroups(60, 40, 7);
  auto earlier = TrainAls(counts, SmallConfig(), {});
  ASSERT_THAT(earlier.status(), IsOk());
  v1::AlsConfig config = SmallConfig();
  config.set_iterations(1);
  double cold = 0, warm = 0;
  AlsOptions options;
  options.progress = [&](const AlsProgress& now) { cold = now.objective; };
  ASSERT_THAT(TrainAls(counts, config, options).status(), IsOk());
  options.progress = [&](const AlsProgress& now) { warm = now.objective; };
  options.start_items = earlier->items;
  ASSERT_THAT(TrainAls(counts, config, options).status(), IsOk());
  const double good = Objective(counts, config).Of(*earlier);
  EXPECT_LT(warm, good * 1.05);
  EXPECT_GT(cold, good * 1.1);
  // New items, as zeros and as missing rows.
  std::vector<float> part = earlier->items;
  std::fill_n(part.begin() + 3 * 5, 5, 0.0f);
  part.resize(35 * 5);
  options.start_items = part;
  auto grown = TrainAls(counts, config, options);
  ASSERT_THAT(grown.status(), IsOk());
  EXPECT_NE(grown->items[3 * 5], 0);
  EXPECT_LT(warm, cold);
}

// By pair of items, their product: what turning the axes does not change.
std::vector<double> Products(const std::vector<float>& items, size_t d) {
  std::vector<double> products;
  for (size_t a = 0; a < items.size(); a += d) {
    for (size_t b = 0; b < items.size(); b += d) {
      double sum = 0;
      for (size_t j = 0; j < d; ++j) sum += double{items[a + j]} * items[b + j];
      products.push_back(sum);
    }
  }
  return products;
}

TEST(AlsTrainer, KnownItemsMoveNoMoreThanAllowed) {
  const v1::AlsConfig config = SmallConfig();
  auto earlier = TrainAls(TwoGroups(30, 20, 3), config, {});
  ASSERT_THAT(earlier.status(), IsOk());
  const std::vector<double> then = Products(earlier->items, 5);
  const InteractionMatrix grown = TwoGroups(60, 20, 4);
  const auto go_on = [&](float max_move) {
    auto model = TrainAls(
        grown, config, {.start_items = earlier->items, .max_move = max_move});
    EXPECT_THAT(model.status(), IsOk());
    return *std::move(model);
  };
  // |x'y' - xy| <= |x||y| ((1 + m)^2 - 1) where both move by shares of m.
  const auto largest = [&](const AlsModel& model, double share) {
    const std::vector<double> now = Products(model.items, 5);
    double most = 0;
    for (size_t a = 0; a < 20; ++a) {
      for (size_t b = 0; b < 20; ++b) {
        const double lengths = std::sqrt(then[a * 21] * then[b * 21]);
        const double allowed = lengths * ((1 + share) * (1 + share) - 1) + 1e-5;
        most = std::max(most,
                        std::abs(now[a * 20 + b] - then[a * 20 + b]) / allowed);
      }
    }
    return most;
  };
  EXPECT_LE(largest(go_on(0), 0), 1);
  const AlsModel held = go_on(0.05f);
  EXPECT_LE(largest(held, 0.05), 1);
  EXPECT_GT(largest(held, 0.05), 0.3) << "they do move";
  EXPECT_GT(largest(go_on(std::numeric_limits<float>::infinity()), 0.05), 1);
}

// Of so many purchases that a half pass is of several pieces.
TEST(AlsTrainer, StoppedAnywhereItGoesOnToTheSameBytes) {
  const InteractionMatrix counts = TwoGroups(8000, 40, 5);
  ASSERT_GT(counts.size(), 60000);
  v1::AlsConfig config = SmallConfig();
  config.set_iterations(2);
  auto earlier = TrainAls(TwoGroups(60, 40, 6), SmallConfig(), {});
  ASSERT_THAT(earlier.status(), IsOk());
  for (float max_move : {0.1f, std::numeric_limits<float>::infinity()}) {
    AlsOptions options{.start_items = earlier->items, .max_move = max_move};
    auto whole = TrainAls(counts, config, options);
    ASSERT_THAT(whole.status(), IsOk());
    bool in_first_half = false, in_second_half = false, in_last = false;
    for (int stop = 2;; stop += 3) {
      StoppingCheckpoint checkpoint(stop);
      options.checkpoint = &checkpoint;
      if (TrainAls(counts, config, options).ok()) break;
      LearningState& state = checkpoint.states()[""];
      in_first_half |= state.position > 0 && state.position < 4;
      in_second_half |= state.position > 4;
      in_last |= state.passes == 2 && state.position > 0;
      checkpoint.GoOn();
      auto resumed = TrainAls(counts, config, options);
      ASSERT_THAT(resumed.status(), IsOk());
      EXPECT_EQ(resumed->items, whole->items) << stop;
      EXPECT_EQ(resumed->customers, whole->customers) << stop;
      if (stop > 2) continue;
      state.arrays.pop_back();
      auto anew = TrainAls(counts, config, options);
      ASSERT_THAT(anew.status(), IsOk());
      EXPECT_EQ(anew->items, whole->items) << "a state that does not fit";
    }
    EXPECT_TRUE(in_first_half);
    EXPECT_TRUE(in_second_half);
    EXPECT_TRUE(in_last);
  }
}

TEST(AlsTrainer, ScalesOfConfidenceDiffer) {
  const InteractionMatrix counts = TwoGroups(30, 20, 8);
  v1::AlsConfig config = SmallConfig();
  auto linear = TrainAls(counts, config, {});
  ASSERT_THAT(linear.status(), IsOk());
  config.set_confidence_scale(v1::CONFIDENCE_SCALE_BINARY);
  auto binary = TrainAls(counts, config, {});
  ASSERT_THAT(binary.status(), IsOk());
  EXPECT_LT(binary->mean_confidence, linear->mean_confidence);
  EXPECT_NEAR(binary->mean_confidence,
              20 + 4.0 * static_cast<double>(counts.size()) / 30, 1e-3);
}

TEST(AlsTrainer, CustomersWithoutPurchasesAreZero) {
  InteractionMatrix counts = TwoGroups(30, 20, 9);
  counts.offsets.push_back(counts.columns.size());
  auto model = TrainAls(counts, SmallConfig(), {});
  ASSERT_THAT(model.status(), IsOk());
  for (size_t j = 0; j < 5; ++j) EXPECT_EQ(model->customers[30 * 5 + j], 0);
}

absl::Status Refusal(const InteractionMatrix& counts,
                     const v1::AlsConfig& config,
                     std::span<const float> start = {}) {
  return TrainAls(counts, config, {.start_items = start}).status();
}

TEST(AlsTrainer, RefusesWhatItCannotUse) {
  const InteractionMatrix good = TwoGroups(30, 20, 10);
  InteractionMatrix empty;
  empty.column_count = 20;
  empty.offsets.assign(31, 0);
  EXPECT_THAT(Refusal(empty, SmallConfig()),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("nobody took any item")));
  for (float bad : {0.0f, -1.0f, std::numeric_limits<float>::quiet_NaN(),
                    std::numeric_limits<float>::infinity()}) {
    InteractionMatrix counts = good;
    counts.values[3] = bad;
    EXPECT_THAT(Refusal(counts, SmallConfig()),
                StatusIs(absl::StatusCode::kInvalidArgument,
                         HasSubstr("purchase 3 has the count")))
        << bad;
  }
  v1::AlsConfig config = SmallConfig();
  config.set_factors(21);
  EXPECT_THAT(Refusal(good, config),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       AllOf(HasSubstr("als.factors is 21"),
                             HasSubstr("rank 20: lower it"))));
  config = SmallConfig();
  config.set_alpha(std::numeric_limits<double>::quiet_NaN());
  EXPECT_THAT(
      Refusal(good, config),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("als.alpha")));
  EXPECT_THAT(Refusal(good, SmallConfig(), std::vector<float>(7)),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("a warm start of 7 numbers")));
  std::vector<float> start(10);
  start[2] = std::numeric_limits<float>::infinity();
  EXPECT_THAT(
      Refusal(good, SmallConfig(), start),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("not finite")));
}

TEST(AlsTrainer, NoRegularizationAndFullRankStayFinite) {
  const InteractionMatrix counts = TwoGroups(30, 20, 11);
  v1::AlsConfig config = SmallConfig();
  config.set_factors(20);
  config.set_regularization(0);
  auto model = TrainAls(counts, config, {});
  ASSERT_THAT(model.status(), IsOk());
}

}  // namespace
}  // namespace customer2vec
