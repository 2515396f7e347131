#include "trainer/models/concat/concat_model.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "core/base/status_matchers.h"
#include "core/servables/concat_space_files.h"
#include "core/servables/embedding_space.h"
#include "core/servables/embedding_test_util.h"
#include "core/snapshot/snapshot_file_names.h"

namespace customer2vec {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

v1::ModelConfig Parse(const std::string& text) {
  v1::ModelConfig config;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      "name: \"joined\" concat { " + text + " }", &config))
      << text;
  return config;
}

constexpr char kTwo[] = "parts { space: \"a\" } parts { space: \"b\" } ";

TEST(ConcatModelTest, NamesTheFieldAndTheRemedy) {
  const std::string two = kTwo;
  const struct {
    std::string config;
    const char* message;
  } cases[] = {
      {"parts { space: \"a\" }", "m.parts names 1 spaces: name two"},
      {two + "parts {}", "m.parts[2].space is empty"},
      {two + "parts { space: \"c\" weight: -1 }", "m.parts[2].weight is -1"},
      {two + "parts { space: \"c\" weight: nan }", "m.parts[2].weight is nan"},
      {two + "reduction: 9", "m.reduction is 9"},
      {two + "dimension: 5000", "m.dimension is 5000"},
      {two + "popularity_weight: inf", "m.popularity_weight is inf"},
      {two + "popularity_weight: -1",
       "m.popularity_weight is -1: use 0 to 100"},
  };
  const ModelFamily& family = ConcatFamily();
  EXPECT_THAT(family.check(Parse(kTwo), "m"), IsOk());
  for (const auto& c : cases) {
    EXPECT_THAT(
        family.check(Parse(c.config), "m"),
        StatusIs(absl::StatusCode::kInvalidArgument, StartsWith(c.message)));
  }
}

TEST(ConcatModelTest, DependsOnItsParts) {
  EXPECT_THAT(ConcatFamily().dependencies(Parse(kTwo)), ElementsAre("a", "b"));
}

class ConcatLearnTest : public testing::Test {
 protected:
  ConcatLearnTest() {
    servables_.Add(MakeExactSpace("a", a_.Vectors(0)));
    servables_.Add(MakeExactSpace("b", b_.Vectors(0)));
  }

  absl::StatusOr<LearnedModel> Learn(const std::string& text) {
    v1::ModelConfig config = Parse(text);
    ConcatFamily().fill_defaults(&config);
    return ConcatFamily().learn(config, {.corpus = corpus_,
                                         .tables = tables_,
                                         .side = side_,
                                         .earlier = servables_,
                                         .manifest = manifest_,
                                         .seed = 1,
                                         .threads = 1,
                                         .progress = progress_});
  }

  RandomEmbedding a_{20, 9, 4, 1}, b_{20, 0, 3, 2};
  Corpus corpus_;
  Tables tables_;
  SideTables side_;
  ServableSet servables_;
  v1::SnapshotManifest manifest_;
  ProgressLine progress_;
};

TEST_F(ConcatLearnTest, PublishesTheJoinedVectorsWithTheirParts) {
  C2V_ASSERT_OK_AND_ASSIGN(const LearnedModel model, Learn(kTwo));
  const v1::EmbeddingSpaceSpec& spec = model.entry.embedding_space();
  EXPECT_EQ(spec.dimension(), 7);
  EXPECT_EQ(spec.item_count(), 20);
  EXPECT_EQ(spec.customer_count(), 9);
  ASSERT_EQ(spec.concat().parts_size(), 2);
  EXPECT_EQ(spec.concat().parts(1).space(), "b");
  EXPECT_EQ(spec.concat().parts(1).weight(), 1);
  EXPECT_FALSE(model.files.Has(SpaceFile("joined", kSpaceProjection)));
}

TEST_F(ConcatLearnTest, PublishesTheProjection) {
  C2V_ASSERT_OK_AND_ASSIGN(
      const LearnedModel model,
      Learn(std::string(kTwo) +
            "reduction: CONCAT_REDUCTION_WHITENING dimension: 2"));
  EXPECT_EQ(model.entry.embedding_space().dimension(), 2);
  EXPECT_THAT(
      model.files.Array<float>(SpaceFile("joined", kSpaceProjection), 14),
      IsOk());
}

TEST_F(ConcatLearnTest, APartThatIsNoSpaceIsRefused) {
  EXPECT_THAT(Learn("parts { space: \"a\" } parts { space: \"rules\" }"),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("\"rules\" publishes no space")));
}

}  // namespace
}  // namespace customer2vec
