#include "core/servables/neighbor_model_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <vector>

#include "core/base/status_matchers.h"
#include "core/servables/repeat_purchase.h"
#include "core/snapshot/memory_files.h"
#include "core/snapshot/snapshot_file_names.h"
#include "core/vocabulary/vocabulary.h"

namespace customer2vec {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// What a loader reads, as it may be changed before it is loaded.
struct Stored {
  v1::ServableEntry entry;
  std::vector<uint64_t> offsets, more_offsets;
  std::vector<uint32_t> rows, more_rows, neighbors;
  std::vector<float> weights, more_weights, item_weights;
};
using Change = std::function<void(Stored*)>;

// Five items and two customers without histories.
class NeighborModelFilesTest : public ::testing::Test {
 protected:
  void SetUp() override {
    C2V_ASSERT_OK_AND_ASSIGN(items_, BuildVocabulary(std::vector<std::string>{
                                         "a", "b", "c", "d", "e"}));
    C2V_ASSERT_OK_AND_ASSIGN(
        customers_, BuildVocabulary(std::vector<std::string>{"ann", "bob"}));
    C2V_ASSERT_OK_AND_ASSIGN(tables_.items, Vocabulary::Create(items_.view()));
    C2V_ASSERT_OK_AND_ASSIGN(tables_.customers,
                             Vocabulary::Create(customers_.view()));
    tables_.basket_counts = counts_;
    tables_.basket_count = 9;
  }

  template <typename T>
  void Put(const char* file, const std::vector<T>& values) {
    ASSERT_TRUE(files_.Adopt(ServableFile("m", file), values).ok());
  }

