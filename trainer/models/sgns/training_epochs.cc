#include "trainer/models/sgns/training_epochs.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <barrier>
#include <numeric>
#include <utility>
#include <vector>

#include "core/base/status_macros.h"
#include "trainer/models/sgns/training_threads.h"

namespace customer2vec {
namespace {

// Sentences that a thread takes at a time: enough that the shared counter costs
// nothing, few enough that threads end an epoch together.
constexpr size_t kSentencesAtATime = 64;
// A deterministic batch: parts that train without seeing each other. More
// sentences share the cost of meeting over more work; fewer are fresher.
constexpr size_t kParts = 8;
constexpr size_t kSentencesAPart = 16;
constexpr size_t kBatch = kParts * kSentencesAPart;
// Tokens that a part of a batch trains on before it sees the others' moves.
constexpr uint64_t kTokensATurn = 64;
// Batches between two questions whether it is time to save, and the tokens that
// end them earlier.
constexpr size_t kBatchesAtATime = 64;
constexpr uint64_t kTokensAtATime = uint64_t{1} << 21;

using Trainers = std::vector<std::unique_ptr<PieceTrainer>>;

// An epoch and the order of its sentences.
class Epoch {
 public:
  Epoch(const TrainingPlan& plan, int number)
      : plan_(plan),
        number_(number),
        random_(Random(plan.seed).Fork(static_cast<uint64_t>(number))),
        order_(plan.sentences.size()) {
    std::iota(order_.begin(), order_.end(), 0);
    Random shuffling = random_.Fork(UINT64_MAX - 1);
    for (size_t i = order_.size(); i > 1; --i) {
      const uint32_t other = shuffling.Below(static_cast<uint32_t>(i));
      std::swap(order_[i - 1], order_[other]);
    }
  }

  size_t size() const { return order_.size(); }

  // The sentences at places [begin, end) of the order, with the rate at place
  // `at`.
  TrainingPiece Piece(size_t begin, size_t end, size_t at) const {
    const double share =
        static_cast<double>(at) / static_cast<double>(order_.size());
    return {std::span(order_).subspan(begin, end - begin),
            static_cast<float>(plan_.rate.At(number_, plan_.epochs, share)),
            (number_ - 1 + share) / plan_.epochs, random_.Fork(begin)};
  }

  uint64_t TokensOf(const TrainingPiece& piece) const {
    uint64_t tokens = 0;
    for (uint32_t sentence : piece.sentences) {
      tokens += plan_.sentences[sentence].size();
    }
    return tokens;
  }

  void Report(const TrainingPiece& piece, ProgressMeter& progress) const {
    progress.AddTokens(TokensOf(piece));
    progress.ReportSometimes(number_);
  }

 private:
  const TrainingPlan& plan_;
  const int number_;
  const Random random_;
  std::vector<uint32_t> order_;
};

// Threads and trainers of a run. Train() goes on from place `begin` of the
// epoch's order until its end or until it is time to save, and returns where it
// stopped.
class TrainingRun {
 public:
  TrainingRun(const TrainingPlan& plan, const TrainingSaver& saver,
              ProgressMeter& progress,
              const std::function<std::unique_ptr<PieceTrainer>()>& make)
      : deterministic_(plan.deterministic),
        threads_(deterministic_ ? std::min(plan.threads, kParts)
                                : plan.threads),
        saver_(saver),
        progress_(progress) {
    const size_t trainers = deterministic_ ? kParts : threads_;
    while (trainers_.size() < trainers) trainers_.push_back(make());
  }

  size_t Train(const Epoch& epoch, size_t begin) {
    return deterministic_ ? TrainInParts(epoch, begin) : Race(epoch, begin);
  }

 private:
  size_t Race(const Epoch& epoch, size_t begin) {
    std::atomic<size_t> next = begin;
    RunThreads(threads_, [&](size_t thread) {
      do {
        const size_t at = next.fetch_add(kSentencesAtATime);
        if (at >= epoch.size()) return;
        const size_t end = std::min(epoch.size(), at + kSentencesAtATime);
        const TrainingPiece piece = epoch.Piece(at, end, at);
        trainers_[thread]->Start(piece);
        while (trainers_[thread]->Train(UINT64_MAX)) continue;
        epoch.Report(piece, progress_);
      } while (!saver_.IsDue());
    });
    return std::min(next.load(), epoch.size());
  }

