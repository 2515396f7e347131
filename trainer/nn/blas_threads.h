// One thread for OpenBLAS, while threads are somebody else's.
//
//   const SingleThreadedBlas guard;   // products stay on the thread that asks
//
// OpenBLAS's setting is the process's: it is put back at the end of the guard's
// life. Guards may overlap; while one lives there is one thread.

#ifndef CUSTOMER2VEC_TRAINER_NN_BLAS_THREADS_H_
#define CUSTOMER2VEC_TRAINER_NN_BLAS_THREADS_H_

namespace customer2vec::nn {

class SingleThreadedBlas {
 public:
  SingleThreadedBlas();
  ~SingleThreadedBlas();

  SingleThreadedBlas(const SingleThreadedBlas&) = delete;
  SingleThreadedBlas& operator=(const SingleThreadedBlas&) = delete;
};

// How many threads OpenBLAS takes now.
int BlasThreads();

}  // namespace customer2vec::nn

#endif  // CUSTOMER2VEC_TRAINER_NN_BLAS_THREADS_H_
