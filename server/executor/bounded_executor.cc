#include "server/executor/bounded_executor.h"

#include <utility>

namespace customer2vec {

BoundedExecutor::BoundedExecutor(const Options& options)
    : queue_limit_(options.queue_limit) {
  for (int i = 0; i < options.threads; ++i) {
    threads_.emplace_back([this] { RunWorker(); });
  }
}

BoundedExecutor::~BoundedExecutor() { Stop(); }

BoundedExecutor::Admission BoundedExecutor::Submit(Deadline deadline,
                                                   Work work) {
  {
    std::lock_guard lock(mutex_);
    if (stopping_) return Admission::kStopped;
    if (queue_.size() >= queue_limit_) {
      ++shed_;
      return Admission::kFull;
    }
    queue_.push_back({deadline, std::move(work)});
  }
  changed_.notify_one();
  return Admission::kAccepted;
}

void BoundedExecutor::Stop() {
  std::deque<Entry> undone;
  std::vector<std::thread> threads;
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
    undone.swap(queue_);
    threads.swap(threads_);
  }
  changed_.notify_all();
  for (const Entry& entry : undone) entry.work(Turn::kStopped);
  for (std::thread& thread : threads) thread.join();
}

size_t BoundedExecutor::queue_depth() const {
  std::lock_guard lock(mutex_);
  return queue_.size();
}

void BoundedExecutor::RunWorker() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
    if (queue_.empty()) return;
    Entry entry = std::move(queue_.front());
    queue_.pop_front();
    lock.unlock();
    const bool expired = std::chrono::system_clock::now() >= entry.deadline;
    if (expired) ++expired_;
    entry.work(expired ? Turn::kExpired : Turn::kRun);
    entry.work = nullptr;  // frees what it holds before the lock is taken
    lock.lock();
  }
}

}  // namespace customer2vec
