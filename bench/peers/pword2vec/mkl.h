// What pWord2Vec.cpp asks MKL for, from OpenBLAS. On this path for its include.

#ifndef CUSTOMER2VEC_BENCH_PEERS_PWORD2VEC_MKL_H_
#define CUSTOMER2VEC_BENCH_PEERS_PWORD2VEC_MKL_H_

#include <cblas.h>

inline void mkl_set_num_threads(int count) { openblas_set_num_threads(count); }

#endif  // CUSTOMER2VEC_BENCH_PEERS_PWORD2VEC_MKL_H_
