#include "trainer/models/log2vec/log2vec_model.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/base/status_matchers.h"
#include "core/snapshot/snapshot_file_names.h"
#include "core/tables/tables_arrays.h"
#include "trainer/corpus/corpus_builder.h"
#include "trainer/logs/event_log_builder.h"
#include "trainer/logs/log_interactions.h"

namespace customer2vec {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr int kCustomers = 6;
constexpr int kSessions = 3;

// Customers with three sessions each; the last one holds `last`.
EventLog SessionsLog(bool has_times, const std::string& last) {
  EventLogBuilder builder;
  for (int c = 0; c < kCustomers; ++c) {
    for (int session = 0; session < kSessions; ++session) {
      const std::string id = absl::StrCat("s", session);
      for (int i = 0; i < 4; ++i) {
        const std::string name =
            session + 1 == kSessions ? last : absl::StrCat("e", (c + i) % 3);
        builder.Add({.customer = absl::StrCat("c", c),
                     .session = id,
                     .time = has_times ? 1000 * session + i : 0,
                     .name = builder.Word(name)},
                    {});
      }
    }
  }
  return std::move(builder).Build(has_times);
}

// Baskets of one item each, at the times of the log's sessions.
Corpus BasketsBeside(bool has_times) {
  CorpusBuilder builder(has_times);
  for (int c = 0; c < kCustomers; ++c) {
    for (int session = 0; session < kSessions; ++session) {
      const std::string customer = absl::StrCat("c", c);
      const std::string order = absl::StrCat(customer, "/", session);
      Interaction line;
      line.customer = customer;
      line.order = order;
      line.item = "milk";
      line.time = 1000 * session;
      EXPECT_TRUE(builder.Add(line));
    }
  }
  return std::move(builder).Build();
}

// The sessions as baskets, as LoadCorpus() makes them.
Corpus BasketsOf(EventLog& log) {
  log.basket_times = BasketTimes(log, v1::LOG_TOKENS_SEPARATE);
  CorpusBuilder builder(log.has_times);
  const auto reader = OpenLogInteractions(log, v1::LOG_TOKENS_SEPARATE);
  while (reader->Next()) EXPECT_TRUE(builder.Add(reader->interaction()));
  return std::move(builder).Build();
}

Corpus WithoutLastBaskets(const Corpus& corpus) {
  std::vector<bool> keep(corpus.basket_count(), true);
  for (uint32_t row = 0; row < corpus.customer_count(); ++row) {
    keep[corpus.BasketsOf(row).back()] = false;
  }
  return corpus.Select(keep);
}

// Tables of the corpus's own rows.
absl::StatusOr<TablesArrays> TablesOf(const Corpus& corpus) {
  TablesArrays arrays;
  arrays.basket_counts = corpus.basket_counts();
  // They have to descend, which those of a cut need not.
  std::sort(arrays.basket_counts.rbegin(), arrays.basket_counts.rend());
  arrays.basket_count = corpus.basket_count();
  const CorpusArrays& ids = corpus.arrays();
  C2V_ASSIGN_OR_RETURN(arrays.items, BuildVocabulary(ids.item_ids));
  C2V_ASSIGN_OR_RETURN(arrays.catalogue, BuildCatalogue(ids.item_ids, {}));
  C2V_ASSIGN_OR_RETURN(arrays.customers, BuildVocabulary(ids.customer_ids));
  for (uint32_t row = 0; row < corpus.customer_count(); ++row) {
    std::map<uint32_t, HistoryEntry> entries;
    uint32_t number = 0;
    for (const size_t basket : corpus.BasketsOf(row)) {
      for (const uint32_t item : corpus.Items(basket)) {
        HistoryEntry& entry = entries[item];
        entry = {item, entry.basket_count + 1, number, 1, 0};
      }
      ++number;
    }
    for (const auto& [item, entry] : entries) {
      arrays.histories.entries.push_back(entry);
    }
    arrays.histories.offsets.push_back(arrays.histories.entries.size());
    arrays.histories.basket_counts.push_back(number);
  }
  return arrays;
}

// Customers' vectors, learned from `log` beside `corpus`; what was said goes to
// `lines`.
absl::StatusOr<std::vector<float>> Learn(
    EventLog log, const Corpus& corpus,
    std::vector<std::string>* lines = nullptr) {
  C2V_ASSIGN_OR_RETURN(const TablesArrays arrays, TablesOf(corpus));
  C2V_ASSIGN_OR_RETURN(const Tables tables, CreateTables(arrays.view()));
  SideTables side;
  side.logs = std::move(log);
  v1::ModelConfig config;
  config.set_name("behavior");
  config.mutable_log2vec()->set_dimension(4);
  config.mutable_log2vec()->set_min_count(1);
  Log2VecFamily().fill_defaults(&config);
  const ProgressLine progress = [&](absl::string_view line) {
    if (lines != nullptr) lines->emplace_back(line);
  };
  C2V_ASSIGN_OR_RETURN(const LearnedModel model,
                       Log2VecFamily().learn(config, {.corpus = corpus,
                                                      .tables = tables,
                                                      .side = side,
                                                      .earlier = {},
                                                      .manifest = {},
                                                      .seed = 1,
                                                      .threads = 1,
                                                      .progress = progress}));
  C2V_ASSIGN_OR_RETURN(
      const std::span<const float> vectors,
      model.files.Array<float>(SpaceFile("behavior", kSpaceCustomerVectors)));
  return std::vector<float>(vectors.begin(), vectors.end());
}

// What the held-out sessions hold may not matter, but does to the whole.
void ExpectHeldOut(bool has_times) {
  std::vector<std::vector<float>> whole, cut;
  for (const std::string last : {"e0", "secret"}) {
    EventLog log = SessionsLog(has_times, last);
    const Corpus corpus = BasketsOf(log);
    C2V_ASSERT_OK_AND_ASSIGN(whole.emplace_back(), Learn(log, corpus));
    C2V_ASSERT_OK_AND_ASSIGN(cut.emplace_back(),
                             Learn(log, WithoutLastBaskets(corpus)));
  }
  EXPECT_NE(whole[0], whole[1]);
  EXPECT_EQ(cut[0], cut[1]);
}

TEST(Log2VecModelTest, HeldOutSessionsWithTimesAreNotLearnedFrom) {
  ExpectHeldOut(/*has_times=*/true);
}

TEST(Log2VecModelTest, HeldOutSessionsWithoutTimesAreNotLearnedFrom) {
  ExpectHeldOut(/*has_times=*/false);
}

TEST(Log2VecModelTest, EventsAsLateAsHeldOutBasketsAreNotLearnedFrom) {
  const Corpus cut = WithoutLastBaskets(BasketsBeside(/*has_times=*/true));
  std::vector<std::string> lines;
  C2V_ASSERT_OK_AND_ASSIGN(const std::vector<float> a,
                           Learn(SessionsLog(true, "e0"), cut, &lines));
  C2V_ASSERT_OK_AND_ASSIGN(const std::vector<float> b,
                           Learn(SessionsLog(true, "secret"), cut));
  EXPECT_EQ(a, b);
  EXPECT_THAT(lines, Not(Contains(HasSubstr("may know the future"))));
}

TEST(Log2VecModelTest, AFigureThatMayKnowTheFutureIsSaidSo) {
  for (const bool log_has_times : {false, true}) {
    const Corpus corpus = BasketsBeside(/*has_times=*/!log_has_times);
    const EventLog log = SessionsLog(log_has_times, "e0");
    std::vector<std::string> whole, cut;
    EXPECT_THAT(Learn(log, corpus, &whole), IsOk());
    EXPECT_THAT(Learn(log, WithoutLastBaskets(corpus), &cut), IsOk());
    EXPECT_THAT(whole, Not(Contains(HasSubstr("may know the future"))));
    EXPECT_THAT(cut, Contains(HasSubstr("may know the future")));
  }
}

}  // namespace
}  // namespace customer2vec
