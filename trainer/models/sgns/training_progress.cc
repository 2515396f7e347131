#include "trainer/models/sgns/training_progress.h"

#include <algorithm>
#include <utility>

namespace customer2vec {
namespace {

double SecondsSince(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start)
      .count();
}

}  // namespace

ProgressMeter::ProgressMeter(ProgressCallback callback, double interval_seconds,
                             int epochs, uint64_t total_tokens)
    : callback_(std::move(callback)),
      interval_seconds_(interval_seconds),
      epochs_(epochs),
      total_tokens_(total_tokens) {}

void ProgressMeter::AddLoss(double loss, double pairs) {
  const std::lock_guard lock(mutex_);
  loss_ += loss;
  pairs_ += pairs;
}

void ProgressMeter::ReportSometimes(int epoch) {
  const std::unique_lock lock(mutex_, std::try_to_lock);
  if (!lock.owns_lock()) return;
  if (SecondsSince(last_report_) < interval_seconds_) return;
  Report(epoch);
}

void ProgressMeter::ReportEpoch(int epoch) {
  const std::lock_guard lock(mutex_);
  Report(epoch);
}

void ProgressMeter::Report(int epoch) {
  last_report_ = Clock::now();
  if (!callback_) return;
  const uint64_t tokens = tokens_.load(std::memory_order_relaxed);
  const double seconds = std::max(1e-9, SecondsSince(start_));
  const double rate = static_cast<double>(tokens) / seconds;
  callback_({.epoch = epoch,
             .epochs = epochs_,
             .tokens = tokens,
             .total_tokens = total_tokens_,
             .tokens_per_second = rate,
             .loss = pairs_ > 0 ? loss_ / pairs_ : 0,
             .seconds_left = static_cast<double>(total_tokens_ - tokens) /
                             std::max(1e-9, rate)});
  loss_ = pairs_ = 0;
}

}  // namespace customer2vec
