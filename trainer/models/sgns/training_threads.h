// Threads of a training run.
//
//   RunThreads(ThreadCount(options.threads), [&](size_t thread) {
//     workers[thread].Train();
//   });

#ifndef CUSTOMER2VEC_TRAINER_MODELS_SGNS_TRAINING_THREADS_H_
#define CUSTOMER2VEC_TRAINER_MODELS_SGNS_TRAINING_THREADS_H_

#include <algorithm>
#include <cstddef>
#include <thread>
#include <vector>

namespace customer2vec {

// `asked`, or as many as the machine has when that is 0 or less.
inline size_t ThreadCount(int asked) {
  if (asked > 0) return static_cast<size_t>(asked);
  return std::max(1u, std::thread::hardware_concurrency());
}

// Runs work(thread) for each thread in [0, threads) and waits for all; the
// calling thread is the first.
template <typename Work>
void RunThreads(size_t threads, const Work& work) {
  std::vector<std::thread> others;
  for (size_t i = 1; i < threads; ++i) others.emplace_back(work, i);
  work(0);
  for (std::thread& thread : others) thread.join();
}

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_SGNS_TRAINING_THREADS_H_
