#include "trainer/models/content2vec/content2vec_config.h"

#include <gmock/gmock.h>

#include <functional>
#include <string>

#include "core/base/status_matchers.h"
#include "trainer/models/content2vec/content_test_util.h"

namespace customer2vec {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST(FillContent2VecDefaultsTest, FillsWhatIsNotSet) {
  v1::Content2VecConfig config;
  config.add_parts()->set_kind(v1::CONTENT_PART_KIND_ITEM);
  config.add_parts()->set_kind(v1::CONTENT_PART_KIND_PRICE);
  config.add_dense()->set_name("image");
  FillContent2VecDefaults(&config);
  EXPECT_EQ(config.dimension(), 200);
  EXPECT_EQ(config.window_size(), 0);
  EXPECT_EQ(config.subsample(), 0.0001);
  EXPECT_EQ(config.weighting(), v1::CONTENT_WEIGHTING_IDF);
  EXPECT_EQ(config.parts(0).output_weight(), 1);
  EXPECT_EQ(config.parts(1).output_weight(), 0.25);
  EXPECT_EQ(config.parts(1).bands(), 10);
  EXPECT_EQ(config.dense(0).input_weight(), 1);
}

TEST(FillContent2VecDefaultsTest, KeepsWhatIsSet) {
  v1::Content2VecConfig config;
  config.set_subsample(0);
  config.set_negative_exponent(0);
  v1::ContentPart* part = config.add_parts();
  part->set_kind(v1::CONTENT_PART_KIND_ITEM);
  part->set_input_weight(0);
  part->set_min_count(2);
  FillContent2VecDefaults(&config);
  EXPECT_EQ(config.subsample(), 0);
  EXPECT_EQ(config.negative_exponent(), 0);
  EXPECT_EQ(config.parts(0).input_weight(), 0);
  EXPECT_EQ(config.parts(0).min_count(), 2);
}

TEST(CheckContent2VecConfigTest, NamesTheFieldAtFault) {
  struct Case {
    std::function<void(v1::Content2VecConfig*)> set;
    const char* message;
  };
  const auto part = [](v1::Content2VecConfig* config) {
    return config->mutable_parts(1);
  };
  const std::vector<Case> cases = {
      {[](auto* c) { c->set_dimension(5000); }, "x.dimension is 5000"},
      {[](auto* c) { c->set_epochs(-1); }, "x.epochs is -1"},
      {[](auto* c) { c->set_window_size(-1); }, "x.window_size is -1"},
      {[](auto* c) { c->set_learning_rate(2); }, "x.learning_rate is 2"},
      {[](auto* c) { c->set_subsample(NAN); }, "x.subsample is nan"},
      {[](auto* c) { c->set_negative_exponent(3); }, "x.negative_exponent"},
      {[](auto* c) { c->set_weighting(v1::ContentWeighting(7)); },
       "x.weighting is 7"},
      {[](auto* c) { c->set_popularity_weight(-1); },
       "x.popularity_weight is -1: use 0 to 100"},
      {[&](auto* c) { part(c)->clear_attribute(); },
       "x.parts[1].attribute is missing"},
      {[&](auto* c) { part(c)->clear_kind(); }, "x.parts[1].kind is missing"},
      {[&](auto* c) { part(c)->set_bands(1); }, "x.parts[1].bands is 1"},
      {[&](auto* c) { part(c)->set_min_count(-5); },
       "x.parts[1].min_count is -5"},
      {[&](auto* c) { part(c)->set_input_weight(-1); },
       "x.parts[1].input_weight is -1"},
      {[&](auto* c) { part(c)->set_output_weight(INFINITY); },
       "x.parts[1].output_weight is inf"},
      {[](auto* c) { c->mutable_parts(0)->set_attribute("brand"); },
       "CONTENT_PART_KIND_ITEM takes none"},
      {[](auto* c) { *c->add_parts() = c->parts(1); },
       "x.parts[2] stands twice"},
      {[](auto* c) { c->add_dense()->set_path("p"); }, "x.dense[0].name"},
      {[](auto* c) { c->add_dense()->set_name("p"); }, "x.dense[0].path"},
  };
  for (const Case& each : cases) {
    v1::Content2VecConfig config;
    *config.add_parts() = Part(v1::CONTENT_PART_KIND_ITEM);
    *config.add_parts() = Part(v1::CONTENT_PART_KIND_VALUE, "brand");
    EXPECT_TRUE(CheckContent2VecConfig(config, "x").ok());
    each.set(&config);
    EXPECT_THAT(
        CheckContent2VecConfig(config, "x"),
        StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(each.message)));
  }
}

TEST(DefaultContentPartsTest, TakeWhatTheCatalogueHas) {
  const OwnedCatalogue catalogue(
      {"i0", "Tea"},
      {{.name = "brand", .values = {"A", "B"}},
       {.name = "size", .is_number = true, .values = {"1", "2"}}});
  const ContentParts parts =
      DefaultContentParts(CorpusOf(2, {{0, 1}}), catalogue.catalogue);
  ASSERT_THAT(parts, SizeIs(4));
  EXPECT_EQ(parts[0].kind(), v1::CONTENT_PART_KIND_ITEM);
  EXPECT_EQ(parts[1].kind(), v1::CONTENT_PART_KIND_VALUE);
  EXPECT_EQ(parts[1].attribute(), "brand");
  EXPECT_EQ(parts[2].kind(), v1::CONTENT_PART_KIND_BAND);
  EXPECT_EQ(parts[3].kind(), v1::CONTENT_PART_KIND_WORDS);
  EXPECT_EQ(parts[3].min_count(), 5);
}

TEST(DefaultContentPartsTest, NoNamesNoWords) {
  const OwnedCatalogue catalogue({"i0", "i1"}, {});
  EXPECT_THAT(DefaultContentParts(CorpusOf(2, {{0, 1}}), catalogue.catalogue),
              SizeIs(1));
}

}  // namespace
}  // namespace customer2vec
