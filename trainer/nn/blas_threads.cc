#include "trainer/nn/blas_threads.h"

#include <cblas.h>

#include <mutex>

namespace customer2vec::nn {
namespace {

std::mutex mutex;
int guards = 0;          // guarded by mutex
int threads_before = 1;  // of the first guard; guarded by mutex

}  // namespace

SingleThreadedBlas::SingleThreadedBlas() {
  const std::lock_guard lock(mutex);
  if (guards++ > 0) return;
  threads_before = openblas_get_num_threads();
  openblas_set_num_threads(1);
}

SingleThreadedBlas::~SingleThreadedBlas() {
  const std::lock_guard lock(mutex);
  if (--guards == 0) openblas_set_num_threads(threads_before);
}

int BlasThreads() { return openblas_get_num_threads(); }

}  // namespace customer2vec::nn
