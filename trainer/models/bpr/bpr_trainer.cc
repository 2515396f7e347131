#include "trainer/models/bpr/bpr_trainer.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <optional>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/base/random.h"
#include "core/base/status_macros.h"
#include "core/factors/factor_matrix.h"
#include "core/vectors/kernels.h"
#include "trainer/models/als/factor_anchors.h"
#include "trainer/models/als/gramian.h"
#include "trainer/models/bpr/bpr_config.h"
#include "trainer/models/bpr/bpr_kernel.h"
#include "trainer/models/interactions/pass_saver.h"
#include "trainer/models/sgns/alias_sampler.h"

namespace customer2vec {
namespace {

// Pairs that a thread takes at a time, each piece with random numbers of its
// own.
constexpr size_t kPairsAtATime = 10000;
// Draws of an item not taken, before the pair is passed over.
constexpr int kTries = 20;
// Factors start as normal numbers of this deviation.
constexpr double kStart = 0.1;
// The learning rate falls to this share of its start.
constexpr double kLastRate = 0.01;

using Clock = std::chrono::steady_clock;

std::vector<uint32_t> RowsOfPairs(const InteractionMatrix& taken) {
  std::vector<uint32_t> rows(taken.size());
  for (size_t row = 0; row < taken.row_count(); ++row) {
    std::fill(
        rows.begin() + static_cast<std::ptrdiff_t>(taken.offsets[row]),
        rows.begin() + static_cast<std::ptrdiff_t>(taken.offsets[row + 1]),
        static_cast<uint32_t>(row));
  }
  return rows;
}

std::vector<double> NegativeWeights(const InteractionMatrix& taken,
                                    const v1::BprConfig& config) {
  std::vector<double> counts(taken.column_count);
  for (const uint32_t column : taken.columns) ++counts[column];
  const double exponent =
      config.negative_sampling() == v1::NEGATIVE_SAMPLING_POPULARITY
          ? config.negative_exponent()
          : 0;
  for (double& count : counts) {
    count = exponent == 0 ? 1 : std::pow(std::max(1.0, count), exponent);
  }
  return counts;
}

void FillNormal(Random& random, FactorMatrix& factors) {
  const double deviation =
      kStart / std::sqrt(static_cast<double>(factors.dimension()));
  for (size_t row = 0; row < factors.rows(); ++row) {
    for (float& x : std::span(factors.Row(row), factors.dimension())) {
      x = static_cast<float>(deviation * random.Normal());
    }
  }
}

// What a piece of an epoch has seen.
struct Tally {
  double loss = 0;
  uint64_t right = 0;
  uint64_t pairs = 0;

  void Add(float margin) {
    loss += margin > 0 ? std::log1p(std::exp(-margin))
                       : -margin + std::log1p(std::exp(margin));
    right += margin > 0;
    ++pairs;
  }
};

class Training {
 public:
  Training(const InteractionMatrix& taken, const v1::BprConfig& config,
           const BprOptions& options)
      : taken_(taken),
        config_(config),
        options_(options),
        rows_(RowsOfPairs(taken)),
        sampler_(NegativeWeights(taken, config)),
        customers_(taken.row_count(), static_cast<size_t>(config.factors())),
        items_(taken.column_count, static_cast<size_t>(config.factors())),
        biases_(taken.column_count),
        customer_anchors_(options.start.customers, customers_.rows(),
                          customers_.dimension(), options.start.max_move),
        item_anchors_(options.start.items, items_.rows(), items_.dimension(),
                      options.start.max_move),
        bias_anchors_(options.start.biases, options.start.max_move) {
    Random random = Random(options.seed).Fork(UINT32_MAX);
    FillNormal(random, customers_);
    FillNormal(random, items_);
    StartRows(options.start.customers, customers_);
    StartRows(options.start.items, items_);
    std::ranges::copy(options.start.biases, biases_.begin());
  }

