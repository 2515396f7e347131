// Batches that are filled one after the other, worked on by several threads,
// and given out in the order of filling.
//
//   OrderedBatches<Batch> batches(
//       /*threads=*/4, [&](Batch* batch) { return cutter.Next(&batch->chunk);
//       },
//       [](Batch* batch) { batch->rows = Parse(batch->chunk); });
//   Batch batch;
//   while (batches.Next(&batch)) Use(batch.rows);
//
// What comes out does not depend on the number of threads nor on how they are
// scheduled. `fill` is called by one thread at a time; it overwrites what an
// earlier batch left, whose memory is used again, and says false when there is
// none any more. `work` is called by several threads at once and goes by its
// batch alone.
//
// The first batch is done by the caller; the threads begin with the second, so
// a source of one batch costs none. They end with the object, or with the last
// batch. At most two batches a thread wait to be taken or are worked on, and
// one is in the caller's hand.
//
// Next() is one caller's at a time.

#ifndef CUSTOMER2VEC_TRAINER_DATA_ORDERED_BATCHES_H_
#define CUSTOMER2VEC_TRAINER_DATA_ORDERED_BATCHES_H_

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace customer2vec {

template <typename Batch>
class OrderedBatches {
 public:
  // Without threads the caller does everything.
  OrderedBatches(size_t threads, std::function<bool(Batch*)> fill,
                 std::function<void(Batch*)> work)
      : thread_count_(threads),
        fill_(std::move(fill)),
        work_(std::move(work)) {}

  ~OrderedBatches() {
    {
      std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    room_.notify_all();
    for (std::thread& thread : threads_) thread.join();
  }
  OrderedBatches(const OrderedBatches&) = delete;
  OrderedBatches& operator=(const OrderedBatches&) = delete;

  // Replaces *batch by the next one. False, and *batch as it was, at the end.
  bool Next(Batch* batch) {
    if (thread_count_ == 0 || taken_ == 0) return DoOne(batch);
    while (threads_.size() < thread_count_) {
      threads_.emplace_back([this] { Loop(); });
    }
    std::unique_lock lock(mutex_);
    ready_.wait(lock, [this] {
      return IsReady() || (filled_all_ && taken_ == filled_);
    });
    if (!IsReady()) return false;
    spare_.push_back(std::move(*batch));
    *batch = std::move(done_.extract(taken_).mapped());
    ++taken_;
    lock.unlock();
    room_.notify_all();
    return true;
  }

 private:
  bool IsReady() const { return done_.contains(taken_); }

  // Fills and works in the caller's thread, while there is no other.
  bool DoOne(Batch* batch) {
    if (filled_all_) return false;
    if (!fill_(batch)) {
      filled_all_ = true;
      return false;
    }
    work_(batch);
    filled_ = ++taken_;
    return true;
  }

  void Loop() {
    Batch batch;
    uint64_t number;
    while (FillNext(&batch, &number)) {
      work_(&batch);
      {
        std::lock_guard lock(mutex_);
        done_.emplace(number, std::move(batch));
      }
      ready_.notify_one();
      batch = Batch();
    }
    ready_.notify_one();
  }

  // Waits for room and for its turn. False when nothing is to be filled.
  bool FillNext(Batch* batch, uint64_t* number) {
    std::lock_guard turn(fill_mutex_);
    {
      std::unique_lock lock(mutex_);
      room_.wait(lock, [this] {
        return stopping_ || filled_all_ || filled_ < taken_ + 2 * thread_count_;
      });
      if (stopping_ || filled_all_) return false;
      if (!spare_.empty()) {
        *batch = std::move(spare_.back());
        spare_.pop_back();
      }
    }
    const bool filled = fill_(batch);
    std::lock_guard lock(mutex_);
    if (filled) {
      *number = filled_++;
    } else {
      filled_all_ = true;
    }
    return filled;
  }

  const size_t thread_count_;
  const std::function<bool(Batch*)> fill_;
  const std::function<void(Batch*)> work_;
  std::vector<std::thread> threads_;

  std::mutex fill_mutex_;           // held while filling; taken before mutex_
  std::mutex mutex_;                // of what follows
  std::condition_variable ready_;   // for the caller
  std::condition_variable room_;    // for the threads
  std::map<uint64_t, Batch> done_;  // by number
  std::vector<Batch> spare_;        // memory to fill again
  uint64_t filled_ = 0;             // batches so far
  uint64_t taken_ = 0;              // of them, by the caller
  bool filled_all_ = false;
  bool stopping_ = false;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_DATA_ORDERED_BATCHES_H_
