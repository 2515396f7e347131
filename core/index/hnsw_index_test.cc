#include "core/index/hnsw_index.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <thread>
#include <vector>

#include "core/base/status_matchers.h"
#include "core/index/index_recall.h"
#include "core/index/index_test_util.h"

namespace customer2vec {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr size_t kDimension = 16;

std::unique_ptr<HnswIndex> Build(const VectorSet& vectors,
                                 const HnswOptions& options = {}) {
  absl::StatusOr<std::unique_ptr<HnswIndex>> index =
      HnswIndex::Build(vectors, options);
  EXPECT_THAT(index, IsOk());
  return *std::move(index);
}

std::vector<ScoredItem> Search(const VectorIndex& index,
                               std::span<const float> query,
                               const SearchOptions& options) {
  std::vector<ScoredItem> top;
  index.Search(query, options, &top);
  return top;
}

TEST(HnswIndexTest, FindsWhatBruteForceFinds) {
  TestVectors test(4000, kDimension, 1);
  const std::vector<float> queries = test.Queries(100);
  for (const VectorSet& vectors :
       {test.Plain(), test.Scaled(), test.Biased()}) {
    const auto index = Build(vectors, {.links = 16, .search_beam = 100});
    EXPECT_GE(IndexRecall(*index, queries, kDimension, {.k = 20}), 0.95);
  }
}

TEST(HnswIndexTest, ScoresAreThoseOfTheVectors) {
  TestVectors test(4000, kDimension, 2);
  const auto index = Build(test.Biased());
  const std::vector<float> query = test.Queries(1);
  for (const ScoredItem& item : Search(*index, query, {.k = 20})) {
    EXPECT_EQ(item.score, test.Biased().Score(query, item.item));
  }
}

TEST(HnswIndexTest, OneThreadGivesTheSameBytes) {
  TestVectors test(1000, kDimension, 3);
  const auto first = Build(test.Biased());
  const auto second = Build(test.Biased());
  EXPECT_TRUE(
      std::ranges::equal(first->graph().neighbors, second->graph().neighbors));
  EXPECT_TRUE(
      std::ranges::equal(first->graph().levels, second->graph().levels));
  EXPECT_EQ(first->graph().entry_point, second->graph().entry_point);
}

TEST(HnswIndexTest, ManyThreadsBuildAsGoodAGraph) {
  TestVectors test(4000, kDimension, 4);
  const std::vector<float> queries = test.Queries(100);
  const auto index = Build(test.Plain(), {.links = 16, .threads = 4});
  EXPECT_GE(IndexRecall(*index, queries, kDimension, {.k = 20}), 0.95);
}

TEST(HnswIndexTest, TheGraphTakenOutAndInSearchesTheSame) {
  TestVectors test(3000, kDimension, 5);
  const auto built = Build(test.Scaled(), {.links = 8, .search_beam = 40});
  C2V_ASSERT_OK_AND_ASSIGN(
      std::unique_ptr<HnswIndex> loaded,
      HnswIndex::Create(test.Scaled(), built->graph(), 40));
  const std::vector<float> queries = test.Queries(50);
  for (size_t i = 0; i < 50; ++i) {
    const auto query = std::span(queries).subspan(i * kDimension, kDimension);
    EXPECT_EQ(Search(*built, query, {.k = 10}),
              Search(*loaded, query, {.k = 10}));
  }
  EXPECT_TRUE(
      std::ranges::equal(built->graph().neighbors, loaded->graph().neighbors));
}

TEST(HnswIndexTest, AWiderBeamFindsMore) {
  TestVectors test(4000, kDimension, 6);
  const std::vector<float> queries = test.Queries(100);
  const auto built = Build(test.Plain(), {.links = 4, .build_beam = 20});
  const auto recall = [&](uint32_t beam) {
    absl::StatusOr<std::unique_ptr<HnswIndex>> index =
        HnswIndex::Create(test.Plain(), built->graph(), beam);
    return IndexRecall(**index, queries, kDimension, {.k = 1});
  };
  EXPECT_LT(recall(1), recall(50));
}

// As many as asked come back, the right ones, whatever is filtered.
TEST(HnswIndexTest, FiltersKeepRecall) {
  TestVectors test(4000, kDimension, 7);
  const auto index = Build(test.Plain());
  const std::vector<float> query = test.Queries(1);
  std::vector<uint32_t> best;
  for (const auto& item : Search(*index, query, {.k = 2000})) {
    best.push_back(item.item);
  }
  for (const size_t excluded : {1, 50, 2000}) {
    RowFilter filter;
    filter.Exclude(std::span(best).first(excluded));
    const auto expected = BruteForce(test.Plain(), query, 10, filter);
    EXPECT_EQ(Search(*index, query, {.k = 10, .filter = &filter}), expected);
  }
  RowFilter few;
  few.RestrictTo(std::vector<uint32_t>{3, 77, 1200, 3999});
  EXPECT_EQ(Search(*index, query, {.k = 10, .filter = &few}),
            BruteForce(test.Plain(), query, 10, few));
}

TEST(HnswIndexTest, ExactAndLongListsAreExact) {
  TestVectors test(4000, kDimension, 8);
  // A graph so poor that only a scan is right.
  const auto index =
      Build(test.Plain(), {.links = 2, .build_beam = 1, .search_beam = 1});
  const std::vector<float> query = test.Queries(1);
  EXPECT_EQ(Search(*index, query, {.k = 100, .exact = true}),
            BruteForce(test.Plain(), query, 100, {}));
  EXPECT_EQ(Search(*index, query, {.k = 3000}),
            BruteForce(test.Plain(), query, 3000, {}));
  EXPECT_EQ(Search(*index, query, {.k = 9000}).size(), 4000);
}

TEST(HnswIndexTest, SmallOnesWork) {
  for (const size_t rows : {0, 1, 2, 40}) {
    TestVectors test(rows, kDimension, 9);
    const auto index = Build(test.Plain(), {.threads = 2});
    const std::vector<float> query(kDimension, 1);
    EXPECT_EQ(Search(*index, query, {.k = 50}),
              BruteForce(test.Plain(), query, 50, {}));
    C2V_ASSERT_OK_AND_ASSIGN(
        std::unique_ptr<HnswIndex> loaded,
        HnswIndex::Create(test.Plain(), index->graph(), 10));
    EXPECT_EQ(Search(*loaded, query, {.k = 50}).size(), rows);
    EXPECT_THAT(Search(*loaded, query, {.k = 0}), IsEmpty());
  }
}

TEST(HnswIndexTest, SearchesOfManyThreadsDoNotDisturbEachOther) {
  TestVectors test(3000, kDimension, 10);
  const auto index = Build(test.Plain());
  const std::vector<float> queries = test.Queries(64);
  std::vector<std::vector<ScoredItem>> results(64);
  const auto search = [&](size_t i) {
    return Search(*index,
                  std::span(queries).subspan(i * kDimension, kDimension),
                  {.k = 10});
  };
  std::vector<std::thread> threads;
  for (size_t t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (size_t i = t; i < 64; i += 4) results[i] = search(i);
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (size_t i = 0; i < 64; ++i) EXPECT_EQ(results[i], search(i));
}

// The marks of a thread grow with the indexes that it searches.
TEST(HnswIndexTest, AThreadMaySearchALargerIndexNext) {
  TestVectors small(200, kDimension, 14);
  TestVectors large(4000, kDimension, 15);
  const auto first = Build(small.Plain());
  const auto second = Build(large.Plain());
  const std::vector<float> query = large.Queries(1);
  std::vector<ScoredItem> found;
  std::thread([&] {
    Search(*first, query, {.k = 5});
    found = Search(*second, query, {.k = 5});
  }).join();
  EXPECT_EQ(found, Search(*second, query, {.k = 5}));
}

TEST(HnswIndexTest, RefusesToBuildWhatIsOutOfRange) {
  TestVectors test(10, kDimension, 11);
  const auto refused = [&](const HnswOptions& options,
                           absl::string_view words) {
    EXPECT_THAT(HnswIndex::Build(test.Plain(), options),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(words)));
  };
  refused({.links = 1}, "links is 1");
  refused({.links = 129}, "links is 129");
  refused({.build_beam = 0}, "a beam is 0");
  refused({.search_beam = 10001}, "a beam is 10001");
  refused({.threads = 0}, "threads is 0");
  test.data[5] = NAN;
  refused({}, "not finite");
}

// Create() on damaged copies of a graph of 300 rows.
class HnswIndexCreateTest : public ::testing::Test {
 protected:
  HnswIndexCreateTest() : test_(300, kDimension, 12) {
    const auto index = Build(test_.Plain(), {.links = 4});
    links_ = index->graph().links;
    entry_point_ = index->graph().entry_point;
    levels_.assign(index->graph().levels.begin(), index->graph().levels.end());
    neighbors_.assign(index->graph().neighbors.begin(),
                      index->graph().neighbors.end());
  }