  absl::Status Run() {
    PassSaver saver(options_.checkpoint, config_.epochs(),
                    {&customers_, &items_}, {&biases_});
    PassPlace place = saver.Restore();
    const int done = place.passes;
    const Clock::time_point start = Clock::now();
    while (place.passes < config_.epochs()) {
      const Clock::time_point begin = Clock::now();
      const int epoch = place.passes + 1;
      C2V_ASSIGN_OR_RETURN(const Tally tally, RunEpoch(epoch, saver, &place));
      Report(epoch, epoch - done, tally, begin, start);
      C2V_RETURN_IF_ERROR(saver.EndPass(&place));
    }
    return absl::OkStatus();
  }

  // Rotated for the fold-in; scores stay as they are.
  BprModel Model() {
    const Eigenbasis basis = Diagonalize(Gramian(items_, options_.threads),
                                         items_.dimension(), items_.stride());
    Rotate(basis.rotation, options_.threads, items_);
    Rotate(basis.rotation, options_.threads, customers_);
    return {items_.dimension(), customers_.Dense(), items_.Dense(), biases_};
  }

 private:
  absl::StatusOr<Tally> RunEpoch(int epoch, const PassSaver& saver,
                                 PassPlace* place) {
    const size_t pieces = (taken_.size() + kPairsAtATime - 1) / kPairsAtATime;
    std::vector<Tally> tallies(pieces);
    const Random random =
        Random(options_.seed).Fork(static_cast<uint64_t>(epoch));
    const auto run = [&](size_t piece, size_t /*thread*/) {
      Random own = random.Fork(piece);
      const double done =
          epoch - 1 + static_cast<double>(piece) / static_cast<double>(pieces);
      tallies[piece] = RunPiece(
          RatesAt(done / config_.epochs()), own,
          std::min(kPairsAtATime, taken_.size() - piece * kPairsAtATime));
    };
    C2V_RETURN_IF_ERROR(RunPieces(options_.threads, pieces, saver, place, run));
    Tally total;
    for (const Tally& each : tallies) {
      total.loss += each.loss;
      total.right += each.right;
      total.pairs += each.pairs;
    }
    return total;
  }

  BprRates RatesAt(double share) const {
    return {static_cast<float>(config_.learning_rate() *
                               std::max(kLastRate, 1 - share)),
            static_cast<float>(config_.regularization()),
            static_cast<float>(config_.bias_regularization())};
  }

  Tally RunPiece(const BprRates& rates, Random& random, size_t pairs) {
    Tally tally;
    for (size_t i = 0; i < pairs; ++i) {
      const uint32_t at = random.Below(
          static_cast<uint32_t>(std::min<size_t>(taken_.size(), UINT32_MAX)));
      for (int negative = 0; negative < config_.negatives(); ++negative) {
        if (const auto other = DrawOther(rows_[at], random)) {
          tally.Add(Step(rows_[at], taken_.columns[at], *other, rates));
        }
      }
    }
    return tally;
  }

  float Step(uint32_t customer, uint32_t taken, uint32_t other,
             const BprRates& rates) {
    const float margin =
        BprStep({customers_.Row(customer), items_.Row(taken), items_.Row(other),
                 &biases_[taken], &biases_[other]},
                items_.stride(), rates);
    customer_anchors_.HoldRow(customer, customers_);
    for (const uint32_t item : {taken, other}) {
      item_anchors_.HoldRow(item, items_);
      bias_anchors_.Hold(item, biases_[item]);
    }
    return margin;
  }

  // An item that the customer did not take.
  std::optional<uint32_t> DrawOther(uint32_t customer, Random& random) const {
    if (config_.negative_sampling() != v1::NEGATIVE_SAMPLING_ADAPTIVE) {
      return DrawOnce(customer, random);
    }
    std::optional<uint32_t> hardest;
    float highest = 0;
    for (int i = 0; i < config_.adaptive_candidates(); ++i) {
      const auto candidate = DrawOnce(customer, random);
      if (!candidate) continue;
      const float score = ScoreOf(customer, *candidate);
      if (hardest && !(score > highest)) continue;
      hardest = candidate;
      highest = score;
    }
    return hardest;
  }

