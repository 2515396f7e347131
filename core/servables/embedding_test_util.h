// Small random spaces for tests, with plain loops to compare against.
//
//   const RandomEmbedding random(/*items=*/50, /*customers=*/4, /*d=*/7, seed);
//   EmbeddingVectors vectors = random.Vectors(/*popularity_weight=*/0.5);

#ifndef CUSTOMER2VEC_CORE_SERVABLES_EMBEDDING_TEST_UTIL_H_
#define CUSTOMER2VEC_CORE_SERVABLES_EMBEDDING_TEST_UTIL_H_

#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/base/random.h"
#include "core/history/customer_histories.h"
#include "core/servables/embedding_vectors.h"

namespace customer2vec {

struct RandomEmbedding {
  size_t dimension;
  std::vector<float> input;
  std::vector<float> output;
  std::vector<float> customers;
  std::vector<uint32_t> counts;  // descending

  RandomEmbedding(size_t items, size_t customer_count, size_t d, uint64_t seed)
      : dimension(d) {
    Random random(seed);
    const auto fill = [&](size_t rows, std::vector<float>* values) {
      for (size_t i = 0; i < rows * d; ++i) {
        values->push_back(static_cast<float>(random.Normal()));
      }
    };
    fill(items, &input);
    fill(items, &output);
    fill(customer_count, &customers);
    for (size_t i = 0; i < items; ++i) counts.push_back(3 * (items - i) + 2);
  }

  EmbeddingArrays arrays() const {
    return {dimension, input, output, customers};
  }

  EmbeddingVectors Vectors(float popularity_weight) const {
    auto vectors =
        EmbeddingVectors::Create(arrays(), counts, popularity_weight);
    EXPECT_TRUE(vectors.ok()) << vectors.status();
    return *std::move(vectors);
  }

  // Plain loops, in double.
  double Dot(const std::vector<float>& query, const std::vector<float>& data,
             size_t row) const {
    double sum = 0;
    for (size_t i = 0; i < dimension; ++i) {
      sum += double{query[i]} * data[row * dimension + i];
    }
    return sum;
  }
  double Length(const std::vector<float>& data, size_t row) const {
    double squares = 0;
    for (size_t i = 0; i < dimension; ++i) {
      squares += std::pow(data[row * dimension + i], 2);
    }
    return std::sqrt(squares);
  }
  double LogShare(size_t row) const {
    double total = 0;
    for (const uint32_t count : counts) total += count;
    return std::log(counts[row] / total);
  }
};

// Histories that own their memory. Customer c has entries[c], by row.
struct OwnedHistories {
  CustomerHistoriesArrays arrays;

  void Add(std::vector<HistoryEntry> entries, uint32_t baskets = 1) {
    arrays.entries.insert(arrays.entries.end(), entries.begin(), entries.end());
    arrays.offsets.push_back(arrays.entries.size());
    arrays.basket_counts.push_back(baskets);
  }
  CustomerHistories View(size_t item_count) const {
    auto histories = CustomerHistories::Create(arrays.view(), item_count);
    EXPECT_TRUE(histories.ok()) << histories.status();
    return *std::move(histories);
  }
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_SERVABLES_EMBEDDING_TEST_UTIL_H_
