// Does something again and again on a thread of its own.
//
//   PeriodicTask watcher(std::chrono::seconds(2), [&] { manager.Reload({}); });
//   ...                // the first time at once, then 2 s after each end
//   watcher.Stop();    // wakes it; returns when the task is at rest
//
// Stop() and the destructor do not wait for the interval to pass, only for a
// task that runs. Thread-safe.

#ifndef CUSTOMER2VEC_SERVER_CONCURRENCY_PERIODIC_TASK_H_
#define CUSTOMER2VEC_SERVER_CONCURRENCY_PERIODIC_TASK_H_

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace customer2vec {

class PeriodicTask {
 public:
  PeriodicTask(std::chrono::milliseconds interval, std::function<void()> task);
  ~PeriodicTask();

  PeriodicTask(const PeriodicTask&) = delete;
  PeriodicTask& operator=(const PeriodicTask&) = delete;

  // May be called again. Not from the task.
  void Stop();

 private:
  void Run();

  const std::chrono::milliseconds interval_;
  const std::function<void()> task_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_SERVER_CONCURRENCY_PERIODIC_TASK_H_
