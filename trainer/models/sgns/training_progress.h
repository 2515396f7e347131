// Where a training run stands, and the meter that tells its user.
//
//   ProgressMeter meter(callback, /*interval_seconds=*/1, epochs,
//   total_tokens); meter.AddTokens(640);          // by any thread
//   meter.ReportSometimes(epoch);  // calls back when the interval is over
//   meter.ReportEpoch(epoch);      // calls back
//
// Safe for concurrent use; the callback is called by one thread at a time.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_SGNS_TRAINING_PROGRESS_H_
#define CUSTOMER2VEC_TRAINER_MODELS_SGNS_TRAINING_PROGRESS_H_

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <mutex>

namespace customer2vec {

struct TrainingProgress {
  int epoch;  // 1 to epochs
  int epochs;
  uint64_t tokens;        // of all epochs, done; skipped ones count
  uint64_t total_tokens;  // of all epochs
  double tokens_per_second;
  double loss;  // a pair of token and context with its negatives; a sample of
                // the blocks since the last report
  double seconds_left;
};

using ProgressCallback = std::function<void(const TrainingProgress&)>;

class ProgressMeter {
 public:
  // `callback` may be empty.
  ProgressMeter(ProgressCallback callback, double interval_seconds, int epochs,
                uint64_t total_tokens);

  void AddTokens(uint64_t tokens) {
    tokens_.fetch_add(tokens, std::memory_order_relaxed);
  }

  // The loss of that many pairs.
  void AddLoss(double loss, double pairs);

  // Reports if the interval is over. A thread that finds another reporting goes
  // on.
  void ReportSometimes(int epoch);

  void ReportEpoch(int epoch);

 private:
  using Clock = std::chrono::steady_clock;

  void Report(int epoch);  // REQUIRES: mutex_ held

  const ProgressCallback callback_;
  const double interval_seconds_;
  const int epochs_;
  const uint64_t total_tokens_;
  const Clock::time_point start_ = Clock::now();
  std::atomic<uint64_t> tokens_ = 0;
  std::mutex mutex_;
  Clock::time_point last_report_ = start_;  // guarded by mutex_, as the others
  double loss_ = 0;
  double pairs_ = 0;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_SGNS_TRAINING_PROGRESS_H_