  size_t TrainInParts(const Epoch& epoch, size_t begin) {
    size_t at = begin;
    do {
      const size_t end = GroupEnd(epoch, at);
      TrainBatches(epoch, at, end);
      at = end;
    } while (at < epoch.size() && !saver_.IsDue());
    return at;
  }

  // After as many whole batches as are trained before it may be saved.
  static size_t GroupEnd(const Epoch& epoch, size_t begin) {
    const size_t most =
        std::min(epoch.size(), begin + kBatchesAtATime * kBatch);
    size_t end = begin;
    for (uint64_t tokens = 0; end < most && tokens < kTokensAtATime;) {
      const size_t batch = end;
      end = std::min(most, batch + kBatch);
      tokens += epoch.TokensOf(epoch.Piece(batch, end, batch));
    }
    return end;
  }

  // One batch after another of the order's places in [begin, end). What a
  // thread writes for the others is read between the same two meetings.
  void TrainBatches(const Epoch& epoch, size_t begin, size_t end) {
    std::barrier together(static_cast<std::ptrdiff_t>(threads_));
    RunThreads(threads_, [&](size_t thread) {
      for (size_t batch = begin; batch < end; batch += kBatch) {
        StartParts(epoch, batch, end, thread);
        for (bool more = true; more;) {
          TrainParts(epoch, thread);
          together.arrive_and_wait();
          more = std::ranges::any_of(parts_, &Part::more);
          for (const auto& part : trainers_) part->CountMoves(thread, threads_);
          for (const auto& part : trainers_) part->AddMoves(thread, threads_);
          for (const auto& part : trainers_) part->HoldMoved(thread, threads_);
          together.arrive_and_wait();
          for (size_t part = thread; part < kParts; part += threads_) {
            trainers_[part]->Finish();
          }
        }
      }
    });
  }

  // The thread's parts of the batch that begins at place `batch`.
  void StartParts(const Epoch& epoch, size_t batch, size_t end, size_t thread) {
    for (size_t part = thread; part < kParts; part += threads_) {
      const size_t first = std::min(end, batch + part * kSentencesAPart);
      const size_t last = std::min(end, first + kSentencesAPart);
      parts_[part] = {epoch.Piece(first, last, batch), /*more=*/true};
      trainers_[part]->Start(parts_[part].piece);
    }
  }

  // A turn of the thread's parts.
  void TrainParts(const Epoch& epoch, size_t thread) {
    for (size_t part = thread; part < kParts; part += threads_) {
      if (!parts_[part].more) continue;
      parts_[part].more = trainers_[part]->Train(kTokensATurn);
      if (!parts_[part].more) epoch.Report(parts_[part].piece, progress_);
    }
  }

  struct Part {
    TrainingPiece piece{{}, 0, 0, Random(0)};
    bool more = false;  // is not done with its piece
  };

  const bool deterministic_;
  const size_t threads_;
  const TrainingSaver& saver_;
  ProgressMeter& progress_;
  Trainers trainers_;
  std::array<Part, kParts> parts_;  // deterministic
};

}  // namespace

void PieceTrainer::CountMoves(size_t /*share*/, size_t /*shares*/) {}
void PieceTrainer::AddMoves(size_t /*share*/, size_t /*shares*/) {}
void PieceTrainer::HoldMoved(size_t /*share*/, size_t /*shares*/) {}
void PieceTrainer::Finish() {}

absl::Status TrainEpochs(
    const TrainingPlan& plan, TrainingSaver& saver, ProgressMeter& progress,
    const std::function<std::unique_ptr<PieceTrainer>()>& make_trainer,
    const std::function<void(int epoch)>& end_epoch) {
  TrainingPlace place = saver.Restore(plan.epochs);
  progress.AddTokens(plan.sentences.token_count() *
                     static_cast<uint64_t>(place.epochs));
  TrainingRun run(plan, saver, progress, make_trainer);
  while (place.epochs < plan.epochs) {
    const int number = place.epochs + 1;
    const Epoch epoch(plan, number);
    while (place.texts < epoch.size()) {
      place.texts = run.Train(epoch, place.texts);
      if (place.texts == epoch.size() || !saver.IsDue()) continue;
      C2V_RETURN_IF_ERROR(saver.Save(place));
    }
    end_epoch(number);
    progress.ReportEpoch(number);
    place = {number, 0};
    if (number == plan.epochs || !saver.IsDue()) continue;
    C2V_RETURN_IF_ERROR(saver.Save(place));
  }
  return absl::OkStatus();
}

}  // namespace customer2vec
