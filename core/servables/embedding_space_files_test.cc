#include "core/servables/embedding_space_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/scratch_folder.h"
#include "core/base/status_matchers.h"
#include "core/servables/embedding_test_util.h"

namespace customer2vec {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr size_t kItems = 40;
constexpr size_t kCustomers = 3;

// A space of 40 of 45 items, and its files in a folder.
class EmbeddingSpaceFilesTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::vector<std::string> ids;
    for (int i = 0; i < 45; ++i) ids.push_back("item" + std::to_string(i));
    C2V_ASSERT_OK_AND_ASSIGN(items_, BuildVocabulary(ids));
    ids.resize(kCustomers);
    C2V_ASSERT_OK_AND_ASSIGN(customers_, BuildVocabulary(ids));
    C2V_ASSERT_OK_AND_ASSIGN(tables_.items, Vocabulary::Create(items_.view()));
    C2V_ASSERT_OK_AND_ASSIGN(tables_.customers,
                             Vocabulary::Create(customers_.view()));
    random_.counts.resize(45);
    tables_.basket_counts = random_.counts;
  }

  // Writes the space and opens the folder.
  v1::ServableEntry Write(bool graphs) {
    auto writer = SnapshotWriter::Create(folder_->path());
    EXPECT_THAT(writer, IsOk());
    const EmbeddingVectors vectors = random_.Vectors(0.5f);
    auto similar = HnswIndex::Build(vectors.similar(), {.links = 6});
    auto next = HnswIndex::Build(vectors.next(), {.links = 8});
    EXPECT_THAT(next, IsOk());
    const auto entry = WriteEmbeddingSpace(
        "items", vectors,
        graphs ? SpaceIndex{similar->get(), 50, 0.99} : SpaceIndex{},
        graphs ? SpaceIndex{next->get(), 60, 0.98} : SpaceIndex{}, &*writer);
    EXPECT_THAT(entry, IsOk());
    EXPECT_THAT(writer->WriteManifest(v1::SnapshotManifest()), IsOk());
    auto opened = SnapshotFolder::Open(folder_->path());
    EXPECT_THAT(opened, IsOk());
    opened_ = *std::move(opened);
    return *entry;
  }

  absl::StatusOr<std::unique_ptr<const Space>> Load(
      const v1::ServableEntry& entry) const {
    return LoadEmbeddingSpace(*opened_, entry, tables_);
  }

  std::optional<ScratchFolder> folder_{std::in_place};
  RandomEmbedding random_{kItems, kCustomers, 6, /*seed=*/21};
  VocabularyArrays items_;
  VocabularyArrays customers_;
  Tables tables_;
  std::unique_ptr<const SnapshotFolder> opened_;
};

TEST_F(EmbeddingSpaceFilesTest, WhatIsWrittenComesBack) {
  for (const bool graphs : {false, true}) {
    folder_.emplace();
    C2V_ASSERT_OK_AND_ASSIGN(const auto space, Load(Write(graphs)));
    EXPECT_EQ(space->name(), "items");
    EXPECT_EQ(space->item_count(), kItems);
    EXPECT_EQ(space->customer_count(), kCustomers);
    EXPECT_EQ(space->ItemVector(VectorRole::kOutput, 3)[1],
              random_.output[3 * 6 + 1]);
    const std::vector<float> query = {1, 0, -1, 2, 0.5f, 0};
    const EmbeddingVectors vectors = random_.Vectors(0.5f);
    for (uint32_t row = 0; row < kItems; ++row) {
      EXPECT_EQ(space->Score(Scoring::kNext, query, row),
                vectors.next().Score(query, row));
    }
    std::vector<ScoredItem> found;
    std::vector<ScoredItem> exact;
    space->Search(Scoring::kNext, query, {.k = 5}, &found);
    space->Search(Scoring::kNext, query, {.k = 5, .exact = true}, &exact);
    EXPECT_EQ(found, exact);
  }
}

TEST_F(EmbeddingSpaceFilesTest, TheEntrySaysWhatTheFilesAre) {
  const v1::ServableEntry entry = Write(true);
  EXPECT_EQ(entry.name(), "items");
  EXPECT_EQ(entry.kind(), v1::SERVABLE_KIND_SPACE);
  const v1::EmbeddingSpaceSpec& spec = entry.embedding_space();
  EXPECT_EQ(spec.dimension(), 6);
  EXPECT_EQ(spec.item_count(), kItems);
  EXPECT_EQ(spec.customer_count(), kCustomers);
  EXPECT_EQ(spec.popularity_weight(), 0.5f);
  EXPECT_EQ(spec.similar_index().kind(), v1::INDEX_KIND_HNSW);
  EXPECT_EQ(spec.similar_index().links(), 6);
  EXPECT_EQ(spec.next_index().links(), 8);
  EXPECT_EQ(spec.next_index().search_beam(), 60);
  EXPECT_EQ(spec.next_index().recall(), 0.98);
}

