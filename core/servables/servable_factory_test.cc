#include "core/servables/servable_factory.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/base/scratch_folder.h"
#include "core/base/status_matchers.h"
#include "core/servables/embedding_space_files.h"
#include "core/servables/embedding_test_util.h"

namespace customer2vec {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

using Manifest = v1::SnapshotManifest;

class ServableFactoryTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::vector<std::string> ids;
    for (int i = 0; i < 10; ++i) ids.push_back("item" + std::to_string(i));
    C2V_ASSERT_OK_AND_ASSIGN(items_, BuildVocabulary(ids));
    C2V_ASSERT_OK_AND_ASSIGN(tables_.items, Vocabulary::Create(items_.view()));
    tables_.basket_counts = random_.counts;
    tables_.basket_count = 100;
    C2V_ASSERT_OK_AND_ASSIGN(SnapshotWriter writer,
                             SnapshotWriter::Create(folder_.path()));
    // The blend stands before its parts.
    v1::RepeatDiscoverySpec* blend =
        Add("blend", v1::SERVABLE_KIND_SCORER)->mutable_repeat_discovery();
    blend->set_repeat_scorer("again");
    blend->set_discovery_space("items");
    blend->set_discovery_weight(1);
    Add("popular", v1::SERVABLE_KIND_SCORER)->mutable_popularity();
    Add("again", v1::SERVABLE_KIND_SCORER)
        ->mutable_personal_frequency()
        ->set_decay(0.5f);
    C2V_ASSERT_OK_AND_ASSIGN(
        *manifest_.add_servables(),
        WriteEmbeddingSpace("items", random_.Vectors(0), {}, {}, &writer));
    manifest_.mutable_defaults()->set_session("items");
    manifest_.mutable_defaults()->set_customer("blend");
    manifest_.mutable_defaults()->set_fallback("popular");
    ASSERT_THAT(writer.WriteManifest(manifest_), IsOk());
    C2V_ASSERT_OK_AND_ASSIGN(opened_, SnapshotFolder::Open(folder_.path()));
  }

  v1::ServableEntry* Add(const char* name, v1::ServableKind kind) {
    v1::ServableEntry* entry = manifest_.add_servables();
    entry->set_name(name);
    entry->set_kind(kind);
    return entry;
  }

  absl::Status Load(const Manifest& manifest) {
    servables_ = ServableSet();
    return LoadServables(*opened_, manifest, tables_, &servables_);
  }

  // Whether the manifest is refused after `change`, with these words.
  void ExpectRefused(const std::function<void(Manifest*)>& change,
                     const char* words,
                     absl::StatusCode code = absl::StatusCode::kDataLoss) {
    Manifest manifest = manifest_;
    change(&manifest);
    EXPECT_THAT(Load(manifest), StatusIs(code, HasSubstr(words))) << words;
  }

  ScratchFolder folder_;
  RandomEmbedding random_{10, 0, 4, /*seed=*/5};
  VocabularyArrays items_;
  Tables tables_;
  Manifest manifest_;
  std::unique_ptr<const SnapshotFolder> opened_;
  ServableSet servables_;
};

TEST_F(ServableFactoryTest, MakesEveryServable) {
  ASSERT_THAT(Load(manifest_), IsOk());
  ASSERT_EQ(servables_.spaces().size(), 1u);
  EXPECT_EQ(servables_.spaces()[0]->name(), "items");
  std::vector<std::string> names;
  for (const auto& scorer : servables_.scorers())
    names.push_back(scorer->name());
  EXPECT_THAT(names, ElementsAre("popular", "again", "blend"));
  const HistoryEvent events[] = {{2}, {3}};
  std::vector<ScoredItem> top;
  servables_.FindScorer("blend")->Rank({.events = events}, {.k = 10}, &top);
  EXPECT_EQ(top.size(), 10u);
}

TEST_F(ServableFactoryTest, RefusesNamesThatAreNoneOrTaken) {
  ExpectRefused([](Manifest* m) { m->mutable_servables(1)->set_name(""); },
                "a name is 1 to 64");
  ExpectRefused([](Manifest* m) { m->mutable_servables(1)->set_name("a b"); },
                "a name is 1 to 64");
  ExpectRefused([](Manifest* m) { m->mutable_servables(1)->set_name("items"); },
                "taken twice");
}

TEST_F(ServableFactoryTest, RefusesSpecsItDoesNotKnow) {
  ExpectRefused(
      [](Manifest* m) { m->mutable_servables(1)->clear_popularity(); },
      "servable \"popular\": this program does not know its spec",
      absl::StatusCode::kFailedPrecondition);
  ExpectRefused(
      [](Manifest* m) {
        m->mutable_servables(1)->set_kind(v1::SERVABLE_KIND_SPACE);
      },
      "does not fit its spec");
}

TEST_F(ServableFactoryTest, RefusesBlendsOfWhatIsNotThere) {
  const auto blend = [](Manifest* m) {
    return m->mutable_servables(0)->mutable_repeat_discovery();
  };
  ExpectRefused([&](Manifest* m) { blend(m)->set_repeat_scorer("popular"); },
                "\"popular\" is no personal frequency scorer");
  ExpectRefused([&](Manifest* m) { blend(m)->set_repeat_scorer("x"); },
                "\"x\" is no personal frequency scorer");
  ExpectRefused([&](Manifest* m) { blend(m)->set_discovery_space("again"); },
                "\"again\" is no space");
  for (const float weight : {-1.0f, NAN, INFINITY}) {
    ExpectRefused([&](Manifest* m) { blend(m)->set_discovery_weight(weight); },
                  "discovery weight");
    ExpectRefused([&](Manifest* m) { blend(m)->set_popularity_weight(weight); },
                  "popularity weight");
  }
  for (const float decay : {0.0f, -0.5f, 1.5f, NAN}) {
    ExpectRefused(
        [&](Manifest* m) {
          m->mutable_servables(2)->mutable_personal_frequency()->set_decay(
              decay);
        },
        "decay");
  }
}

TEST_F(ServableFactoryTest, RefusesDefaultsThatDoNotServe) {
  ExpectRefused(
      [](Manifest* m) { m->mutable_defaults()->set_similar_items("nothing"); },
      "defaults.similar_items: \"nothing\" is no servable");
  ExpectRefused(
      [](Manifest* m) { m->mutable_defaults()->set_customer("nobody"); },
      "defaults.customer: \"nobody\" is no servable");
  ExpectRefused(
      [](Manifest* m) { m->mutable_defaults()->set_session("nobody"); },
      "defaults.session");
  ExpectRefused(
      [](Manifest* m) { m->mutable_defaults()->set_embeddings("again"); },
      "defaults.embeddings");
  ExpectRefused(
      [](Manifest* m) { m->mutable_defaults()->set_fallback("items"); },
      "defaults.fallback");
}

}  // namespace
}  // namespace customer2vec
