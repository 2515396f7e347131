#include "trainer/models/session_knn/session_knn_index.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "core/base/status_matchers.h"
#include "trainer/models/item_knn/small_corpus.h"

namespace customer2vec {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

v1::SessionKnnConfig Config() {
  v1::SessionKnnConfig config;
  FillSessionKnnDefaults(&config);
  return config;
}

TEST(SessionKnnIndexTest, SessionsStandInTimeWithTheirRepeats) {
  const Corpus corpus = SmallCorpus(
      {{"", 30, {"a", "b", "a"}}, {"z", 10, {"a", "c"}}, {"y", 20, {"b"}}});
  const OwnedSessionLists lists = BuildSessionLists(corpus, Config());
  const uint32_t a = RowOf(corpus, "a"), b = RowOf(corpus, "b"),
                 c = RowOf(corpus, "c");
  // A session of one event can vote for nothing and is left out.
  EXPECT_THAT(lists.session_offsets, ElementsAre(0, 2, 5));
  EXPECT_THAT(lists.session_items, ElementsAre(a, c, a, b, a));
  const auto postings_of = [&](uint32_t item) {
    return std::vector<uint32_t>(
        lists.postings.begin() + lists.posting_offsets[item],
        lists.postings.begin() + lists.posting_offsets[item + 1]);
  };
  EXPECT_THAT(postings_of(a), ElementsAre(1, 0));
  EXPECT_THAT(postings_of(b), ElementsAre(1));
  EXPECT_THAT(postings_of(c), ElementsAre(0));
}

TEST(SessionKnnIndexTest, WeightsFollowTheFormulas) {
  const Corpus corpus = SmallCorpus({{"", 1, {"a", "b", "a", "c"}},
                                     {"", 2, {"a", "b"}},
                                     {"", 3, {"b"}},
                                     {"", 4, {"b"}}});
  v1::SessionKnnConfig config = Config();
  config.set_length_exponent(0.5);
  config.set_half_life(0.25);
  config.set_similarity_idf(2);
  config.set_popularity_exponent(0.5);
  const OwnedSessionLists lists = BuildSessionLists(corpus, config);
  // Three later baskets of four, so three half-lives; then two.
  EXPECT_FLOAT_EQ(lists.session_weights[0], 0.5f / 8);
  EXPECT_FLOAT_EQ(lists.session_weights[1], std::sqrt(0.5f) / 4);
  const uint32_t a = RowOf(corpus, "a"), b = RowOf(corpus, "b");
  EXPECT_FLOAT_EQ(lists.query_weights[a], std::pow(std::log(3.0f), 2));
  EXPECT_FLOAT_EQ(lists.item_weights[b], 0.5f);
}

TEST(SessionKnnIndexTest, KeepsWhatCanBeAmongTheNewest) {
  v1::SessionKnnConfig config = Config();
  config.set_sample_size(4);
  for (uint64_t seed = 0; seed < 10; ++seed) {
    const Corpus corpus = RandomCorpus(10, 3, 80, seed);
    const OwnedSessionLists lists = BuildSessionLists(corpus, config);
    const OwnedSessionLists all = BuildSessionLists(corpus, Config());
    ASSERT_LT(lists.session_weights.size(), all.session_weights.size());
    std::set<uint32_t> used(lists.postings.begin(), lists.postings.end());
    EXPECT_EQ(used.size(), lists.session_weights.size());
    // Each list is the head of the whole one, session for session.
    for (size_t item = 0; item < corpus.item_count(); ++item) {
      const size_t count =
          lists.posting_offsets[item + 1] - lists.posting_offsets[item];
      const size_t whole =
          all.posting_offsets[item + 1] - all.posting_offsets[item];
      ASSERT_EQ(count, std::min<size_t>(4, whole));
      for (size_t i = 0; i < count; ++i) {
        const auto mine = lists.view().ItemsOf(
            lists.postings[lists.posting_offsets[item] + i]);
        const auto theirs =
            all.view().ItemsOf(all.postings[all.posting_offsets[item] + i]);
        EXPECT_TRUE(
            std::equal(mine.begin(), mine.end(), theirs.begin(), theirs.end()));
      }
    }
  }
}

TEST(SessionKnnIndexTest, AnEmptyCorpusHasNoLists) {
  const OwnedSessionLists lists = BuildSessionLists(Corpus(), Config());
  EXPECT_EQ(lists.view().session_count(), 0u);
  EXPECT_EQ(lists.view().item_count(), 0u);
}

TEST(CheckSessionKnnTest, NamesTheField) {
  EXPECT_TRUE(CheckSessionKnn(Config(), "models[0].session_knn").ok());
  v1::SessionKnnConfig config = Config();
  config.set_position_decay(0);
  EXPECT_THAT(CheckSessionKnn(config, "models[0].session_knn"),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("models[0].session_knn.position_decay is 0")));
}

}  // namespace
}  // namespace customer2vec