TEST_F(EmbeddingSpaceFilesTest, RefusesEntriesThatDoNotFit) {
  const v1::ServableEntry good = Write(true);
  const auto refused =
      [&](const std::function<void(v1::ServableEntry*)>& change,
          const char* words) {
        v1::ServableEntry entry = good;
        change(&entry);
        EXPECT_THAT(Load(entry),
                    StatusIs(absl::StatusCode::kDataLoss,
                             AllOf(HasSubstr("items"), HasSubstr(words))))
            << words;
      };
  using Entry = v1::ServableEntry;
  for (const int dimension : {0, -1, 4097}) {
    refused(
        [&](Entry* e) {
          e->mutable_embedding_space()->set_dimension(dimension);
        },
        "dimension");
  }
  refused([](Entry* e) { e->mutable_embedding_space()->set_dimension(7); },
          "input.f32");
  for (const int64_t count : {int64_t{-1}, int64_t{46}, INT64_MAX}) {
    refused(
        [&](Entry* e) { e->mutable_embedding_space()->set_item_count(count); },
        "item vectors for 45 items");
  }
  refused([](Entry* e) { e->mutable_embedding_space()->set_item_count(39); },
          "input.f32");
  refused([](Entry* e) { e->mutable_embedding_space()->set_customer_count(2); },
          "2 customer vectors for 3 customers");
  refused(
      [](Entry* e) {
        e->mutable_embedding_space()->set_popularity_weight(NAN);
      },
      "popularity weight");
  refused(
      [](Entry* e) {
        e->mutable_embedding_space()->mutable_next_index()->set_links(9);
      },
      "8 links, the manifest says 9");
  refused(
      [](Entry* e) {
        e->mutable_embedding_space()->mutable_next_index()->set_search_beam(0);
      },
      "search beam 0");
}

TEST_F(EmbeddingSpaceFilesTest, RefusesAGraphThatIsNotThere) {
  v1::ServableEntry entry = Write(false);
  entry.mutable_embedding_space()->mutable_similar_index()->set_kind(
      v1::INDEX_KIND_HNSW);
  entry.mutable_embedding_space()->mutable_similar_index()->set_search_beam(9);
  EXPECT_THAT(Load(entry),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("similar/")));
}

TEST_F(EmbeddingSpaceFilesTest, RefusesNamesAndIndexesItDoesNotKnow) {
  v1::ServableEntry entry = Write(false);
  entry.mutable_embedding_space()->mutable_next_index()->set_kind(
      static_cast<v1::IndexKind>(77));
  EXPECT_THAT(Load(entry), StatusIs(absl::StatusCode::kFailedPrecondition,
                                    HasSubstr("index kind 77")));
  entry.set_name("../items");
  EXPECT_THAT(Load(entry),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("../items")));
  ScratchFolder other;
  C2V_ASSERT_OK_AND_ASSIGN(SnapshotWriter writer,
                           SnapshotWriter::Create(other.path()));
  EXPECT_THAT(WriteEmbeddingSpace("a/b", random_.Vectors(0), {}, {}, &writer),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("a/b")));
}

TEST_F(EmbeddingSpaceFilesTest, RefusesNumbersThatAreNotFinite) {
  const EmbeddingVectors vectors = random_.Vectors(0);
  // After the writer's own check of the shapes.
  random_.output[17] = INFINITY;
  C2V_ASSERT_OK_AND_ASSIGN(SnapshotWriter writer,
                           SnapshotWriter::Create(folder_->path()));
  C2V_ASSERT_OK_AND_ASSIGN(
      const v1::ServableEntry entry,
      WriteEmbeddingSpace("items", vectors, {}, {}, &writer));
  ASSERT_THAT(writer.WriteManifest(v1::SnapshotManifest()), IsOk());
  C2V_ASSERT_OK_AND_ASSIGN(opened_, SnapshotFolder::Open(folder_->path()));
  EXPECT_THAT(Load(entry), StatusIs(absl::StatusCode::kDataLoss,
                                    AllOf(HasSubstr("servable \"items\""),
                                          HasSubstr("row 2, column 5"))));
}

}  // namespace
}  // namespace customer2vec
