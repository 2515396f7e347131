#include "core/nn/attention.h"

#include <gtest/gtest.h>

#include "core/nn/allocation_count.h"
#include "core/nn/nn_test_util.h"

namespace customer2vec::nn {
namespace {

constexpr size_t kLength = 6;
constexpr size_t kDimension = 8;

struct Sequence {
  explicit Sequence(uint64_t seed, size_t length = kLength) {
    Random random(seed);
    q = RandomMatrix<float>(length, kDimension, random);
    k = RandomMatrix<float>(length, kDimension, random);
    v = RandomMatrix<float>(length, kDimension, random);
  }

  Matrix<float> q, k, v;
};

// What event i of one head sees, by plain loops.
void PlainAttention(const Sequence& s, size_t i, size_t begin, size_t width,
                    Matrix<float>& out) {
  std::vector<double> weights(i + 1);
  double sum = 0;
  for (size_t t = 0; t <= i; ++t) {
    double dot = 0;
    for (size_t j = begin; j < begin + width; ++j) {
      dot += double{s.q(i, j)} * s.k(t, j);
    }
    sum += weights[t] = std::exp(dot / std::sqrt(static_cast<double>(width)));
  }
  for (size_t j = begin; j < begin + width; ++j) {
    double mean = 0;
    for (size_t t = 0; t <= i; ++t) mean += weights[t] / sum * s.v(t, j);
    out(i, j) = static_cast<float>(mean);
  }
}

TEST(AttentionTest, HeadsAreAsPlainLoops) {
  const Sequence s(1);
  for (const size_t heads : {1, 2, 4}) {
    Matrix<float> weights(heads * kLength, kLength);
    Matrix<float> out(kLength, kDimension), expected(kLength, kDimension);
    CausalAttention(s.q.view(), s.k.view(), s.v.view(), heads, weights.view(),
                    out.view());
    const size_t width = kDimension / heads;
    for (size_t i = 0; i < kLength; ++i) {
      for (size_t begin = 0; begin < kDimension; begin += width) {
        PlainAttention(s, i, begin, width, expected);
      }
    }
    ExpectNear<float>(out.view(), expected.view(), 1e-5);
  }
}

TEST(AttentionTest, TheLastEventAloneIsAsInTheWhole) {
  const Sequence s(2);
  Matrix<float> weights(2 * kLength, kLength), last_weights(2, kLength);
  Matrix<float> out(kLength, kDimension), last(1, kDimension);
  CausalAttention(s.q.view(), s.k.view(), s.v.view(), 2, weights.view(),
                  out.view());
  CausalAttention(s.q.view().Rows(kLength - 1, 1), s.k.view(), s.v.view(), 2,
                  last_weights.view(), last.view());
  ExpectNear<float>(last.view(), out.view().Rows(kLength - 1, 1), 1e-5);
}

TEST(AttentionTest, WhatComesLaterIsNotSeen) {
  const Sequence s(3);
  Sequence changed(3);
  for (size_t j = 0; j < kDimension; ++j) {
    changed.k(kLength - 1, j) = 100;
    changed.v(kLength - 1, j) = 100;
  }
  Matrix<float> weights(kLength, kLength);
  Matrix<float> out(kLength, kDimension), other(kLength, kDimension);
  CausalAttention(s.q.view(), s.k.view(), s.v.view(), 1, weights.view(),
                  out.view());
  CausalAttention(changed.q.view(), changed.k.view(), changed.v.view(), 1,
                  weights.view(), other.view());
  ExpectNear<float>(other.view().Rows(0, kLength - 1),
                    out.view().Rows(0, kLength - 1), 0);
}

TEST(AttentionTest, TheLastEventAloneDoesNotAllocate) {
  if (!kCountsAllocations) GTEST_SKIP() << "a sanitizer allocates";
  const Sequence s(4, /*length=*/200);
  Matrix<float> weights(2, 200), out(1, kDimension);
  EXPECT_EQ(AllocationsOf([&] {
              CausalAttention(s.q.view().Rows(199, 1), s.k.view(), s.v.view(),
                              2, weights.view(), out.view());
            }),
            0);
}

}  // namespace
}  // namespace customer2vec::nn
