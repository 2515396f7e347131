#include "core/index/vector_storage.h"

#include <faiss/impl/FaissException.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <memory>
#include <vector>

#include "core/index/index_test_util.h"

namespace customer2vec {
namespace {

using ::testing::ElementsAre;

TEST(VectorStorageTest, SearchesAsAnIndexOfFaiss) {
  TestVectors test(100, 5, 1);
  const VectorStorage storage(test.Biased());
  EXPECT_EQ(storage.ntotal, 100);
  EXPECT_EQ(storage.d, 5);
  const std::vector<float> queries = test.Queries(2);
  std::vector<float> scores(2 * 7);
  std::vector<int64_t> rows(2 * 7);
  storage.search(2, queries.data(), 7, scores.data(), rows.data());
  for (size_t query = 0; query < 2; ++query) {
    const auto expected = BruteForce(
        test.Biased(), std::span(queries).subspan(query * 5, 5), 7, {});
    for (size_t i = 0; i < 7; ++i) {
      EXPECT_EQ(rows[query * 7 + i], expected[i].item);
      EXPECT_EQ(scores[query * 7 + i], expected[i].score);
    }
  }
}

TEST(VectorStorageTest, MissingResultsAreMarked) {
  const std::vector<float> data = {3, 4};
  const VectorStorage storage({.data = data, .dimension = 1});
  const float query = 2;
  std::vector<float> scores(3);
  std::vector<int64_t> rows(3);
  storage.search(1, &query, 3, scores.data(), rows.data());
  EXPECT_THAT(rows, ElementsAre(1, 0, -1));
  EXPECT_THAT(scores,
              ElementsAre(8, 6, -std::numeric_limits<float>::infinity()));
}

TEST(VectorStorageTest, DistancesAreScoresWithTheirSignChanged) {
  TestVectors test(10, 5, 1);
  const VectorSet vectors = test.Biased();
  const VectorStorage storage(vectors);
  const std::unique_ptr<faiss::DistanceComputer> distance(
      storage.get_distance_computer());
  const std::vector<float> query = test.Queries(1);
  distance->set_query(query.data());
  EXPECT_EQ((*distance)(3), -vectors.Score(query, 3));
  EXPECT_EQ(distance->symmetric_dis(2, 3), -vectors.Score(vectors.Row(2), 3));
}

TEST(VectorStorageTest, WhatIsNoNumberIsFarthest) {
  const std::vector<float> data = {NAN};
  const VectorStorage storage({.data = data, .dimension = 1});
  const std::unique_ptr<faiss::DistanceComputer> distance(
      storage.get_distance_computer());
  const float query = 1;
  distance->set_query(&query);
  EXPECT_EQ((*distance)(0), std::numeric_limits<float>::max());
}

TEST(VectorStorageTest, GivesVectorsBackAndCannotBeChanged) {
  TestVectors test(10, 5, 1);
  VectorStorage storage(test.Plain());
  std::vector<float> vector(5);
  storage.reconstruct(4, vector.data());
  EXPECT_TRUE(std::ranges::equal(vector, test.Plain().Row(4)));
  EXPECT_THROW(storage.reconstruct(10, vector.data()), faiss::FaissException);
  EXPECT_THROW(storage.add(1, vector.data()), faiss::FaissException);
  EXPECT_THROW(storage.reset(), faiss::FaissException);
}

}  // namespace
}  // namespace customer2vec
