#include "trainer/models/log2vec/log2vec_trainer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "absl/strings/str_cat.h"
#include "core/base/random.h"
#include "core/base/status_matchers.h"
#include "trainer/logs/event_log_builder.h"

namespace customer2vec {
namespace {

using ::testing::HasSubstr;

constexpr int kKinds = 4;
constexpr int kCustomers = 120;

// Customers are of kinds: two events in three have attributes of the kind's
// own, the others any.
EventLog KindsLog() {
  Random random(5);
  EventLogBuilder builder;
  for (int customer = 0; customer < kCustomers; ++customer) {
    const std::string id = absl::StrCat("c", customer);
    for (int i = 0; i < 30; ++i) {
      const int kind = random.Below(3) < 2
                           ? customer % kKinds
                           : static_cast<int>(random.Below(kKinds));
      const std::vector<uint32_t> attributes = {
          builder.Word(absl::StrCat("page=", kind, "_", random.Below(6))),
          builder.Word(absl::StrCat("device=", random.Below(2)))};
      builder.Add({.customer = id,
                   .time = i * 600,
                   .name = builder.Word(i % 5 == 0 ? "buy" : "view")},
                  attributes);
    }
  }
  return std::move(builder).Build(true);
}

double Cosine(const float* a, const float* b, size_t dimension) {
  double product = 0, aa = 0, bb = 0;
  for (size_t d = 0; d < dimension; ++d) {
    product += double{a[d]} * b[d];
    aa += double{a[d]} * a[d];
    bb += double{b[d]} * b[d];
  }
  return product / std::sqrt(aa * bb);
}

// The share of customers whose nearest customer is of their kind.
double SameKind(const Log2VecVectors& vectors) {
  int hits = 0;
  const size_t d = vectors.dimension;
  for (int a = 0; a < kCustomers; ++a) {
    int nearest = -1;
    double best = -2;
    for (int b = 0; b < kCustomers; ++b) {
      const double cosine =
          Cosine(&vectors.customers[a * d], &vectors.customers[b * d], d);
      if (a == b || cosine <= best) continue;
      best = cosine;
      nearest = b;
    }
    hits += nearest % kKinds == a % kKinds;
  }
  return static_cast<double>(hits) / kCustomers;
}

class Log2VecTrainerTest : public testing::TestWithParam<v1::LogLearner> {
 protected:
  v1::Log2VecConfig Config() const {
    v1::Log2VecConfig config;
    config.set_learner(GetParam());
    config.set_dimension(12);
    config.set_epochs(60);
    config.set_subsample(0);
    return config;
  }
};

TEST_P(Log2VecTrainerTest, CustomersOfOneKindAreNear) {
  C2V_ASSERT_OK_AND_ASSIGN(
      const Log2VecVectors vectors,
      TrainLog2Vec(KindsLog(), Config(), {.seed = 1, .threads = 1}));
  EXPECT_EQ(vectors.dimension, 12u);
  EXPECT_EQ(vectors.vocabulary[0], "view");
  EXPECT_EQ(vectors.tokens.size(), vectors.vocabulary.size() * 12);
  EXPECT_EQ(vectors.customers.size(), kCustomers * 12u);
  // Chance is 0.25.
  EXPECT_GE(SameKind(vectors), 0.9);
}

TEST_P(Log2VecTrainerTest, OneThreadGivesTheSameBytes) {
  v1::Log2VecConfig config = Config();
  config.set_epochs(2);
  C2V_ASSERT_OK_AND_ASSIGN(
      const Log2VecVectors first,
      TrainLog2Vec(KindsLog(), config, {.seed = 3, .threads = 1}));
  C2V_ASSERT_OK_AND_ASSIGN(
      const Log2VecVectors second,
      TrainLog2Vec(KindsLog(), config, {.seed = 3, .threads = 1}));
  EXPECT_EQ(first.customers, second.customers);
  EXPECT_EQ(first.tokens, second.tokens);
}

TEST_P(Log2VecTrainerTest, DeterministicIsTheSameAtAnyNumberOfThreads) {
  v1::Log2VecConfig config = Config();
  config.set_deterministic(true);
  C2V_ASSERT_OK_AND_ASSIGN(
      const Log2VecVectors one,
      TrainLog2Vec(KindsLog(), config, {.seed = 1, .threads = 1}));
  EXPECT_GE(SameKind(one), 0.9);
  for (int threads : {2, 3}) {
    C2V_ASSERT_OK_AND_ASSIGN(
        const Log2VecVectors vectors,
        TrainLog2Vec(KindsLog(), config, {.seed = 1, .threads = threads}));
    EXPECT_EQ(vectors.customers, one.customers);
    EXPECT_EQ(vectors.tokens, one.tokens);
  }
}

INSTANTIATE_TEST_SUITE_P(
    AllLearners, Log2VecTrainerTest,
    testing::Values(v1::LOG_LEARNER_SKIP_GRAM, v1::LOG_LEARNER_CBOW,
                    v1::LOG_LEARNER_PV_DBOW, v1::LOG_LEARNER_PV_DM),
    [](const auto& info) { return v1::LogLearner_Name(info.param); });

TEST(Log2VecTrainerErrorsTest, AVocabularyEmptiedByMinCountSaysSo) {
  v1::Log2VecConfig config;
  config.set_min_count(1000000);
  EXPECT_THAT(TrainLog2Vec(KindsLog(), config, {}),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("lower min_count")));
  config.set_min_count(-1);
  EXPECT_THAT(
      TrainLog2Vec(KindsLog(), config, {}),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("min_count")));
}

TEST(Log2VecTrainerErrorsTest, ACustomerWithoutKnownTokensIsZero) {
  EventLogBuilder builder;
  for (int i = 0; i < 20; ++i) {
    builder.Add({.customer = "ann", .name = builder.Word("a")}, {});
    builder.Add({.customer = "ann", .name = builder.Word("b")}, {});
  }
  builder.Add({.customer = "bob", .name = builder.Word("rare")}, {});
  const EventLog log = std::move(builder).Build(false);
  for (const v1::LogLearner learner :
       {v1::LOG_LEARNER_SKIP_GRAM, v1::LOG_LEARNER_PV_DBOW}) {
    v1::Log2VecConfig config;
    config.set_learner(learner);
    config.set_dimension(4);
    C2V_ASSERT_OK_AND_ASSIGN(const Log2VecVectors vectors,
                             TrainLog2Vec(log, config, {.threads = 1}));
    EXPECT_THAT(std::vector<float>(vectors.customers.begin() + 4,
                                   vectors.customers.end()),
                testing::Each(0.0f));
    EXPECT_THAT(vectors.customers, testing::Contains(testing::Ne(0.0f)));
  }
}

}  // namespace
}  // namespace customer2vec
