#include "trainer/models/als/als_trainer.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numeric>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/base/random.h"
#include "core/base/status_macros.h"
#include "core/factors/confidence.h"
#include "core/factors/factor_matrix.h"
#include "core/factors/normal_equations.h"
#include "trainer/models/als/als_config.h"
#include "trainer/models/als/factor_anchors.h"
#include "trainer/models/als/gramian.h"
#include "trainer/models/interactions/parallel_chunks.h"
#include "trainer/models/interactions/pass_saver.h"

namespace customer2vec {
namespace {

// Purchases that a thread takes at a time.
constexpr uint64_t kPurchasesAtATime = 20000;
// Items start as normal numbers of this deviation, divided by sqrt(factors)
// (Rendle et al. 2022).
constexpr double kStart = 0.1;
// The last solution of the customers goes on until its error's square has
// fallen by this factor, or so many steps.
constexpr SolveOptions kToTheEnd{.max_steps = 500, .tolerance = 1e-13f};

using Clock = std::chrono::steady_clock;

// Customers or items: their purchases, their vectors, and what regularises
// them.
struct Side {
  InteractionMatrix extra;  // confidence beyond 1, by row
  FactorMatrix factors;
  Regularization regularization;
  std::vector<float> lambda;   // by row
  std::vector<size_t> chunks;  // rows at which a thread's piece begins; the end
  std::vector<float> objective;  // by chunk, of the last half pass
};

double SumOf(std::span<const float> values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

double MeanConfidence(const InteractionMatrix& extra) {
  return static_cast<double>(extra.column_count) +
         SumOf(extra.values) / static_cast<double>(extra.row_count());
}

std::vector<size_t> CutRows(const InteractionMatrix& matrix) {
  std::vector<size_t> chunks = {0};
  for (size_t row = 0; row < matrix.row_count(); ++row) {
    const uint64_t begin = matrix.offsets[chunks.back()];
    if (matrix.offsets[row + 1] - begin >= kPurchasesAtATime) {
      chunks.push_back(row + 1);
    }
  }
  if (chunks.back() != matrix.row_count()) chunks.push_back(matrix.row_count());
  return chunks;
}

Side MakeSide(InteractionMatrix extra, const v1::AlsConfig& config) {
  const size_t rows = extra.row_count();
  Side side{
      .extra = std::move(extra),
      .factors = FactorMatrix(rows, static_cast<size_t>(config.factors()))};
  side.regularization = {static_cast<float>(config.regularization()),
                         static_cast<float>(config.regularization_exponent()),
                         static_cast<float>(MeanConfidence(side.extra))};
  for (size_t row = 0; row < rows; ++row) {
    side.lambda.push_back(
        side.regularization.Of(static_cast<double>(side.extra.column_count) +
                               SumOf(side.extra.Values(row))));
  }
  side.chunks = CutRows(side.extra);
  side.objective.resize(side.chunks.size() - 1);
  return side;
}

// One thread's solutions.
class Worker {
 public:
  explicit Worker(size_t stride) : ridge_(stride) {}

  // Solves a row against the other side. Returns the row's part of the
  // objective before that.
  double SolveRow(const FactorMatrix& fixed, const std::vector<float>& gramian,
                  const SolveOptions& options, size_t row, Side& side) {
    const std::span<float> x(side.factors.Row(row), side.factors.stride());
    const double before = RidgeAndPenalty(gramian, side.lambda[row], x);
    equations_.Reset(side.extra.Columns(row).size());
    const std::span<const float> extra = side.extra.Values(row);
    for (size_t i = 0; i < extra.size(); ++i) {
      equations_.Add(side.extra.Columns(row)[i], extra[i], 1 + extra[i]);
    }
    SolveOptions solve = options;
    if (row + 1 < side.extra.row_count()) {
      solve.next_items = side.extra.Columns(row + 1);
    }
    SolveNormalEquations(equations_, fixed.view(), ridge_, solve, x, scratch_);
    return before + PurchaseErrors(extra);
  }

 private:
  // Fills the diagonal. Returns sum_j (gramian_j + lambda) x_j^2: the squares
  // of all scores, and the penalty.
  double RidgeAndPenalty(const std::vector<float>& gramian, float lambda,
                         std::span<const float> x) {
    double sum = 0;
    for (size_t j = 0; j < x.size(); ++j) {
      ridge_[j] = gramian[j] + lambda;
      sum += double{ridge_[j]} * x[j] * x[j];
    }
    return sum;
  }

  // What purchases change in the sum of squares of all scores.
  double PurchaseErrors(std::span<const float> extra) const {
    double sum = 0;
    for (size_t i = 0; i < extra.size(); ++i) {
      const double score = scratch_.start_scores[i];
      sum += (1 + extra[i]) * (1 - score) * (1 - score) - score * score;
    }
    return sum;
  }

  std::vector<float> ridge_;
  NormalEquations equations_;
  SolveScratch scratch_;
};

class Training {
 public:
  Training(InteractionMatrix extra, const v1::AlsConfig& config,
           const AlsOptions& options)
      : config_(config),
        options_(options),
        items_(MakeSide(Transpose(extra), config)),
        customers_(MakeSide(std::move(extra), config)),
        anchors_(options.start_items, items_.factors.rows(),
                 items_.factors.dimension(), options.max_move),
        gramian_(items_.factors.stride()),
        workers_(options.threads, Worker(items_.factors.stride())) {
    StartItems();
  }

  absl::Status Run() {
    const SolveOptions few{.max_steps =
                               static_cast<size_t>(config_.cg_steps())};
    const Clock::time_point start = Clock::now();
    PassSaver saver(options_.checkpoint, config_.iterations(), Saved(),
                    {&gramian_, &items_.objective});
    PassPlace place = saver.Restore();
    const int done = place.passes;
    while (place.passes < config_.iterations()) {
      const Clock::time_point begin = Clock::now();
      const int iteration = place.passes + 1;
      C2V_RETURN_IF_ERROR(HalfPass(items_, few, saver, customers_, &place));
      C2V_RETURN_IF_ERROR(HalfPass(customers_, few, saver, items_, &place));
      anchors_.Hold(items_.factors);
      Report(iteration, iteration - done, begin, start);
      place = {iteration, 0};
      C2V_RETURN_IF_ERROR(saver.SaveIfDue(place));
    }
    return HalfPass(items_, kToTheEnd, saver, customers_, &place);
  }

  AlsModel Model() const {
    return {items_.factors.dimension(), customers_.factors.Dense(),
            items_.factors.Dense(), customers_.regularization.mean_confidence};
  }

 private:
  void StartItems() {
    Random random(options_.seed);
    const size_t d = items_.factors.dimension();
    const double deviation = kStart / std::sqrt(static_cast<double>(d));
    for (size_t row = 0; row < items_.factors.rows(); ++row) {
      float* x = items_.factors.Row(row);
      for (size_t j = 0; j < d; ++j) {
        x[j] = static_cast<float>(deviation * random.Normal());
      }
    }
    StartRows(options_.start_items, items_.factors);
  }

  // What a state holds, in its order.
  std::vector<FactorMatrix*> Saved() {
    std::vector<FactorMatrix*> saved = {&items_.factors, &customers_.factors};
    if (anchors_.matrix() != nullptr) saved.push_back(anchors_.matrix());
    return saved;
  }

  // Solves one side with the other one fixed, from `place` on. Pieces of a pass
  // are the chunks of customers, then those of items.
  absl::Status HalfPass(Side& fixed, const SolveOptions& solve,
                        const PassSaver& saver, Side& solved,
                        PassPlace* place) {
    const size_t first = &solved == &items_ ? customers_.objective.size() : 0;
    if (place->pieces == first) TurnToBasisOf(fixed);
    return RunPieces(options_.threads, first + solved.objective.size(), saver,
                     place, [&](size_t piece, size_t thread) {
                       SolveChunk(fixed, solve, piece - first, thread, solved);
                     });
  }

  // Rotates both sides into the basis where the fixed one's Gramian is
  // diagonal.
  void TurnToBasisOf(const Side& fixed) {
    const size_t threads = options_.threads;
    const Eigenbasis basis =
        Diagonalize(Gramian(fixed.factors, threads), fixed.factors.dimension(),
                    fixed.factors.stride());
    Rotate(basis.rotation, threads, items_.factors);
    Rotate(basis.rotation, threads, customers_.factors);
    anchors_.Turn(basis.rotation, threads);
    gramian_ = basis.values;
  }

  void SolveChunk(const Side& fixed, const SolveOptions& solve, size_t chunk,
                  size_t thread, Side& solved) {
    double sum = 0;
    for (size_t row = solved.chunks[chunk]; row < solved.chunks[chunk + 1];
         ++row) {
      sum += workers_[thread].SolveRow(fixed.factors, gramian_, solve, row,
                                       solved);
    }
    solved.objective[chunk] = static_cast<float>(sum);
  }

  double SumOfObjective(const Side& side) const {
    return std::accumulate(side.objective.begin(), side.objective.end(), 0.0);
  }

  double Penalty(const Side& side) const {
    double sum = 0;
    for (size_t row = 0; row < side.factors.rows(); ++row) {
      double squares = 0;
      for (const float x :
           std::span(side.factors.Row(row), side.factors.stride())) {
        squares += double{x} * x;
      }
      sum += side.lambda[row] * squares;
    }
    return sum;
  }

  // `done` passes were made since `start`.
  void Report(int iteration, int done, Clock::time_point begin,
              Clock::time_point start) const {
    if (!options_.progress) return;
    const auto seconds = [](Clock::duration duration) {
      return std::chrono::duration<double>(duration).count();
    };
    const Clock::time_point now = Clock::now();
    options_.progress(
        {.iteration = iteration,
         .iterations = config_.iterations(),
         .objective = Penalty(customers_) + SumOfObjective(items_),
         .seconds = seconds(now - begin),
         .seconds_left =
             seconds(now - start) / done * (config_.iterations() - iteration)});
  }

  const v1::AlsConfig& config_;
  const AlsOptions& options_;
  Side items_;
  Side customers_;
  FactorAnchors anchors_;
  std::vector<float> gramian_;  // diagonal, of the side fixed last
  std::vector<Worker> workers_;
};

absl::Status CheckMatrix(const InteractionMatrix& counts,
                         const v1::AlsConfig& config) {
  if (counts.size() == 0) {
    return absl::FailedPreconditionError(absl::StrCat(
        "als: nobody took any item of the vocabulary; lower als.min_count (",
        config.min_count(), ") or read more data"));
  }
  const size_t rank = std::min(counts.row_count(), counts.column_count);
  if (static_cast<size_t>(config.factors()) > rank) {
    return absl::FailedPreconditionError(
        absl::StrCat("als: als.factors is ", config.factors(), ", but ",
                     counts.row_count(), " customers and ", counts.column_count,
                     " items have no more than rank ", rank, ": lower it"));
  }
  const auto bad = std::ranges::find_if(counts.values, [](float count) {
    return !(count > 0) || !std::isfinite(count);
  });
  if (bad == counts.values.end()) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(
      "als: purchase ", bad - counts.values.begin(), " has the count ", *bad,
      ": counts are finite numbers above 0"));
}

absl::Status CheckStart(const InteractionMatrix& counts,
                        const v1::AlsConfig& config,
                        std::span<const float> start) {
  const auto d = static_cast<size_t>(config.factors());
  if (start.size() % d != 0 || start.size() / d > counts.column_count) {
    return absl::InvalidArgumentError(absl::StrCat(
        "als: a warm start of ", start.size(), " numbers is not rows of ", d,
        " for up to ", counts.column_count, " items"));
  }
  if (std::ranges::all_of(start, [](float x) { return std::isfinite(x); })) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(
      "als: a warm start has a number that is not finite");
}

bool IsFinite(const std::vector<float>& numbers) {
  return std::ranges::all_of(numbers, [](float x) { return std::isfinite(x); });
}

}  // namespace

absl::StatusOr<AlsModel> TrainAls(InteractionMatrix counts,
                                  const v1::AlsConfig& config,
                                  const AlsOptions& options) {
  C2V_RETURN_IF_ERROR(CheckAlsConfig(config, "als"));
  v1::AlsConfig full = config;
  FillAlsDefaults(&full);
  C2V_RETURN_IF_ERROR(CheckMatrix(counts, full));
  C2V_RETURN_IF_ERROR(CheckStart(counts, full, options.start_items));
  if (!(options.max_move >= 0)) {
    return absl::InvalidArgumentError(absl::StrCat(
        "als: max_move is ", options.max_move, ": use a number of at least 0"));
  }
  const Confidence confidence{static_cast<float>(full.alpha()),
                              full.confidence_scale()};
  for (float& value : counts.values) value = confidence.Extra(value);
  Training training(std::move(counts), full, options);
  C2V_RETURN_IF_ERROR(training.Run());
  AlsModel model = training.Model();
  if (!IsFinite(model.customers) || !IsFinite(model.items)) {
    return absl::FailedPreconditionError(
        absl::StrCat("als: the factors diverged at alpha ", full.alpha(),
                     " and regularization ", full.regularization(),
                     ": raise als.regularization or lower als.alpha"));
  }
  return model;
}

}  // namespace customer2vec
