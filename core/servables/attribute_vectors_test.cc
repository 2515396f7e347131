#include "core/servables/attribute_vectors.h"

#include <gmock/gmock.h>

#include <cmath>
#include <limits>
#include <utility>

#include "core/base/status_matchers.h"

namespace customer2vec {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// Two dimensions; parts: the item, brand, words of the name, words of the
// brand, a banded size, a banded price.
class AttributeVectorsTest : public ::testing::Test {
 protected:
  AttributeVectorsTest() {
    spec_.set_dimension(2);
    AddPart(v1::CONTENT_PART_KIND_ITEM, "", {}, 5);
    AddPart(v1::CONTENT_PART_KIND_VALUE, "brand", {"Blue Cow", "Red"}, 3);
    AddPart(v1::CONTENT_PART_KIND_WORDS, "", {"milk", "oat"}, 1);
    AddPart(v1::CONTENT_PART_KIND_WORDS, "brand", {"cow"}, 0);
    AddPart(v1::CONTENT_PART_KIND_BAND, "size", {"0", "1", "2"}, 1);
    spec_.mutable_parts(4)->add_upper_bounds(10);
    spec_.mutable_parts(4)->add_upper_bounds(20);
    AddPart(v1::CONTENT_PART_KIND_PRICE, "", {"0"}, 1);
    for (size_t i = 0; i < ids_.size(); ++i) {
      input_.push_back(static_cast<float>(i + 1));
      input_.push_back(0);
      output_.push_back(0);
      output_.push_back(static_cast<float>(i + 1));
      weights_.push_back(1);
    }
    weights_[3] = 3;  // oat
  }

  void AddPart(v1::ContentPartKind kind, const char* attribute,
               std::vector<std::string> texts, float weight) {
    v1::ContentPartSpec* part = spec_.add_parts();
    part->set_kind(kind);
    part->set_attribute(attribute);
    part->set_first_token(static_cast<int64_t>(ids_.size()));
    part->set_token_count(static_cast<int64_t>(texts.size()));
    part->set_input_weight(weight);
    part->set_output_weight(1);
    for (const std::string& text : texts) {
      ids_.push_back(ContentTokenId(spec_.parts_size() - 1, text));
    }
    spec_.set_token_count(static_cast<int64_t>(ids_.size()));
  }

  absl::StatusOr<AttributeVectors> Create() {
    vocabulary_ = BuildVocabulary(ids_).value();
    return AttributeVectors::Create(
        spec_, Vocabulary::Create(vocabulary_.view()).value(),
        {.input = input_, .output = output_, .weights = weights_});
  }

