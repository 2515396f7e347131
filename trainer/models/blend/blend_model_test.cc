#include "trainer/models/blend/blend_model.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "core/base/status_matchers.h"

namespace customer2vec {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

v1::ModelConfig Parse(const std::string& blend) {
  v1::ModelConfig config;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      "name: 'all' blend { " + blend + " }", &config));
  return config;
}

v1::ModelConfig Filled(const std::string& blend) {
  v1::ModelConfig config = Parse(blend);
  BlendFamily().fill_defaults(&config);
  return config;
}

class Nothing : public Scorer {
 public:
  explicit Nothing(std::string name) : Scorer(std::move(name)) {}
  void Rank(const ScorerQuery&, const SearchOptions&,
            std::vector<ScoredItem>* top) const override {
    top->clear();
  }
};

absl::StatusOr<LearnedModel> Learn(const v1::ModelConfig& config,
                                   const v1::SnapshotManifest& manifest) {
  static const Corpus& corpus = *new Corpus;
  static const Tables& tables = *new Tables;
  static const SideTables& side = *new SideTables;
  ServableSet servables;
  servables.Add(std::make_unique<Nothing>("a"));
  servables.Add(std::make_unique<Nothing>("b"));
  const ProgressLine progress;
  return BlendFamily().learn(config, {.corpus = corpus,
                                      .tables = tables,
                                      .side = side,
                                      .earlier = servables,
                                      .manifest = manifest,
                                      .seed = 1,
                                      .threads = 1,
                                      .progress = progress});
}

TEST(BlendModelTest, IsMadeOfItsParts) {
  EXPECT_THAT(BlendFamily().dependencies(
                  Parse("parts { servable: 'a' } parts { servable: 'b' }")),
              ElementsAre("a", "b"));
}

TEST(BlendModelTest, PublishesItsPartsFilledIn) {
  C2V_ASSERT_OK_AND_ASSIGN(
      const LearnedModel model,
      Learn(Filled("parts { servable: 'a' weight: 3 } parts { servable: 'b' "
                   "scale: SCORE_SCALE_TOP power: 0.5 }"),
            {}));
  const v1::BlendSpec& spec = model.entry.blend();
  EXPECT_EQ(spec.method(), v1::BLEND_METHOD_SCORES);
  EXPECT_EQ(spec.depth(), 200);
  ASSERT_EQ(spec.parts_size(), 2);
  EXPECT_EQ(spec.parts(0).weight(), 3);
  EXPECT_EQ(spec.parts(0).scale(), v1::SCORE_SCALE_SUM);
  EXPECT_EQ(spec.parts(0).power(), 1);
  EXPECT_EQ(spec.parts(1).weight(), 1);
  EXPECT_EQ(spec.parts(1).scale(), v1::SCORE_SCALE_TOP);
  EXPECT_EQ(spec.parts(1).power(), 0.5);
}

TEST(BlendModelTest, RefusesBlendsOfBlends) {
  v1::SnapshotManifest manifest;
  v1::ServableEntry* entry = manifest.add_servables();
  entry->set_name("a");
  entry->mutable_blend();
  EXPECT_THAT(Learn(Filled("parts { servable: 'a' }"), manifest),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("\"a\" is a blend itself")));
}

TEST(BlendModelTest, TunesTheWeightsThatAreNotSet) {
  const auto names = [](const std::string& blend) {
    std::vector<std::string> names;
    for (const auto& tunable : BlendFamily().tunables(Filled(blend))) {
      names.push_back(tunable.name);
    }
    return names;
  };
  // Only ratios matter: the first is the measure of the others.
  EXPECT_THAT(names("parts { servable: 'a' } parts { servable: 'b' }"),
              ElementsAre("weight of b"));
  EXPECT_THAT(
      names("parts { servable: 'a' } parts { servable: 'b' weight: 2 }"),
      ElementsAre("weight of a"));
  EXPECT_THAT(names("parts { servable: 'a' weight: 1 }"), IsEmpty());

  v1::ModelConfig config = Filled(
      "parts { servable: 'a' } parts { servable: 'b' } "
      "purpose: BLEND_PURPOSE_SESSION");
  const auto tunables = BlendFamily().tunables(config);
  ASSERT_THAT(tunables, SizeIs(1));
  EXPECT_EQ(tunables[0].metric, TuningMetric::kSessionHitRate20);
  v1::ServableEntry entry;
  entry.mutable_blend()->add_parts();
  entry.mutable_blend()->add_parts();
  tunables[0].set(0.25, &config, &entry);
  EXPECT_EQ(config.blend().parts(1).weight(), 0.25);
  EXPECT_EQ(entry.blend().parts(1).weight(), 0.25);
}

TEST(BlendModelTest, NamesTheFieldAtFault) {
  const auto refused = [](const std::string& blend, const char* what) {
    EXPECT_THAT(BlendFamily().check(Parse(blend), "models[2].blend"),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(what)));
  };
  refused("", "models[2].blend.parts are none");
  refused("parts { weight: 1 }", "models[2].blend.parts[0].servable is empty");
  refused("parts { servable: 'a' weight: -1 }",
          "models[2].blend.parts[0].weight is -1");
  refused("parts { servable: 'a' power: nan }",
          "models[2].blend.parts[0].power is nan");
  refused("parts { servable: 'a' } depth: -1", "models[2].blend.depth is -1");
  refused("parts { servable: 'a' } rank_constant: -1",
          "models[2].blend.rank_constant is -1");
}

}  // namespace
}  // namespace customer2vec
