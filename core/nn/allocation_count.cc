#include "core/nn/allocation_count.h"

#include <cerrno>

namespace customer2vec::nn {
namespace {

thread_local size_t allocations = 0;

}  // namespace

size_t AllocationCount() { return allocations; }

}  // namespace customer2vec::nn

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
// glibc's own, under their second names.
extern "C" {
void* __libc_malloc(size_t size);                      // NOLINT
void* __libc_calloc(size_t count, size_t size);        // NOLINT
void* __libc_realloc(void* memory, size_t size);       // NOLINT
void* __libc_memalign(size_t alignment, size_t size);  // NOLINT

void* malloc(size_t size) {
  ++customer2vec::nn::allocations;
  return __libc_malloc(size);
}

void* calloc(size_t count, size_t size) {
  ++customer2vec::nn::allocations;
  return __libc_calloc(count, size);
}

void* realloc(void* memory, size_t size) {
  ++customer2vec::nn::allocations;
  return __libc_realloc(memory, size);
}

void* aligned_alloc(size_t alignment, size_t size) {
  ++customer2vec::nn::allocations;
  return __libc_memalign(alignment, size);
}

void* memalign(size_t alignment, size_t size) {
  return aligned_alloc(alignment, size);
}

int posix_memalign(void** memory, size_t alignment, size_t size) {
  *memory = aligned_alloc(alignment, size);
  return *memory == nullptr ? ENOMEM : 0;
}
}
#endif
