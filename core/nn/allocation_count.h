// Counts what a piece of code asks of malloc, for tests of code that must not.
//
//   work();   // memory that is kept for the next time
//   if (kCountsAllocations) EXPECT_EQ(AllocationsOf(work), 0);
//
// The .cc file stands in front of the C library's functions, so that Eigen's
// requests count like those of operator new. Counted is the calling thread
// alone. Sanitizers have an allocator of their own: under them nothing is
// counted.

#ifndef CUSTOMER2VEC_CORE_NN_ALLOCATION_COUNT_H_
#define CUSTOMER2VEC_CORE_NN_ALLOCATION_COUNT_H_

#include <cstddef>

namespace customer2vec::nn {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool kCountsAllocations = false;
#else
inline constexpr bool kCountsAllocations = true;
#endif

// Requests of this thread since it began.
size_t AllocationCount();

template <typename Work>
size_t AllocationsOf(const Work& work) {
  const size_t before = AllocationCount();
  work();
  return AllocationCount() - before;
}

}  // namespace customer2vec::nn

#endif  // CUSTOMER2VEC_CORE_NN_ALLOCATION_COUNT_H_