  v1::AttributeVectorsSpec spec_;
  std::vector<std::string> ids_;
  VocabularyArrays vocabulary_;
  // Input vector of row i is (i + 1, 0), output vector (0, i + 1).
  std::vector<float> input_, output_, weights_;
};

TEST_F(AttributeVectorsTest, EmbedsAValue) {
  const AttributeVectors vectors = Create().value();
  std::vector<float> vector(2);
  ASSERT_TRUE(vectors.Embed(VectorRole::kInput, {"brand", "Red"}, vector));
  EXPECT_THAT(vector, ElementsAre(2, 0));
  ASSERT_TRUE(vectors.Embed(VectorRole::kOutput, {"brand", "Red"}, vector));
  EXPECT_THAT(vector, ElementsAre(0, 2));
  // Made into a value (row 0) and into a word (row 4): their mean.
  ASSERT_TRUE(vectors.Embed(VectorRole::kInput, {"brand", "Blue Cow"}, vector));
  EXPECT_THAT(vector, ElementsAre(3, 0));
}

TEST_F(AttributeVectorsTest, WordsWeighAsTheirRowsSay) {
  const AttributeVectors vectors = Create().value();
  std::vector<float> vector(2);
  ASSERT_TRUE(
      vectors.Embed(VectorRole::kInput, {"name", "OAT milk drink"}, vector));
  EXPECT_THAT(vector, ElementsAre((3.0f + 3 * 4) / 4, 0));
}

TEST_F(AttributeVectorsTest, NumbersFallIntoBands) {
  const AttributeVectors vectors = Create().value();
  std::vector<float> vector(2);
  const auto band = [&](const char* value) {
    EXPECT_TRUE(vectors.Embed(VectorRole::kInput, {"size", value}, vector));
    return vector[0] - 6;  // the first band is row 5
  };
  EXPECT_EQ(band("-3"), 0);
  EXPECT_EQ(band("10"), 0);
  EXPECT_EQ(band("10.5"), 1);
  EXPECT_EQ(band("20"), 1);
  EXPECT_EQ(band("1e9"), 2);
  EXPECT_FALSE(vectors.Embed(VectorRole::kInput, {"size", "big"}, vector));
  EXPECT_FALSE(vectors.Embed(VectorRole::kInput, {"size", "nan"}, vector));
  EXPECT_TRUE(vectors.Embed(VectorRole::kInput, {"price", "3.5"}, vector));
}

TEST_F(AttributeVectorsTest, AnItemIsTheWeightedMeanOfItsParts) {
  const AttributeVectors vectors = Create().value();
  std::vector<float> vector = {7, 7, 7};  // a dense part follows
  const std::vector<AttributeValue> values = {
      {"brand", "Blue Cow"}, {"size", "5"}, {"color", "blue"}};
  ASSERT_TRUE(vectors.EmbedItem(VectorRole::kInput, values, vector));
  // brand 3 * 1, its words weigh 0, size 1 * 6; the item's part has no vector.
  EXPECT_THAT(vector, ElementsAre((3.0f * 1 + 6) / 4, 0, 0));
  ASSERT_TRUE(vectors.EmbedItem(VectorRole::kOutput, values, vector));
  EXPECT_THAT(vector, ElementsAre(0, (1.0f + 5 + 6) / 3, 0));
}

TEST_F(AttributeVectorsTest, WhatNobodyKnowsHasNoVector) {
  const AttributeVectors vectors = Create().value();
  std::vector<float> vector = {7, 7};
  const std::vector<AttributeValue> values = {{"brand", "Green"},
                                              {"color", "red"}};
  EXPECT_FALSE(vectors.EmbedItem(VectorRole::kInput, values, vector));
  EXPECT_THAT(vector, ElementsAre(0, 0));
  vector = {7, 7};
  EXPECT_FALSE(vectors.Embed(VectorRole::kInput, {"brand", ""}, vector));
  EXPECT_THAT(vector, ElementsAre(0, 0));
  EXPECT_FALSE(vectors.Embed(VectorRole::kInput,
                             {"brand", std::string(2000, 'x')}, vector));
  EXPECT_FALSE(vectors.Knows({"brand", "Green"}));
  EXPECT_FALSE(vectors.Knows({"", "Red"}));
  EXPECT_TRUE(vectors.Knows({"brand", "Red"}));
}

TEST_F(AttributeVectorsTest, RefusesArraysThatDoNotFit) {
  input_.pop_back();
  EXPECT_THAT(Create(), StatusIs(absl::StatusCode::kDataLoss,
                                 HasSubstr("input: there are")));
  input_.push_back(std::numeric_limits<float>::quiet_NaN());
  EXPECT_THAT(Create(), StatusIs(absl::StatusCode::kDataLoss,
                                 HasSubstr("input: number 17 is nan")));
  input_.back() = 0;
  output_[3] = std::numeric_limits<float>::infinity();
  EXPECT_THAT(Create(),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("output")));
  output_[3] = 0;
  weights_[0] = 0;
  EXPECT_THAT(Create(), StatusIs(absl::StatusCode::kDataLoss,
                                 HasSubstr("weights: number 0 is 0")));
}

TEST_F(AttributeVectorsTest, RefusesPartsThatDoNotFit) {
  const v1::AttributeVectorsSpec good = spec_;
  const auto refuses = [&](const char* what) {
    EXPECT_THAT(Create(),
                StatusIs(absl::StatusCode::kDataLoss, HasSubstr(what)));
    spec_ = good;
  };
  spec_.mutable_parts(2)->set_first_token(0);
  refuses("part 2 does not take up its tokens");
  spec_.mutable_parts(2)->set_token_count(-1);
  refuses("part 2 does not take up its tokens");
  spec_.mutable_parts(5)->set_token_count(2);
  refuses("part 5 does not take up its tokens");
  spec_.mutable_parts()->RemoveLast();
  refuses("the parts have 8 tokens, not 9");
  spec_.set_token_count(8);
  refuses("there are 9 tokens");
  spec_.set_dimension(0);
  refuses("dimension");
  spec_.mutable_parts(4)->set_upper_bounds(1, 10);
  refuses("bound 1");
  spec_.mutable_parts(1)->set_input_weight(-1);
  refuses("weight -1");
  spec_.mutable_parts(1)->set_attribute("");
  refuses("names no attribute");
  spec_.mutable_parts(1)->clear_kind();
  refuses("kind is unknown");
  std::swap(ids_[1], ids_[2]);
  refuses("is not one of part 1");
}

TEST(VectorRollUpTest, BeginsAnewAfterFinish) {
  VectorRollUp roll_up(1);
  std::vector<float> vector(1);
  roll_up.Add(2, std::vector<float>{4});
  roll_up.EndPart(0);
  EXPECT_FALSE(roll_up.Finish(vector));
  roll_up.Add(2, std::vector<float>{6});
  roll_up.EndPart(5);
  EXPECT_TRUE(roll_up.Finish(vector));
  EXPECT_THAT(vector, ElementsAre(6));
  EXPECT_FALSE(roll_up.Finish(vector));
  EXPECT_THAT(vector, ElementsAre(0));
}

TEST(ContentTokenTextsTest, OfAnItemAreNone) {
  v1::ContentPartSpec part;
  part.set_kind(v1::CONTENT_PART_KIND_ITEM);
  EXPECT_THAT(ContentTokenTexts(part, "x"), IsEmpty());
}

}  // namespace
}  // namespace customer2vec
