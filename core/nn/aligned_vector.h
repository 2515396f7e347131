// A std::vector that begins on a cache line.
//
//   AlignedVector<float> values(layout.size());
//
// Eigen works through an array in packets and through its first numbers, up to
// the first aligned one, one by one; the two ways may round differently. Arrays
// that begin on cache lines give the same bits wherever they are.

#ifndef CUSTOMER2VEC_CORE_NN_ALIGNED_VECTOR_H_
#define CUSTOMER2VEC_CORE_NN_ALIGNED_VECTOR_H_

#include <cstddef>
#include <new>
#include <vector>

namespace customer2vec::nn {

// Bytes of a cache line, and of the widest vector in use.
inline constexpr size_t kAlignment = 64;

template <typename T>
struct AlignedAllocator {
  using value_type = T;

  AlignedAllocator() = default;
  template <typename U>
  // NOLINTNEXTLINE(google-explicit-constructor): as standard allocators
  AlignedAllocator(const AlignedAllocator<U>&) {}

  T* allocate(size_t count) {
    return static_cast<T*>(
        ::operator new (count * sizeof(T), std::align_val_t{kAlignment}));
  }
  void deallocate(T* numbers, size_t) {
    ::operator delete (numbers, std::align_val_t{kAlignment});
  }

  friend bool operator==(AlignedAllocator, AlignedAllocator) { return true; }
};

template <typename T>
using AlignedVector = std::vector<T, AlignedAllocator<T>>;

}  // namespace customer2vec::nn

#endif  // CUSTOMER2VEC_CORE_NN_ALIGNED_VECTOR_H_