  std::optional<uint32_t> DrawOnce(uint32_t customer, Random& random) const {
    const std::span<const uint32_t> taken = taken_.Columns(customer);
    for (int i = 0; i < kTries; ++i) {
      const uint32_t item = sampler_.Draw(random);
      if (!std::ranges::binary_search(taken, item)) return item;
    }
    return std::nullopt;
  }

  float ScoreOf(uint32_t customer, uint32_t item) const {
    return Dot({customers_.Row(customer), customers_.stride()},
               {items_.Row(item), items_.stride()}) +
           biases_[item];
  }

  // `done` epochs were run since `start`.
  void Report(int epoch, int done, const Tally& tally, Clock::time_point begin,
              Clock::time_point start) const {
    if (!options_.progress) return;
    const auto seconds = [](Clock::duration duration) {
      return std::chrono::duration<double>(duration).count();
    };
    const Clock::time_point now = Clock::now();
    const auto pairs = static_cast<double>(std::max<uint64_t>(1, tally.pairs));
    options_.progress({.epoch = epoch,
                       .epochs = config_.epochs(),
                       .loss = tally.loss / pairs,
                       .ranked_right = static_cast<double>(tally.right) / pairs,
                       .seconds = seconds(now - begin),
                       .seconds_left = seconds(now - start) / done *
                                       (config_.epochs() - epoch)});
  }

  const InteractionMatrix& taken_;
  const v1::BprConfig& config_;
  const BprOptions& options_;
  const std::vector<uint32_t> rows_;  // of each pair
  const AliasSampler sampler_;
  FactorMatrix customers_;
  FactorMatrix items_;
  std::vector<float> biases_;
  const FactorAnchors customer_anchors_, item_anchors_;
  const NumberAnchors bias_anchors_;
};

absl::Status CheckStart(const BprStart& start, const InteractionMatrix& taken,
                        size_t factors) {
  const bool fits = start.customers.size() % factors == 0 &&
                    start.customers.size() / factors <= taken.row_count() &&
                    start.items.size() % factors == 0 &&
                    start.items.size() / factors <= taken.column_count &&
                    start.biases.size() <= taken.column_count;
  if (!fits) {
    return absl::InvalidArgumentError(absl::StrCat(
        "bpr: a warm start of ", start.customers.size(), ", ",
        start.items.size(), " and ", start.biases.size(),
        " numbers is not rows of ", factors, " for up to ", taken.row_count(),
        " customers and ", taken.column_count, " items, and their biases"));
  }
  for (const auto numbers : {start.customers, start.items, start.biases}) {
    if (std::ranges::all_of(numbers, [](float x) { return std::isfinite(x); }))
      continue;
    return absl::InvalidArgumentError(
        "bpr: a warm start has a number that is not finite");
  }
  if (start.max_move >= 0) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(
      "bpr: max_move is ", start.max_move, ": use a number of at least 0"));
}

bool IsFinite(const std::vector<float>& numbers) {
  return std::ranges::all_of(numbers, [](float x) { return std::isfinite(x); });
}

}  // namespace

absl::StatusOr<BprModel> TrainBpr(const InteractionMatrix& taken,
                                  const v1::BprConfig& config,
                                  const BprOptions& options) {
  C2V_RETURN_IF_ERROR(CheckBprConfig(config, "bpr"));
  v1::BprConfig full = config;
  FillBprDefaults(&full);
  if (taken.size() == 0 || taken.column_count < 2) {
    return absl::FailedPreconditionError(absl::StrCat(
        "bpr: ", taken.size(), " purchases of ", taken.column_count,
        " items; some of at least 2 items are needed: lower bpr.min_count (",
        full.min_count(), ") or read more data"));
  }
  C2V_RETURN_IF_ERROR(
      CheckStart(options.start, taken, static_cast<size_t>(full.factors())));
  Training training(taken, full, options);
  C2V_RETURN_IF_ERROR(training.Run());
  BprModel model = training.Model();
  if (!IsFinite(model.customers) || !IsFinite(model.items) ||
      !IsFinite(model.biases)) {
    return absl::FailedPreconditionError(
        absl::StrCat("bpr: training diverged at learning_rate ",
                     full.learning_rate(), ": lower bpr.learning_rate"));
  }
  return model;
}

}  // namespace customer2vec
