#include "trainer/models/content2vec/content2vec_model.h"

#include <gmock/gmock.h>

#include <string>
#include <utility>
#include <vector>

#include "core/base/status_matchers.h"
#include "core/servables/attribute_vectors.h"
#include "core/servables/embedding_space_files.h"
#include "core/snapshot/snapshot_file_names.h"
#include "core/tables/tables_arrays.h"
#include "trainer/models/content2vec/content_test_util.h"

namespace customer2vec {
namespace {

using ::testing::HasSubstr;

// Six items, the last never taken.
class Content2VecModelTest : public ::testing::Test {
 protected:
  Content2VecModelTest()
      : corpus_(CorpusOf(6, {{0, 1, 2}, {0, 1, 3}, {0, 2, 4}, {1, 2, 3}},
                         {1, 2, 3, 4, 5, 6})) {
    arrays_.items = BuildVocabulary(corpus_.arrays().item_ids).value();
    arrays_.customers = BuildVocabulary(corpus_.arrays().customer_ids).value();
    arrays_.catalogue =
        BuildCatalogue(
            std::vector<std::string>{"Oat milk", "Cow milk", "Rye", "Oat bar",
                                     "Bar", "Cow bar"},
            std::vector<AttributeColumn>{
                {.name = "brand", .values = {"A", "B", "A", "", "B", "A"}}})
            .value();
    arrays_.basket_counts = corpus_.basket_counts();
    arrays_.basket_count = corpus_.basket_count();
    arrays_.histories.entries = {
        {.item = 0, .basket_count = 3, .last_basket = 2, .decayed_count = 3},
        {.item = 4, .basket_count = 1, .last_basket = 2, .decayed_count = 1}};
    arrays_.histories.offsets = {0, 2};
    arrays_.histories.basket_counts = {4};
    tables_ = CreateTables(arrays_.view()).value();

    config_.set_name("content");
    v1::Content2VecConfig* content = config_.mutable_content2vec();
    *content->add_parts() = Part(v1::CONTENT_PART_KIND_ITEM);
    *content->add_parts() = Part(v1::CONTENT_PART_KIND_VALUE, "brand");
    *content->add_parts() = Part(v1::CONTENT_PART_KIND_WORDS);
    *content->add_parts() = Part(v1::CONTENT_PART_KIND_PRICE);
    content->mutable_parts(3)->set_bands(2);
    content->set_dimension(8);
    content->set_epochs(2);
    Content2VecFamily().fill_defaults(&config_);
  }

  absl::StatusOr<LearnedModel> Learn() {
    const SideTables side;
    const ServableSet earlier;
    const v1::SnapshotManifest manifest;
    const ProgressLine progress = [this](absl::string_view line) {
      lines_ += std::string(line) + "\n";
    };
    return Content2VecFamily().learn(
        config_, {corpus_, tables_, side, earlier, manifest, /*seed=*/1,
                  /*threads=*/1, progress});
  }

  Corpus corpus_;
  TablesArrays arrays_;
  Tables tables_;
  v1::ModelConfig config_;
  std::string lines_;
};

TEST_F(Content2VecModelTest, EveryItemHasAVectorOnceLoaded) {
  const LearnedModel learned = Learn().value();
  const auto space =
      LoadEmbeddingSpace(learned.files, learned.entry, tables_).value();
  EXPECT_EQ(space->item_count(), 6u);
  EXPECT_EQ(space->customer_count(), 1u);
  float length = 0;
  for (const float x : space->ItemVector(VectorRole::kInput, 5)) {
    length += x * x;
  }
  EXPECT_GT(length, 0);
  std::vector<float> query(8);
  std::vector<ScoredItem> top;
  ASSERT_TRUE(
      space->Encode(Scoring::kNext, std::vector<HistoryEvent>{{0}}, query));
  space->Search(Scoring::kNext, query, {.k = 6}, &top);
  EXPECT_EQ(top.size(), 6u);
  EXPECT_THAT(lines_,
              HasSubstr("content: CONTENT_PART_KIND_VALUE brand: 2 tokens"));
}

TEST_F(Content2VecModelTest, AnItemKnownByItsAttributesIsThatOfTheCatalogue) {
  const LearnedModel learned = Learn().value();
  const auto space =
      LoadEmbeddingSpace(learned.files, learned.entry, tables_).value();
  const AttributeVectors* attributes = space->attribute_vectors();
  ASSERT_NE(attributes, nullptr);
  // Row 5 was never taken, so it has no token of its own.
  const std::vector<AttributeValue> values = {
      {"brand", "A"}, {"name", "Cow bar"}, {"price", "6"}};
  for (const VectorRole role : {VectorRole::kInput, VectorRole::kOutput}) {
    std::vector<float> vector(8);
    ASSERT_TRUE(attributes->EmbedItem(role, values, vector));
    const std::span<const float> stored = space->ItemVector(role, 5);
    for (size_t i = 0; i < 8; ++i) EXPECT_FLOAT_EQ(vector[i], stored[i]);
  }
}

TEST_F(Content2VecModelTest, LoadingRefusesFilesThatDoNotFit) {
  LearnedModel learned = Learn().value();
  const auto refuses = [&](const char* what) {
    EXPECT_THAT(LoadEmbeddingSpace(learned.files, learned.entry, tables_),
                StatusIs(absl::StatusCode::kDataLoss, HasSubstr(what)));
  };
  v1::AttributeVectorsSpec* spec =
      learned.entry.mutable_embedding_space()->mutable_attribute_vectors();
  spec->set_dimension(7);
  refuses("dimensions add up to 7, not to 8");
  spec->add_dense_dimensions(1);
  refuses("attribute vectors: input: there are");
  spec->add_dense_dimensions(-1);
  refuses("a dense dimension is below 1");
  spec->clear_dense_dimensions();
  spec->set_dimension(8);
  spec->set_token_count(spec->token_count() + 1);
  refuses("tokens, not");
  spec->set_token_count(spec->token_count() - 1);
  MemoryFiles lacking;
  for (const char* file : {kSpaceInputVectors, kSpaceOutputVectors,
                           kSpaceCustomerVectors, kTokenIdBytes}) {
    const std::string path = SpaceFile("content", file);
    ASSERT_THAT(lacking.WriteFile(path, learned.files.File(path).value()),
                IsOk());
  }
  EXPECT_THAT(LoadEmbeddingSpace(lacking, learned.entry, tables_),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("ids.offsets")));
}

TEST_F(Content2VecModelTest, ErrorsOfTheCatalogueNameThePart) {
  config_.mutable_content2vec()->mutable_parts(1)->set_attribute("colour");
  EXPECT_THAT(Learn(), StatusIs(absl::StatusCode::kInvalidArgument,
                                HasSubstr("parts[1]")));
}

TEST_F(Content2VecModelTest, PopularityWeightIsChosenUnlessSet) {
  EXPECT_EQ(Content2VecFamily().tunables(config_).size(), 1u);
  config_.mutable_content2vec()->set_popularity_weight(0.5);
  EXPECT_TRUE(Content2VecFamily().tunables(config_).empty());
  EXPECT_EQ(Learn().value().entry.embedding_space().popularity_weight(), 0.5f);
}

}  // namespace
}  // namespace customer2vec
