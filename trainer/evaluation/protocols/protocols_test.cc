// Each protocol, read from files that the test writes.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <set>
#include <string>
#include <vector>

#include "core/base/scratch_folder.h"
#include "core/base/status_matchers.h"
#include "trainer/evaluation/protocols/leave_one_out.h"
#include "trainer/evaluation/protocols/measure_cases.h"
#include "trainer/evaluation/protocols/next_in_session.h"
#include "trainer/evaluation/protocols/session_prefixes.h"
#include "trainer/evaluation/protocols/user_baskets.h"

namespace customer2vec {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

class ProtocolsTest : public ::testing::Test {
 protected:
  void Write(const std::string& name, const std::string& text) {
    std::ofstream(folder_.path() + "/" + name) << text;
  }
  // Ids of rows, joined by blanks.
  static std::string Ids(const Corpus& corpus, std::span<const uint32_t> rows) {
    std::string text;
    for (const uint32_t row : rows) {
      text += (text.empty() ? "" : " ") + corpus.arrays().item_ids[row];
    }
    return text;
  }
  static std::vector<std::string> Baskets(const Corpus& corpus) {
    std::vector<std::string> baskets;
    for (size_t i = 0; i < corpus.basket_count(); ++i) {
      baskets.push_back(Ids(corpus, corpus.Items(i)));
    }
    return baskets;
  }
  // Every case as "events > targets".
  static std::vector<std::string> Cases(const Corpus& corpus,
                                        std::span<const ProtocolCase> cases) {
    std::vector<std::string> texts;
    for (const ProtocolCase& each : cases) {
      texts.push_back(Ids(corpus, each.events) + " > " +
                      Ids(corpus, each.targets));
    }
    return texts;
  }

  ScratchFolder folder_;
};

TEST_F(ProtocolsTest, SessionPrefixesKeepRepeatsAndUnseenTargets) {
  Write("train_sessions.txt", "1 2 1\n3 1\n");
  Write("test_prefixes.txt", "1 3\t1\n2\t9\n");
  C2V_ASSERT_OK_AND_ASSIGN(const ProtocolSplit split,
                           ReadSessionPrefixes(folder_.path()));
  EXPECT_THAT(Baskets(split.training), ElementsAre("1 2 1", "3 1"));
  EXPECT_THAT(Cases(split.training, split.cases),
              ElementsAre("1 3 > 1", "2 > 9"));
}

TEST_F(ProtocolsTest, SessionPrefixesNameTheLineAtFault) {
  Write("train_sessions.txt", "1 2\n");
  Write("test_prefixes.txt", "1\t2\n1 3\n");
  EXPECT_THAT(ReadSessionPrefixes(folder_.path()),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("test_prefixes.txt:2")));
  Write("train_sessions.txt", "1 2\n \n");
  EXPECT_THAT(ReadTrainSessions(folder_.path()),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("train_sessions.txt:2")));
  EXPECT_THAT(
      ReadTrainSessions(folder_.path() + "/none"),
      StatusIs(absl::StatusCode::kNotFound, HasSubstr("train_sessions.txt")));
}

TEST_F(ProtocolsTest, TheLastSessionsValidate) {
  const NamedSessions sessions = {
      {"1", "2"}, {"2", "3"}, {"1", "9", "2", "1"}, {"3", "2"}};
  const ProtocolSplit all =
      HoldOutLastSessions(sessions, {.share = 0.5, .max_cases = 100});
  EXPECT_THAT(Baskets(all.training), ElementsAre("1 2", "2 3"));
  // 9 was not seen before.
  EXPECT_THAT(Cases(all.training, all.cases),
              ElementsAre("1 > 2", "1 2 > 1", "3 > 2"));
  EXPECT_THAT(
      HoldOutLastSessions(sessions, {.share = 0.5, .max_cases = 2}).cases,
      SizeIs(2));
}

TEST_F(ProtocolsTest, LeaveOneOutAsksFromTheEnd) {
  Write("beauty.txt", "a 1\na 2\na 3\na 4\nb 5\nb 1\nb 5\n");
  C2V_ASSERT_OK_AND_ASSIGN(const UserSequences users,
                           ReadUserSequences(folder_.path(), "beauty.txt"));
  const ProtocolSplit validation =
      LeaveOneOut(users, {.held_out = 2, .asked = 2});
  // b is too short to be asked.
  EXPECT_THAT(Baskets(validation.training), ElementsAre("1 2", "5 1 5"));
  EXPECT_THAT(Cases(validation.training, validation.cases),
              ElementsAre("1 2 > 3"));
  const ProtocolSplit test = LeaveOneOut(users, {.held_out = 2, .asked = 1});
  EXPECT_THAT(Cases(test.training, test.cases), ElementsAre("1 2 3 > 4"));
  const ProtocolSplit last = LeaveOneOut(users, {.held_out = 1, .asked = 1});
  EXPECT_THAT(Baskets(last.training), ElementsAre("1 2 3", "5 1"));
  EXPECT_THAT(Cases(last.training, last.cases),
              ElementsAre("1 2 3 > 4", "5 1 > 5"));
  Write("beauty.txt", "a 1\na\n");
  EXPECT_THAT(
      ReadUserSequences(folder_.path(), "beauty.txt"),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("beauty.txt:2")));
}

