#include "trainer/nn/worker_pool.h"

namespace customer2vec::nn {

WorkerPool::WorkerPool(size_t threads) {
  for (size_t i = 1; i < threads; ++i) others_.emplace_back([this] { Wait(); });
}

WorkerPool::~WorkerPool() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  begin_.notify_all();
  for (std::thread& other : others_) other.join();
}

void WorkerPool::Run(size_t count, Work work) {
  if (others_.empty() || count <= 1) {
    for (size_t i = 0; i < count; ++i) work(i);
    return;
  }
  {
    const std::lock_guard lock(mutex_);
    work_ = &work;
    count_ = count;
    next_ = 0;
    busy_ = others_.size();
    ++round_;
  }
  begin_.notify_all();
  TakePieces(count, work);
  std::unique_lock lock(mutex_);
  end_.wait(lock, [this] { return busy_ == 0; });
}

void WorkerPool::TakePieces(size_t count, Work work) {
  for (size_t i = next_++; i < count; i = next_++) work(i);
}

void WorkerPool::Wait() {
  uint64_t done = 0;
  std::unique_lock lock(mutex_);
  while (true) {
    begin_.wait(lock, [&] { return stopping_ || round_ != done; });
    if (stopping_) return;
    done = round_;
    const Work work = *work_;
    const size_t count = count_;
    lock.unlock();
    TakePieces(count, work);
    lock.lock();
    if (--busy_ == 0) end_.notify_one();
  }
}

}  // namespace customer2vec::nn
