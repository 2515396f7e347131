// What the tests of the recommendations share: a loaded test snapshot and plain
// loops that say what must come back.

#ifndef CUSTOMER2VEC_CORE_RECOMMEND_RECOMMEND_TEST_UTIL_H_
#define CUSTOMER2VEC_CORE_RECOMMEND_RECOMMEND_TEST_UTIL_H_

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "core/base/scratch_folder.h"
#include "core/base/status_matchers.h"
#include "core/snapshot/snapshot.h"
#include "core/testing/test_snapshot.h"
#include "customer2vec/v1/recommendation_service.pb.h"

namespace customer2vec {

// Scores by row, of every item that can be ranked.
using PlainScores = std::map<uint32_t, double>;

class RecommendTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_THAT(WriteTestSnapshot(folder_.path()), IsOk());
    C2V_ASSERT_OK_AND_ASSIGN(snapshot_, Snapshot::Load(folder_.path()));
  }

  const Space& space() const { return *snapshot_->FindSpace("items"); }

  uint32_t Row(const std::string& id) const {
    return snapshot_->tables().items.Find(id).value();
  }

  static std::vector<std::string> Ids(
      const google::protobuf::RepeatedPtrField<v1::RecommendedItem>& items) {
    std::vector<std::string> ids;
    for (const v1::RecommendedItem& item : items) ids.push_back(item.item_id());
    return ids;
  }

  std::vector<double> Input(uint32_t row) const {
    const auto vector = space().ItemVector(VectorRole::kInput, row);
    return {vector.begin(), vector.end()};
  }

  // Weighted mean of input vectors; empty when no item has one.
  std::vector<double> PlainMean(
      const std::vector<std::pair<uint32_t, double>>& events) const {
    std::vector<double> mean(space().dimension());
    double weights = 0;
    for (const auto& [row, weight] : events) {
      if (row >= kTestItemsWithVectors) continue;
      const std::vector<double> vector = Input(row);
      for (size_t i = 0; i < mean.size(); ++i) mean[i] += weight * vector[i];
      weights += std::abs(weight);
    }
    if (weights == 0) return {};
    for (double& value : mean) value /= weights;
    return mean;
  }

  // output . query + 0.25 * log p for every item with a vector.
  PlainScores PlainNext(const std::vector<double>& query) const {
    double total = 0;
    for (uint32_t row = 0; row < kTestItemsWithVectors; ++row) {
      total += snapshot_->tables().basket_counts[row];
    }
    PlainScores scores;
    for (uint32_t row = 0; row < kTestItemsWithVectors; ++row) {
      const auto output = space().ItemVector(VectorRole::kOutput, row);
      double sum =
          0.25 * std::log(snapshot_->tables().basket_counts[row] / total);
      for (size_t i = 0; i < query.size(); ++i) sum += query[i] * output[i];
      scores[row] = sum;
    }
    return scores;
  }

  // The best `k` of the scores, less `excluded`.
  static std::vector<std::pair<uint32_t, double>> PlainTop(
      const PlainScores& scores, const std::set<uint32_t>& excluded, size_t k) {
    std::vector<std::pair<uint32_t, double>> top;
    for (const auto& [row, score] : scores) {
      if (!excluded.contains(row)) top.emplace_back(row, score);
    }
    std::stable_sort(top.begin(), top.end(), [](const auto& a, const auto& b) {
      return a.second > b.second;
    });
    if (top.size() > k) top.resize(k);
    return top;
  }

  // Same items, in the same order, ranks from `first_rank` on. Items whose
  // scores differ by rounding only may stand in either order.
  void ExpectItems(
      const google::protobuf::RepeatedPtrField<v1::RecommendedItem>& items,
      const std::vector<std::pair<uint32_t, double>>& expected,
      int first_rank = 1) const {
    ASSERT_EQ(items.size(), static_cast<int>(expected.size()));
    for (int i = 0; i < items.size(); ++i) {
      EXPECT_NEAR(items[i].score(), expected[i].second, 1e-5);
      EXPECT_EQ(items[i].rank(), first_rank + i);
      const bool tied =
          (i > 0 &&
           std::abs(expected[i].second - expected[i - 1].second) < 1e-5) ||
          (i + 1 < items.size() &&
           std::abs(expected[i].second - expected[i + 1].second) < 1e-5);
      if (!tied) {
        EXPECT_EQ(items[i].item_id(), TestItemId(expected[i].first));
      }
    }
  }

  // Asks page after page and returns all items.
  template <typename Request, typename Response>
  std::vector<v1::RecommendedItem> AllPages(
      absl::Status (*recommend)(const Snapshot&, const Request&, Response*),
      Request request) const {
    std::vector<v1::RecommendedItem> all;
    Response response;
    do {
      request.set_page_token(response.next_page_token());
      const absl::Status status = recommend(*snapshot_, request, &response);
      EXPECT_THAT(status, IsOk());
      if (!status.ok()) break;
      all.insert(all.end(), response.items().begin(), response.items().end());
    } while (!response.next_page_token().empty());
    return all;
  }

  ScratchFolder folder_;
  std::unique_ptr<const Snapshot> snapshot_;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_RECOMMEND_RECOMMEND_TEST_UTIL_H_
