#include "core/servables/customer_neighbors_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <memory>

#include "core/base/status_matchers.h"
#include "core/servables/embedding_space.h"
#include "core/servables/embedding_test_util.h"
#include "core/snapshot/memory_files.h"
#include "core/snapshot/snapshot_file_names.h"

namespace customer2vec {
namespace {

using ::testing::HasSubstr;

// Two customers, each the other's neighbor; customer 1 took item 3.
class CustomerNeighborsFilesTest : public testing::Test {
 protected:
  void SetUp() override {
    const std::vector<std::string> ids = {"ann", "bob"};
    C2V_ASSERT_OK_AND_ASSIGN(customers_, BuildVocabulary(ids));
    C2V_ASSERT_OK_AND_ASSIGN(tables_.customers,
                             Vocabulary::Create(customers_.view()));
    owned_.Add({});
    owned_.Add({{.item = 3, .basket_count = 1, .decayed_count = 1}});
    tables_.histories = owned_.View(5);
    tables_.basket_counts = random_.counts;
    tables_.basket_count = 50;
    earlier_.Add(MakeExactSpace("space", random_.Vectors(0)));
    earlier_.Add(MakeExactSpace("items", items_only_.Vectors(0)));
    entry_.set_name("peers");
    v1::CustomerNeighborsSpec* spec = entry_.mutable_customer_neighbors();
    spec->set_space("space");
    spec->set_neighbors(2);
    spec->set_exponent(1);
    spec->set_decay(1);
    spec->set_damping(0.5);
  }

  absl::StatusOr<std::unique_ptr<const Scorer>> Load(
      std::vector<uint32_t> neighbors = {1, kNoRow, 0, kNoRow},
      std::vector<float> similarities = {0.5f, 0, 0.5f, 0}) {
    files_ = MemoryFiles();
    EXPECT_THAT(files_.Adopt(ServableFile("peers", kCustomerNeighborRows),
                             std::move(neighbors)),
                IsOk());
    EXPECT_THAT(
        files_.Adopt(ServableFile("peers", kCustomerNeighborSimilarities),
                     std::move(similarities)),
        IsOk());
    return LoadCustomerNeighbors(files_, entry_, tables_, earlier_);
  }

  RandomEmbedding random_{5, 2, 4, 1}, items_only_{5, 0, 4, 1};
  OwnedHistories owned_;
  VocabularyArrays customers_;
  Tables tables_;
  ServableSet earlier_;
  MemoryFiles files_;
  v1::ServableEntry entry_;
};

TEST_F(CustomerNeighborsFilesTest, RanksByTheLists) {
  C2V_ASSERT_OK_AND_ASSIGN(const auto scorer, Load());
  EXPECT_EQ(scorer->name(), "peers");
  std::vector<ScoredItem> top;
  scorer->Rank({.customer = 0}, {.k = 5}, &top);
  ASSERT_EQ(top.size(), 1);
  EXPECT_EQ(top[0], (ScoredItem{3, 1}));
}

TEST_F(CustomerNeighborsFilesTest, RefusesListsThatDoNotFit) {
  const auto refused = [](const char* words) {
    return StatusIs(absl::StatusCode::kDataLoss, HasSubstr(words));
  };
  EXPECT_THAT(Load({1, kNoRow, 2, kNoRow}), refused("neighbor 2 is none of 2"));
  EXPECT_THAT(Load({1, kNoRow, 0}), refused(kCustomerNeighborRows));
  EXPECT_THAT(Load({1, 0, 0, 1}, {1, NAN, 1, 1}), refused("cosine is not"));
  EXPECT_THAT(Load({1, 0, 0, 1}, {1}), refused(kCustomerNeighborSimilarities));
}

TEST_F(CustomerNeighborsFilesTest, RefusesNumbersOutOfRange) {
  using Spec = v1::CustomerNeighborsSpec;
  const struct {
    std::function<void(Spec*)> change;
    const char* words;
  } cases[] = {
      {[](Spec* s) { s->set_space("none"); }, "\"none\" is no space"},
      {[](Spec* s) { s->set_space("items"); }, "\"items\" is no space with"},
      {[](Spec* s) { s->set_neighbors(0); }, "0 neighbors are not"},
      {[](Spec* s) { s->set_neighbors(-7); }, "-7 neighbors are not"},
      {[](Spec* s) { s->set_neighbors(1 << 30); }, "neighbors are not 1 to"},
      {[](Spec* s) { s->set_decay(0); }, "decay 0 is not in"},
      {[](Spec* s) { s->set_damping(2); }, "damping 2 is not in"},
      {[](Spec* s) { s->set_exponent(-1); }, "a weight or the exponent"},
      {[](Spec* s) { s->set_own_weight(NAN); }, "a weight or the exponent"},
      {[](Spec* s) { s->set_popularity_weight(INFINITY); },
       "a weight or the exponent"},
  };
  const Spec good = entry_.customer_neighbors();
  for (const auto& c : cases) {
    *entry_.mutable_customer_neighbors() = good;
    c.change(entry_.mutable_customer_neighbors());
    EXPECT_THAT(Load(),
                StatusIs(absl::StatusCode::kDataLoss, HasSubstr(c.words)));
  }
}

}  // namespace
}  // namespace customer2vec
