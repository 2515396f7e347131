#include "trainer/models/customer_neighbors/customer_neighbors_model.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "core/base/status_matchers.h"
#include "core/servables/customer_neighbors_files.h"
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
      "name: \"peers\" customer_neighbors { " + text + " }", &config))
      << text;
  return config;
}

TEST(CustomerNeighborsModelTest, NamesTheFieldAndTheRemedy) {
  const std::string good = "space: \"a\" ";
  const struct {
    std::string config;
    const char* message;
  } cases[] = {
      {"", "m.space is empty: name a model"},
      {good + "neighbors: -1", "m.neighbors is -1: use 1 to 10000"},
      {good + "decay: 2", "m.decay is 2: use a number in (0, 1]"},
      {good + "damping: nan", "m.damping is nan: use 0 to 1"},
      {good + "exponent: -1", "m.exponent is -1: use a number of at least 0"},
      {good + "own_weight: inf", "m.own_weight is inf: use"},
      {good + "popularity_weight: nan", "m.popularity_weight is nan: use"},
  };
  const ModelFamily& family = CustomerNeighborsFamily();
  EXPECT_THAT(family.check(Parse(good), "m"), IsOk());
  EXPECT_THAT(family.dependencies(Parse(good)), ElementsAre("a"));
  for (const auto& c : cases) {
    EXPECT_THAT(
        family.check(Parse(c.config), "m"),
        StatusIs(absl::StatusCode::kInvalidArgument, StartsWith(c.message)));
  }
}

TEST(CustomerNeighborsModelTest, WhatIsSetIsNotChosen) {
  const ModelFamily& family = CustomerNeighborsFamily();
  EXPECT_TRUE(family
                  .tunables(Parse("space: \"a\" exponent: 1 own_weight: 0 "
                                  "popularity_weight: 0"))
                  .empty());
  v1::ModelConfig config = Parse("space: \"a\"");
  v1::ServableEntry entry;
  const auto tunables = family.tunables(config);
  ASSERT_EQ(tunables.size(), 3);
  for (const TunableParameter& tunable : tunables) {
    tunable.set(0.25, &config, &entry);
  }
  EXPECT_EQ(config.customer_neighbors().exponent(), 0.25);
  EXPECT_EQ(entry.customer_neighbors().own_weight(), 0.25f);
  EXPECT_EQ(entry.customer_neighbors().popularity_weight(), 0.25f);
}

class CustomerNeighborsLearnTest : public testing::Test {
 protected:
  void SetUp() override {
    C2V_ASSERT_OK_AND_ASSIGN(
        ids_, BuildVocabulary(std::vector<std::string>{"ann", "bob", "cy"}));
    C2V_ASSERT_OK_AND_ASSIGN(tables_.customers,
                             Vocabulary::Create(ids_.view()));
    servables_.Add(MakeExactSpace("a", a_.Vectors(0)));
    servables_.Add(MakeExactSpace("items", items_.Vectors(0)));
  }

  absl::StatusOr<LearnedModel> Learn(const std::string& text) {
    v1::ModelConfig config = Parse(text);
    CustomerNeighborsFamily().fill_defaults(&config);
    return CustomerNeighborsFamily().learn(config, {.corpus = corpus_,
                                                    .tables = tables_,
                                                    .side = side_,
                                                    .earlier = servables_,
                                                    .manifest = manifest_,
                                                    .seed = 1,
                                                    .threads = 1,
                                                    .progress = progress_});
  }

  RandomEmbedding a_{5, 3, 4, 1}, items_{5, 0, 4, 1};
  VocabularyArrays ids_;
  Corpus corpus_;
  Tables tables_;
  SideTables side_;
  ServableSet servables_;
  v1::SnapshotManifest manifest_;
  ProgressLine progress_;
};

TEST_F(CustomerNeighborsLearnTest, PublishesListsAndNumbers) {
  C2V_ASSERT_OK_AND_ASSIGN(const LearnedModel model,
                           Learn("space: \"a\" neighbors: 2 own_weight: 0.5"));
  EXPECT_EQ(model.entry.kind(), v1::SERVABLE_KIND_SCORER);
  EXPECT_EQ(model.entry.customer_neighbors().neighbors(), 2);
  EXPECT_EQ(model.entry.customer_neighbors().own_weight(), 0.5f);
  EXPECT_EQ(model.entry.customer_neighbors().decay(), 1);
  EXPECT_EQ(model.entry.customer_neighbors().damping(), 0.5f);
  C2V_ASSERT_OK_AND_ASSIGN(
      const auto neighbors,
      model.files.Array<uint32_t>(ServableFile("peers", kCustomerNeighborRows),
                                  6));
  EXPECT_EQ(neighbors[0] + neighbors[1], 3) << "the two others";
}

TEST_F(CustomerNeighborsLearnTest, ASpaceWithoutCustomersIsRefused) {
  for (const char* text : {"space: \"items\"", "space: \"none\""}) {
    EXPECT_THAT(Learn(text), StatusIs(absl::StatusCode::kFailedPrecondition,
                                      HasSubstr("publishes no customer")));
  }
}

}  // namespace
}  // namespace customer2vec
