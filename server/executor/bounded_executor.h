// A few threads and a short queue for work that is too long for the threads of
// gRPC.
//
//   BoundedExecutor executor({.threads = 4, .queue_limit = 64});
//   switch (executor.Submit(deadline, [](BoundedExecutor::Turn turn) {
//     if (turn == BoundedExecutor::Turn::kRun) Search();
//     else Refuse(turn);
//   })) { ... }
//
// The callback API runs as many handlers at once as there are cores, so a
// handful of long scans would stop every call, health included. They come here
// instead, and no more of them than can be answered: a full queue refuses at
// once, and work whose deadline passed while it waited is handed back undone,
// so that under overload the threads work only for callers that still listen.
//
// First come, first served. Every accepted piece of work is called exactly
// once, with what its turn brought. Thread-safe.

#ifndef CUSTOMER2VEC_SERVER_EXECUTOR_BOUNDED_EXECUTOR_H_
#define CUSTOMER2VEC_SERVER_EXECUTOR_BOUNDED_EXECUTOR_H_

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace customer2vec {

class BoundedExecutor {
 public:
  struct Options {
    int threads = 1;         // >= 1
    size_t queue_limit = 1;  // work that may wait beside what runs, >= 1
  };
  using Deadline = std::chrono::system_clock::time_point;

  // What a piece of work hears when its turn comes.
  enum class Turn {
    kRun,      // do it
    kExpired,  // its deadline has passed: answer so
    kStopped,  // the executor stops: answer so
  };
  using Work = std::function<void(Turn)>;

  // What Submit() says.
  enum class Admission {
    kAccepted,  // the work will be called
    kFull,      // it will not: too much waits already
    kStopped,   // it will not: the executor stops
  };

  explicit BoundedExecutor(const Options& options);
  ~BoundedExecutor();  // as Stop()

  BoundedExecutor(const BoundedExecutor&) = delete;
  BoundedExecutor& operator=(const BoundedExecutor&) = delete;

  [[nodiscard]] Admission Submit(Deadline deadline, Work work);

  // Lets what runs end, hands what waits back as kStopped, joins the threads.
  // May be called again. Not from a piece of work.
  void Stop();

  // Work that waits, not counting what runs.
  size_t queue_depth() const;
  // Submissions refused because the queue was full, and work that expired.
  uint64_t shed_count() const { return shed_; }
  uint64_t expired_count() const { return expired_; }

 private:
  struct Entry {
    Deadline deadline;
    Work work;
  };

  void RunWorker();

  const size_t queue_limit_;
  std::atomic<uint64_t> shed_ = 0;
  std::atomic<uint64_t> expired_ = 0;

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  bool stopping_ = false;
  std::deque<Entry> queue_;
  std::vector<std::thread> threads_;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_SERVER_EXECUTOR_BOUNDED_EXECUTOR_H_
