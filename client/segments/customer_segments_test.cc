#include "client/segments/customer_segments.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "core/base/scratch_folder.h"
#include "core/base/status_macros.h"
#include "core/base/status_matchers.h"
#include "core/snapshot/snapshot.h"
#include "core/testing/test_snapshot.h"

namespace customer2vec {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// Customers of rows; items that nobody asks for.
class CustomersOnly final : public Space {
 public:
  CustomersOnly(size_t dimension, std::vector<float> rows)
      : Space("given"), dimension_(dimension), rows_(std::move(rows)) {}

  size_t dimension() const override { return dimension_; }
  size_t item_count() const override { return 0; }
  size_t customer_count() const override { return rows_.size() / dimension_; }
  std::span<const float> ItemVector(VectorRole, uint32_t) const override {
    return {};
  }
  std::span<const float> CustomerVector(uint32_t customer) const override {
    return std::span(rows_).subspan(customer * dimension_, dimension_);
  }
  bool Encode(Scoring, std::span<const HistoryEvent>,
              std::span<float>) const override {
    return false;
  }
  void Search(Scoring, std::span<const float>, const SearchOptions&,
              std::vector<ScoredItem>*) const override {}
  float Score(Scoring, std::span<const float>, uint32_t) const override {
    return 0;
  }

 private:
  const size_t dimension_;
  const std::vector<float> rows_;
};

// Six customers; the first three point one way, the next two another and the
// last nowhere. All took milk; the first two tea, the fourth and fifth soap,
// the fourth rice, too.
class CustomerSegmentsTest : public testing::Test {
 protected:
  void SetUp() override {
    items_ = *BuildVocabulary(
        std::vector<std::string>{"milk", "tea", "soap", "rice"});
    customers_ = *BuildVocabulary(
        std::vector<std::string>{"a", "b", "c", "d", "e", "f"});
    C2V_ASSERT_OK_AND_ASSIGN(tables_.items, Vocabulary::Create(items_.view()));
    C2V_ASSERT_OK_AND_ASSIGN(tables_.customers,
                             Vocabulary::Create(customers_.view()));
    C2V_ASSERT_OK_AND_ASSIGN(
        tables_.histories,
        CustomerHistories::Create({offsets_, basket_counts_, entries_}, 4));
  }

  static HistoryEntry Of(uint32_t item) { return {item, 1, 0, 1.0f, 7}; }

  Tables tables_;
  const CustomersOnly space_{2, {1, 0, 5, 0, 0.3f, 0.4f, -1, 1, -2, 2, 0, 0}};

 private:
  VocabularyArrays items_, customers_;
  const std::vector<uint64_t> offsets_ = {0, 2, 4, 5, 8, 10, 11};
  const std::vector<uint32_t> basket_counts_ = {1, 1, 1, 1, 1, 1};
  const std::vector<HistoryEntry> entries_ = {Of(0), Of(1), Of(0), Of(1),
                                              Of(0), Of(0), Of(2), Of(3),
                                              Of(0), Of(2), Of(0)};
};

TEST_F(CustomerSegmentsTest, SegmentsAreOfDirectionsTheLargestFirst) {
  C2V_ASSERT_OK_AND_ASSIGN(const CustomerSegments segments,
                           SegmentCustomers(space_, tables_, {.count = 2}));
  EXPECT_THAT(segments.customers, ElementsAre(0, 1, 2, 3, 4));
  EXPECT_THAT(segments.segments, ElementsAre(0, 0, 0, 1, 1));
  EXPECT_EQ(segments.without_vector, 1);
  ASSERT_THAT(segments.profiles, SizeIs(2));
  EXPECT_EQ(segments.profiles[0].customers, 3);
  // |(1, 0) + (1, 0) + (0.6, 0.8)| / 3
  EXPECT_NEAR(segments.profiles[0].mean_cosine, std::sqrt(7.4) / 3, 1e-6);
  EXPECT_NEAR(segments.profiles[1].mean_cosine, 1, 1e-6);
}

TEST_F(CustomerSegmentsTest, ItemsAreThoseTakenMoreThanByOthers) {
  C2V_ASSERT_OK_AND_ASSIGN(const CustomerSegments segments,
                           SegmentCustomers(space_, tables_, {.count = 2}));
  // Two of three against two of five; milk is everybody's.
  const std::vector<SegmentItem>& first = segments.profiles[0].items;
  ASSERT_THAT(first, SizeIs(1));
  EXPECT_EQ(first[0].item, 1);
  EXPECT_EQ(first[0].customers, 2);
  EXPECT_DOUBLE_EQ(first[0].lift, 5.0 / 3);
  // Soap, (2 - 0.8) / sqrt(0.8), before rice, (1 - 0.4) / sqrt(0.4), of the
  // same lift.
  const std::vector<SegmentItem>& second = segments.profiles[1].items;
  ASSERT_THAT(second, SizeIs(2));
  EXPECT_EQ(second[0].item, 2);
  EXPECT_EQ(second[1].item, 3);
  EXPECT_DOUBLE_EQ(second[0].lift, 2.5);
  EXPECT_DOUBLE_EQ(second[1].lift, 2.5);
  C2V_ASSERT_OK_AND_ASSIGN(
      const CustomerSegments one,
      SegmentCustomers(space_, tables_, {.count = 2, .items = 1}));
  EXPECT_THAT(one.profiles[1].items, SizeIs(1));
}

TEST_F(CustomerSegmentsTest, OneSegmentTakesNothingMoreThanAll) {
  C2V_ASSERT_OK_AND_ASSIGN(const CustomerSegments segments,
                           SegmentCustomers(space_, tables_, {.count = 1}));
  ASSERT_THAT(segments.profiles, SizeIs(1));
  EXPECT_EQ(segments.profiles[0].customers, 5);
  EXPECT_THAT(segments.profiles[0].items, IsEmpty());
}

TEST_F(CustomerSegmentsTest, ErrorsSayWhatToDo) {
  EXPECT_THAT(SegmentCustomers(space_, tables_, {.count = 6}),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("vectors of 5 customers, so it is 1 to 5")));
  EXPECT_THAT(SegmentCustomers(space_, tables_, {.count = 0}),
              StatusIs(absl::StatusCode::kInvalidArgument, testing::_));
  EXPECT_THAT(SegmentCustomers(CustomersOnly(2, {}), tables_, {.count = 2}),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("no vectors of customers")));
}

TEST_F(CustomerSegmentsTest, FindsTheGroupsOfASnapshot) {
  const ScratchFolder folder;
  ASSERT_THAT(WriteTestSnapshot(folder.path()), IsOk());
  C2V_ASSERT_OK_AND_ASSIGN(const std::unique_ptr<const Snapshot> snapshot,
                           Snapshot::Load(folder.path()));
  C2V_ASSERT_OK_AND_ASSIGN(
      const CustomerSegments segments,
      SegmentCustomers(*snapshot->FindSpace("items"), snapshot->tables(),
                       {.count = kTestGroups}));
  // Customer c is of group c % 6; the last has no vector.
  EXPECT_THAT(segments.segments, ElementsAre(0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4));
  EXPECT_EQ(segments.without_vector, 1);
  for (uint32_t segment = 0; segment < kTestGroups; ++segment) {
    for (const SegmentItem& item : segments.profiles[segment].items) {
      EXPECT_EQ(item.item % kTestGroups, segment);
    }
  }
}

}  // namespace
}  // namespace customer2vec