  absl::Status Create(uint32_t beam = 10) const {
    return HnswIndex::Create(test_.Plain(),
                             {.links = links_,
                              .entry_point = entry_point_,
                              .levels = levels_,
                              .neighbors = neighbors_},
                             beam)
        .status();
  }
  void ExpectDataLoss(absl::string_view words) const {
    EXPECT_THAT(Create(),
                StatusIs(absl::StatusCode::kDataLoss, HasSubstr(words)));
  }

  TestVectors test_;
  uint32_t links_;
  uint32_t entry_point_;
  std::vector<uint8_t> levels_;
  std::vector<int32_t> neighbors_;
};

TEST_F(HnswIndexCreateTest, TakesWhatIsWhole) { EXPECT_THAT(Create(), IsOk()); }

TEST_F(HnswIndexCreateTest, RefusesBeamsAndLinksOutOfRange) {
  EXPECT_THAT(Create(0), StatusIs(absl::StatusCode::kDataLoss,
                                  HasSubstr("search beam of 0")));
  links_ = 1;
  ExpectDataLoss("1 links a node");
  links_ = 4000000000;
  ExpectDataLoss("4000000000 links a node");
}

TEST_F(HnswIndexCreateTest, RefusesOtherNumbersOfNodesAndLinks) {
  neighbors_.pop_back();
  ExpectDataLoss("neighbours instead of");
  levels_.pop_back();
  ExpectDataLoss("299 nodes for 300 vectors");
}

TEST_F(HnswIndexCreateTest, RefusesLevelsThatCannotBe) {
  levels_[7] = 0;
  ExpectDataLoss("a node is on 0 levels");
  levels_[7] = 255;
  ExpectDataLoss("a node is on 255 levels");
}

TEST_F(HnswIndexCreateTest, RefusesAnEntryPointThatIsNotOnTop) {
  entry_point_ = 300;
  ExpectDataLoss("entry point 300");
  entry_point_ =
      static_cast<uint32_t>(std::ranges::find(levels_, 1) - levels_.begin());
  ExpectDataLoss("is not on the top level");
}

TEST_F(HnswIndexCreateTest, RefusesNeighborsThatAreNone) {
  for (const int32_t neighbor : {300, -2, INT32_MIN, INT32_MAX}) {
    neighbors_[5] = neighbor;
    ExpectDataLoss("on level 0, where it is not");
  }
}

// Walking on from there would read another node's list, or past the end.
TEST_F(HnswIndexCreateTest, RefusesNeighborsBelowTheirLevel) {
  const size_t low = std::ranges::find(levels_, 1) - levels_.begin();
  size_t start = 0;
  size_t row = 0;
  for (; levels_[row] < 2; ++row) start += (levels_[row] + 1) * links_;
  neighbors_[start + 2 * links_] = static_cast<int32_t>(low);
  ExpectDataLoss("on level 1, where it is not");
}

// What is a graph by form, however senseless, must neither crash nor hang.
TEST_F(HnswIndexCreateTest, SearchesAnyGraphThatItTakes) {
  Random random(13);
  const std::vector<float> query = test_.Queries(1);
  for (int round = 0; round < 50; ++round) {
    // Lists of level 0 only: any node is on it.
    size_t start = 0;
    for (const uint8_t levels : levels_) {
      for (size_t i = start; i < start + 2 * links_; ++i) {
        neighbors_[i] = static_cast<int32_t>(random.Below(301)) - 1;
      }
      start += (levels + 1) * links_;
    }
    C2V_ASSERT_OK_AND_ASSIGN(
        std::unique_ptr<HnswIndex> index,
        HnswIndex::Create(test_.Plain(),
                          {links_, entry_point_, levels_, neighbors_}, 10));
    EXPECT_LE(Search(*index, query, {.k = 5}).size(), 5);
  }
}

}  // namespace
}  // namespace customer2vec