  VocabularyArrays items_, customers_;
  std::vector<uint32_t> counts_ = {9, 7, 5, 3, 1};
  Tables tables_;
  MemoryFiles files_;
};

class ItemNeighborsFilesTest : public NeighborModelFilesTest {
 protected:
  absl::StatusOr<std::unique_ptr<const Scorer>> Load(const Change& change) {
    stored_ = {};
    stored_.entry.set_name("m");
    auto* spec = stored_.entry.mutable_item_neighbors();
    spec->set_item_count(3);
    spec->set_neighbor_count(2);
    spec->set_recency_decay(0.5f);
    spec->set_max_events(10);
    stored_.offsets = {0, 1, 2, 2};
    stored_.rows = {1, 2};
    stored_.weights = {0.5f, 2};
    change(&stored_);
    files_ = MemoryFiles();
    Put(kItemNeighborOffsets, stored_.offsets);
    Put(kItemNeighborRows, stored_.rows);
    Put(kItemNeighborWeights, stored_.weights);
    return LoadItemNeighbors(files_, stored_.entry, tables_);
  }
  void ExpectRefused(const Change& change, const char* what) {
    EXPECT_THAT(Load(change),
                StatusIs(absl::StatusCode::kDataLoss, HasSubstr(what)));
  }
  Stored stored_;
};

TEST_F(ItemNeighborsFilesTest, Loads) {
  C2V_ASSERT_OK_AND_ASSIGN(const auto scorer, Load([](Stored*) {}));
  const std::vector<HistoryEvent> events = {{.item = 0}, {.item = 1}};
  std::vector<ScoredItem> top;
  scorer->Rank({.events = events}, {.k = 9}, &top);
  EXPECT_THAT(top, ElementsAre(ScoredItem{2, 2}, ScoredItem{1, 0.25f}));
}

TEST_F(ItemNeighborsFilesTest, RefusesWhatDoesNotFit) {
  ExpectRefused(
      [](Stored* s) { s->entry.mutable_item_neighbors()->set_item_count(6); },
      "servable \"m\": item_count 6");
  ExpectRefused(
      [](Stored* s) {
        s->entry.mutable_item_neighbors()->set_neighbor_count(-1);
      },
      "neighbor_count");
  ExpectRefused(
      [](Stored* s) {
        s->entry.mutable_item_neighbors()->set_neighbor_count(3);
      },
      "neighbors.u32");
  ExpectRefused(
      [](Stored* s) {
        s->entry.mutable_item_neighbors()->set_recency_decay(NAN);
      },
      "recency_decay");
  ExpectRefused(
      [](Stored* s) { s->entry.mutable_item_neighbors()->set_max_events(0); },
      "max_events");
  ExpectRefused([](Stored* s) { s->offsets = {0, 2, 1, 2}; }, "offsets");
  ExpectRefused([](Stored* s) { s->offsets = {0, 1, 1, 1}; }, "offsets");
  ExpectRefused([](Stored* s) { s->offsets = {1, 1, 2, 2}; }, "offsets");
  ExpectRefused([](Stored* s) { s->offsets.pop_back(); }, "offsets.u64");
  ExpectRefused([](Stored* s) { s->rows[0] = 3; }, "row 3");
  ExpectRefused([](Stored* s) { s->weights[1] = INFINITY; }, "weights");
}

class SessionKnnFilesTest : public NeighborModelFilesTest {
 protected:
  absl::StatusOr<std::unique_ptr<const Scorer>> Load(const Change& change) {
    stored_ = {};
    stored_.entry.set_name("m");
    auto* spec = stored_.entry.mutable_session_knn();
    spec->set_session_count(2);
    spec->set_event_count(4);
    spec->set_posting_count(4);
    spec->set_item_count(3);
    spec->set_neighbors(5);
    spec->set_sample_size(5);
    spec->set_max_events(5);
    spec->set_position_decay(1);
    spec->set_distance_decay(1);
    spec->set_backward_weight(1);
    spec->set_repeat_decay(1);
    spec->set_without_last_item(1);
    spec->set_own_votes(1);
    stored_.offsets = {0, 2, 4};  // sessions: 0 1, 0 2
    stored_.rows = {0, 1, 0, 2};
    stored_.weights = {1, 3};
    stored_.more_offsets = {0, 2, 3, 4};  // postings
    stored_.more_rows = {1, 0, 0, 1};
    stored_.more_weights = {1, 1, 1};
    stored_.item_weights = {1, 1, 1};
    change(&stored_);
    files_ = MemoryFiles();
    Put(kSessionOffsets, stored_.offsets);
    Put(kSessionItems, stored_.rows);
    Put(kSessionWeights, stored_.weights);
    Put(kPostingOffsets, stored_.more_offsets);
    Put(kPostings, stored_.more_rows);
    Put(kQueryWeights, stored_.more_weights);
    Put(kItemWeights, stored_.item_weights);
    return LoadSessionKnn(files_, stored_.entry, tables_);
  }
  void ExpectRefused(const Change& change, const char* what) {
    EXPECT_THAT(Load(change),
                StatusIs(absl::StatusCode::kDataLoss, HasSubstr(what)));
  }
  Stored stored_;
};

TEST_F(SessionKnnFilesTest, Loads) {
  C2V_ASSERT_OK_AND_ASSIGN(const auto scorer, Load([](Stored*) {}));
  const std::vector<HistoryEvent> events = {{.item = 0}};
  std::vector<ScoredItem> top;
  scorer->Rank({.events = events}, {.k = 9}, &top);
  EXPECT_THAT(top, ElementsAre(ScoredItem{2, 0.75f}, ScoredItem{1, 0.25f}));
}

TEST_F(SessionKnnFilesTest, RefusesWhatDoesNotFit) {
  const auto spec = [](Stored* s) { return s->entry.mutable_session_knn(); };
  ExpectRefused([&](Stored* s) { spec(s)->set_item_count(9); }, "item_count");
  ExpectRefused([&](Stored* s) { spec(s)->set_session_count(-1); },
                "session_count");
  ExpectRefused([&](Stored* s) { spec(s)->set_neighbors(0); }, "neighbors");
  ExpectRefused([&](Stored* s) { spec(s)->set_sample_size(0); }, "sample_size");
  ExpectRefused([&](Stored* s) { spec(s)->set_max_events(0); }, "max_events");
  ExpectRefused([&](Stored* s) { spec(s)->set_position_decay(0); },
                "position_decay");
  ExpectRefused([&](Stored* s) { spec(s)->set_repeat_weight(-1); },
                "repeat_weight");
  ExpectRefused([&](Stored* s) { spec(s)->set_own_votes(NAN); }, "own_votes");
  ExpectRefused([](Stored* s) { s->offsets = {0, 5, 4}; }, "session_offsets");
  ExpectRefused(
      [](Stored* s) {
        s->more_offsets = {0, 3, 2, 4};
      },
      "posting_offsets");
  ExpectRefused([](Stored* s) { s->rows[3] = 3; }, "session_items");
  ExpectRefused([](Stored* s) { s->more_rows[3] = 2; }, "postings");
  ExpectRefused(
      [](Stored* s) {
        s->more_rows = {0, 1, 0, 1};
      },
      "postings do not descend");
  ExpectRefused([](Stored* s) { s->offsets = {0, 0, 4}; }, "empty session");
  ExpectRefused([](Stored* s) { s->weights[0] = -1; }, "session_weights");
  ExpectRefused([](Stored* s) { s->more_weights[0] = NAN; }, "query_weights");
  ExpectRefused([](Stored* s) { s->item_weights[0] = INFINITY; },
                "item_weights");
  ExpectRefused([](Stored* s) { s->item_weights.pop_back(); },
                "item_weights.f32");
}

class RepeatPurchaseFilesTest : public NeighborModelFilesTest {
 protected:
  absl::StatusOr<std::unique_ptr<const Scorer>> Load(const Change& change) {
    stored_ = {};
    stored_.entry.set_name("m");
    auto* spec = stored_.entry.mutable_repeat_purchase();
    spec->set_customer_count(2);
    spec->set_entry_count(3);
    spec->set_neighbors(1);
    spec->set_alpha(0.5f);
    spec->set_group_decay(0.5f);
    stored_.offsets = {0, 2, 3};
    stored_.rows = {1, 4, 2};
    stored_.weights = {1, 0.5f, 4};
    stored_.more_rows = {1, 1};  // groups
    stored_.neighbors = {1, kNoNeighbor};
    change(&stored_);
    files_ = MemoryFiles();
    Put(kPurchaseOffsets, stored_.offsets);
    Put(kPurchaseItems, stored_.rows);
    Put(kPurchaseWeights, stored_.weights);
    Put(kPurchaseGroups, stored_.more_rows);
    Put(kPurchaseNeighbors, stored_.neighbors);
    return LoadRepeatPurchase(files_, stored_.entry, tables_);
  }
  void ExpectRefused(const Change& change, const char* what) {
    EXPECT_THAT(Load(change),
                StatusIs(absl::StatusCode::kDataLoss, HasSubstr(what)));
  }
  Stored stored_;
};

TEST_F(RepeatPurchaseFilesTest, Loads) {
  C2V_ASSERT_OK_AND_ASSIGN(const auto scorer, Load([](Stored*) {}));
  std::vector<ScoredItem> top;
  scorer->Rank({.customer = 0}, {.k = 9}, &top);
  EXPECT_THAT(top, ElementsAre(ScoredItem{2, 2}, ScoredItem{1, 0.5f},
                               ScoredItem{4, 0.25f}));
}

TEST_F(RepeatPurchaseFilesTest, RefusesWhatDoesNotFit) {
  const auto spec = [](Stored* s) {
    return s->entry.mutable_repeat_purchase();
  };
  ExpectRefused([&](Stored* s) { spec(s)->set_customer_count(3); },
                "customer_count 3");
  ExpectRefused([&](Stored* s) { spec(s)->set_entry_count(-5); },
                "entry_count");
  ExpectRefused([&](Stored* s) { spec(s)->set_neighbors(-1); }, "neighbors");
  ExpectRefused([&](Stored* s) { spec(s)->set_neighbors(2); }, "neighbors.u32");
  ExpectRefused([&](Stored* s) { spec(s)->set_alpha(2); }, "alpha");
  ExpectRefused([&](Stored* s) { spec(s)->set_group_decay(0); }, "group_decay");
  ExpectRefused([&](Stored* s) { spec(s)->set_popularity_weight(NAN); },
                "popularity_weight");
  ExpectRefused([](Stored* s) { s->offsets = {0, 4, 3}; }, "offsets");
  ExpectRefused([](Stored* s) { s->rows[0] = 5; }, "row 5");
  ExpectRefused([](Stored* s) { s->weights[0] = NAN; }, "weights");
  ExpectRefused([](Stored* s) { s->neighbors[0] = 2; }, "is no customer");
}

// Ranks one item.
class OneItem : public Scorer {
 public:
  explicit OneItem(std::string name) : Scorer(std::move(name)) {}
  void Rank(const ScorerQuery&, const SearchOptions&,
            std::vector<ScoredItem>* top) const override {
    *top = {{3, 1}};
  }
};

class BlendFilesTest : public NeighborModelFilesTest {
 protected:
  absl::StatusOr<std::unique_ptr<const Scorer>> Load(
      const std::function<void(v1::BlendSpec*)>& change) {
    servables_ = ServableSet();
    servables_.Add(std::make_unique<OneItem>("one"));
    servables_.Add(std::make_unique<OneItem>("mixed"));
    manifest_.Clear();
    v1::ServableEntry* mixed = manifest_.add_servables();
    mixed->set_name("mixed");
    mixed->mutable_blend();
    entry_.Clear();
    entry_.set_name("m");
    v1::BlendSpec* spec = entry_.mutable_blend();
    v1::BlendedServable* part = spec->add_parts();
    part->set_servable("one");
    part->set_weight(2);
    part->set_power(1);
    part->set_scale(v1::SCORE_SCALE_SUM);
    spec->set_method(v1::BLEND_METHOD_SCORES);
    spec->set_depth(10);
    spec->set_rank_constant(60);
    change(spec);
    return LoadBlend(entry_, manifest_, tables_, servables_);
  }
  void ExpectRefused(const std::function<void(v1::BlendSpec*)>& change,
                     const char* what) {
    EXPECT_THAT(Load(change),
                StatusIs(absl::StatusCode::kDataLoss, HasSubstr(what)));
  }
  ServableSet servables_;
  v1::SnapshotManifest manifest_;
  v1::ServableEntry entry_;
};

TEST_F(BlendFilesTest, Loads) {
  C2V_ASSERT_OK_AND_ASSIGN(const auto scorer, Load([](v1::BlendSpec*) {}));
  std::vector<ScoredItem> top;
  scorer->Rank({}, {.k = 9}, &top);
  EXPECT_THAT(top, ElementsAre(ScoredItem{3, 2}));
  EXPECT_THAT(BlendPartNames(entry_), ElementsAre("one"));
}

TEST_F(BlendFilesTest, RefusesWhatDoesNotFit) {
  ExpectRefused([](v1::BlendSpec* s) { s->clear_parts(); }, "parts");
  ExpectRefused(
      [](v1::BlendSpec* s) { s->mutable_parts(0)->set_servable("x"); },
      "\"x\" is no space and no scorer");
  ExpectRefused(
      [](v1::BlendSpec* s) { s->mutable_parts(0)->set_servable("mixed"); },
      "is a blend itself");
  ExpectRefused([](v1::BlendSpec* s) { s->mutable_parts(0)->set_weight(-1); },
                "weight");
  ExpectRefused([](v1::BlendSpec* s) { s->mutable_parts(0)->set_power(0); },
                "power");
  ExpectRefused([](v1::BlendSpec* s) { s->mutable_parts(0)->clear_scale(); },
                "scale");
  ExpectRefused([](v1::BlendSpec* s) { s->clear_method(); }, "method");
  ExpectRefused([](v1::BlendSpec* s) { s->set_depth(0); }, "depth");
  ExpectRefused([](v1::BlendSpec* s) { s->set_rank_constant(NAN); },
                "rank_constant");
}

TEST_F(NeighborModelFilesTest, PopularityForgetsByItsFile) {
  v1::ServableEntry entry;
  entry.set_name("m");
  entry.mutable_popularity()->set_decayed(true);
  Put(kPopularityWeights, std::vector<float>{0.1f, 0.2f, 0.3f, 0, 0});
  C2V_ASSERT_OK_AND_ASSIGN(const auto scorer,
                           LoadPopularityVariant(files_, entry, tables_));
  std::vector<ScoredItem> top;
  scorer->Rank({}, {.k = 2}, &top);
  EXPECT_THAT(top, ElementsAre(ScoredItem{2, 0.3f}, ScoredItem{1, 0.2f}));

  const auto refused = [&](const char* what) {
    return StatusIs(absl::StatusCode::kDataLoss, HasSubstr(what));
  };
  entry.mutable_popularity()->set_category("type");
  EXPECT_THAT(LoadPopularityVariant(files_, entry, tables_),
              refused("\"type\" is no category"));
  entry.mutable_popularity()->clear_category();
  files_ = MemoryFiles();
  Put(kPopularityWeights, std::vector<float>{0.1f, 0.2f, 0.3f, -1, 0});
  EXPECT_THAT(LoadPopularityVariant(files_, entry, tables_),
              refused("weights: -1"));
  files_ = MemoryFiles();
  EXPECT_THAT(LoadPopularityVariant(files_, entry, tables_),
              refused("weights.f32"));
}

}  // namespace
}  // namespace customer2vec