TEST_F(ProtocolsTest, InvoicesAreSessionsOfDistinctItems) {
  Write("online_retail.csv",
        "InvoiceNo,StockCode,Description,CustomerID\n"
        "1,a,\"x, y\",7\n1,b,,7\n1,a,,7\nC2,a,,7\nC2,b,,7\n3,c,,7\n1,c,,7\n"
        "5,a,,\n5,b,,\n4,b,,8\n4,c,,8\n");
  C2V_ASSERT_OK_AND_ASSIGN(const NamedSessions sessions,
                           ReadInvoices(folder_.path()));
  EXPECT_THAT(sessions,
              ElementsAre(ElementsAre("a", "b", "c"), ElementsAre("b", "c")));
  const ProtocolSplit split = AskForLastItem(sessions);
  EXPECT_THAT(Baskets(split.training), ElementsAre("a b", "b"));
  EXPECT_THAT(Cases(split.training, split.cases),
              ElementsAre("b > c", "b > c"));
}

TEST_F(ProtocolsTest, TrainingSessionsValidateInTheWayOfTheTest) {
  const NamedSessions sessions = {
      {"a", "b", "c", "d"}, {"b", "x"}, {"c", "d", "y"}};
  const ProtocolSplit validation = ValidateLastItem(sessions);
  // Last items are the test's, "x" and "y" not even known; what is left of the
  // second session is too short to be asked.
  EXPECT_THAT(Baskets(validation.training), ElementsAre("a b", "b", "c"));
  EXPECT_THAT(Cases(validation.training, validation.cases),
              ElementsAre("b > c", "c > d"));
  EXPECT_EQ(validation.training.item_count(), 4u);
}

// 20 users of three baskets each: {u}, {u + 100}, {u + 200}.
std::string UsersJson() {
  std::string text = "{";
  for (int user = 0; user < 20; ++user) {
    text += (user == 0 ? "\"" : ", \"") + std::to_string(user) + "\": [[" +
            std::to_string(user) + "], [" + std::to_string(user + 100) +
            "], [" + std::to_string(user + 200) + "]]";
  }
  return text + "}";
}

TEST_F(ProtocolsTest, AFifthOfTheUsersTestsATenthOfTheRestValidates) {
  Write("tafeng.json", UsersJson());
  C2V_ASSERT_OK_AND_ASSIGN(const UserBaskets users,
                           ReadUserBaskets(folder_.path(), "tafeng.json"));
  const UserSplit split = SplitUsers(users, {.seed = 3});
  EXPECT_THAT(split.test, SizeIs(4));
  EXPECT_THAT(split.validation, SizeIs(1));
  EXPECT_EQ(split.training.basket_count(), 40u);
  const UserSplit more =
      SplitUsers(users, {.seed = 3, .learn_last_baskets = true});
  EXPECT_EQ(more.training.basket_count(), 55u);
  std::set<uint32_t> asked;
  for (const auto* cases : {&more.test, &more.validation}) {
    for (const ProtocolCase& each : *cases) {
      EXPECT_TRUE(asked.insert(each.customer).second);
      ASSERT_THAT(each.targets, SizeIs(1));
      // Nobody learned what is asked for.
      EXPECT_EQ(more.training.basket_counts()[each.targets[0]], 0u);
      EXPECT_EQ(more.training.BasketsOf(each.customer).size(), 2u);
      const std::string& user =
          more.training.arrays().customer_ids[each.customer];
      EXPECT_EQ(more.training.arrays().item_ids[each.targets[0]],
                std::to_string(std::stoi(user) + 200));
    }
  }
  std::set<std::vector<uint32_t>> drawn;  // whom the seeds ask
  for (uint64_t seed = 1; seed <= 6; ++seed) {
    std::vector<uint32_t> customers;
    for (const ProtocolCase& each : SplitUsers(users, {.seed = seed}).test) {
      customers.push_back(each.customer);
    }
    drawn.insert(customers);
  }
  EXPECT_GT(drawn.size(), 1u);
}

TEST_F(ProtocolsTest, UserBasketsRefuseOtherJson) {
  for (const char* text : {"[]", "{\"1\": 5}", "{\"1\": [[\"a\"]]}", "{"}) {
    Write("tafeng.json", text);
    EXPECT_THAT(
        ReadUserBaskets(folder_.path(), "tafeng.json"),
        StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("tafeng.json")))
        << text;
  }
}

// Ranks 0, 1, 2, ... for everybody.
class InOrder : public Scorer {
 public:
  InOrder() : Scorer("in_order") {}
  void Rank(const ScorerQuery&, const SearchOptions& options,
            std::vector<ScoredItem>* top) const override {
    top->clear();
    for (uint32_t row = 0; top->size() < options.k && row < 9; ++row) {
      if (options.filter->Allows(row)) top->push_back({row, 9.0f - row});
    }
  }
};

TEST(MeasureCasesTest, AgreesWithFiguresByHand) {
  const std::vector<ProtocolCase> cases = {
      {.events = {0}, .targets = {1, 2, 8}}, {.events = {}, .targets = {7}}};
  const CaseFigures figures = MeasureCases(InOrder(), cases, {.cutoff = 2});
  EXPECT_DOUBLE_EQ(figures.recall.mean(), (1.0 / 3 + 0) / 2);
  EXPECT_DOUBLE_EQ(figures.hit_rate.mean(), 0.5);
  EXPECT_DOUBLE_EQ(figures.mrr.mean(), 0.25);
  const double gain = 1 / std::log2(3.0);
  EXPECT_NEAR(figures.ndcg.mean(), gain / (1 + gain) / 2, 1e-12);
  EXPECT_NEAR(figures.ndcg_of_basket.mean(), gain / (1.5 + gain) / 2, 1e-12);
  const CaseFigures without = MeasureCases(
      InOrder(), cases, {.cutoff = 2, .threads = 2, .exclude_events = true});
  EXPECT_DOUBLE_EQ(without.recall.mean(), (2.0 / 3 + 0) / 2);
}

}  // namespace
}  // namespace customer2vec
