#include "trainer/search/search.h"

#include <gmock/gmock.h>

#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "core/base/random.h"
#include "core/base/scratch_folder.h"
#include "core/base/status_matchers.h"
#include "trainer/config/training_config.h"
#include "trainer/search/journal.h"

namespace customer2vec {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

// Customers repeat what they took last, and soon forget what was before: a
// small decay of personal frequency is right.
LoadedData Forgetful() {
  constexpr uint32_t kItems = 60, kCustomers = 40, kBaskets = 12;
  Random random(11);
  CorpusArrays arrays;
  arrays.basket_offsets = {0};
  arrays.customer_offsets = {0};
  for (uint32_t i = 0; i < kItems; ++i) {
    arrays.item_ids.push_back(std::string("i") + std::to_string(i));
  }
  for (uint32_t c = 0; c < kCustomers; ++c) {
    arrays.customer_ids.push_back(std::string("c") + std::to_string(c));
    for (uint32_t b = 0; b < kBaskets; ++b) {
      const uint32_t first = (c * 7 + (b / 3) * 11) % kItems;
      for (uint32_t step = 0; step < 3; ++step) {
        arrays.items.push_back((first + step) % kItems);
      }
      arrays.basket_offsets.push_back(arrays.items.size());
      arrays.basket_times.push_back(b);
      arrays.basket_customers.push_back(c);
    }
    arrays.customer_offsets.push_back(arrays.basket_times.size());
  }
  LoadedData data;
  data.corpus = Corpus(std::move(arrays));
  data.catalogue.names = data.corpus.arrays().item_ids;
  return data;
}

v1::TrainingConfig Config() {
  auto config = ParseTrainingConfig(R"(
    models { name: "own" personal_frequency {} }
    evaluation { min_count: 1 }
    threads: 1)",
                                    "test");
  EXPECT_THAT(config, IsOk());
  return *config;
}

v1::SearchConfig DecaySearch(const v1::TrainingConfig& config, int trials) {
  v1::SearchConfig search;
  v1::SearchParameter* decay = search.add_parameters();
  decay->set_field("models.own.personal_frequency.decay");
  decay->set_min(0.05);
  decay->set_max(1);
  search.mutable_objective()->set_model("own");
  search.mutable_objective()->set_cutoff(3);
  search.set_trials(trials);
  EXPECT_THAT(CompleteSearchConfig(config, &search), IsOk());
  return search;
}

TEST(SearchTest, FindsWhatIsBetter) {
  const v1::TrainingConfig config = Config();
  const LoadedData data = Forgetful();
  C2V_ASSERT_OK_AND_ASSIGN(
      const SearchResult result,
      Search(data, config, DecaySearch(config, 15), {}, nullptr));
  EXPECT_EQ(result.trials.size(), 15u);
  double worst = 1;
  for (const v1::SearchTrial& trial : result.trials) {
    EXPECT_EQ(trial.error(), "");
    EXPECT_LE(trial.score(), result.best.score());
    worst = std::min(worst, trial.score());
  }
  EXPECT_GT(result.best.score(), worst + 0.1);
  EXPECT_LT(result.config.models(0).personal_frequency().decay(), 0.8);
}

TEST(SearchTest, GoesOnFromItsJournal) {
  const v1::TrainingConfig config = Config();
  const LoadedData data = Forgetful();
  const ScratchFolder folder;
  C2V_ASSERT_OK_AND_ASSIGN(
      const SearchResult whole,
      Search(data, config, DecaySearch(config, 14), {}, nullptr));
  const JournalOptions options{.journal = folder.Path("search.jsonl")};
  ASSERT_THAT(Search(data, config, DecaySearch(config, 6), options, nullptr),
              IsOk());
  // A trial that was being written when the power failed.
  std::ofstream(options.journal, std::ios::app) << "{\"number\": 6, \"val";
  C2V_ASSERT_OK_AND_ASSIGN(
      const SearchResult resumed,
      Search(data, config, DecaySearch(config, 14), options, nullptr));
  ASSERT_EQ(resumed.trials.size(), 14u);
  for (size_t i = 0; i < 14; ++i) {
    EXPECT_EQ(resumed.trials[i].values(0), whole.trials[i].values(0)) << i;
    EXPECT_EQ(resumed.trials[i].score(), whole.trials[i].score()) << i;
  }
  C2V_ASSERT_OK_AND_ASSIGN(const Journal journal, ReadJournal(options.journal));
  EXPECT_EQ(journal.trials.size(), 14u);
}

TEST(SearchTest, RefusesAJournalOfAnotherSearch) {
  const v1::TrainingConfig config = Config();
  LoadedData data = Forgetful();
  const v1::SearchConfig search = DecaySearch(config, 2);
  const ScratchFolder folder;
  const JournalOptions options{.journal = folder.Path("j.jsonl")};
  ASSERT_THAT(Search(data, config, search, options, nullptr), IsOk());
  const auto is_refused =
      StatusIs(absl::StatusCode::kInvalidArgument,
               AllOf(HasSubstr("j.jsonl:1: is the journal of another search"),
                     HasSubstr("name another file")));
  v1::SearchConfig other_search = search;
  other_search.mutable_objective()->set_cutoff(4);
  EXPECT_THAT(Search(data, config, other_search, options, nullptr), is_refused);
  other_search = search;
  other_search.set_seed(9);
  EXPECT_THAT(Search(data, config, other_search, options, nullptr), is_refused);
  v1::TrainingConfig other_config = config;
  other_config.set_seed(9);
  EXPECT_THAT(Search(data, other_config, search, options, nullptr), is_refused);
  data.report.fingerprint = "other";
  EXPECT_THAT(Search(data, config, search, options, nullptr), is_refused);
}

TEST(SearchTest, RefusesAFileThatIsNoJournal) {
  const v1::TrainingConfig config = Config();
  const v1::SearchConfig search = DecaySearch(config, 3);
  const ScratchFolder folder;
  const auto refusal = [&](const std::string& text) {
    return Search(Forgetful(), config, search,
                  {.journal = folder.Write("j.jsonl", text)}, nullptr)
        .status();
  };
  // As written before journals said what they are of.
  EXPECT_THAT(refusal("{\"values\": [\"0.5\"]}\n"),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       AllOf(HasSubstr("j.jsonl:1: does not say which search"),
                             HasSubstr("another file"))));
  EXPECT_THAT(refusal("no json\n"), StatusIs(absl::StatusCode::kInvalidArgument,
                                             HasSubstr("j.jsonl:1:")));
  ASSERT_THAT(Search(Forgetful(), config, search,
                     {.journal = folder.Path("whole.jsonl")}, nullptr),
              IsOk());
  const std::string whole = folder.Read("whole.jsonl");
  const std::string first = whole.substr(0, whole.find('\n') + 1);
  EXPECT_THAT(refusal(first + "no json\n"),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("j.jsonl:2: is no trial")));
  EXPECT_THAT(refusal(first + "{\"values\": [\"7\"]}\n"),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("j.jsonl:2: is no trial of this search")));
}

TEST(SearchTest, StopsBeforeATrialThatWouldNotFit) {
  const v1::TrainingConfig config = Config();
  const LoadedData data = Forgetful();
  v1::SearchConfig search = DecaySearch(config, 3);
  const ScratchFolder folder;
  const JournalOptions options{.journal = folder.Path("fast.jsonl")};
  ASSERT_THAT(Search(data, config, search, options, nullptr), IsOk());
  // The same trials, had they taken two hours each, but for one that failed.
  C2V_ASSERT_OK_AND_ASSIGN(Journal journal, ReadJournal(options.journal));
  const JournalOptions slow{.journal = folder.Path("slow.jsonl")};
  ASSERT_THAT(StartJournal(slow.journal, journal.search), IsOk());
  for (v1::SearchTrial& trial : journal.trials) {
    trial.set_seconds(trial.number() == 1 ? 0 : 7200);
    if (trial.number() == 1) trial.set_error("it failed");
    ASSERT_THAT(AppendToJournal(slow.journal, trial), IsOk());
  }
  search.set_trials(5);
  search.set_minutes(100);
  std::vector<std::string> said;
  const ProgressLine progress = [&](absl::string_view line) {
    said.emplace_back(line);
  };
  C2V_ASSERT_OK_AND_ASSIGN(const SearchResult stopped,
                           Search(data, config, search, slow, progress));
  EXPECT_EQ(stopped.trials.size(), 3u);
  EXPECT_THAT(said, testing::Contains(AllOf(HasSubstr("stopped after 3 trials"),
                                            HasSubstr("about 7200.0 s"),
                                            HasSubstr("of 100 minutes"))));
  search.set_minutes(130);
  C2V_ASSERT_OK_AND_ASSIGN(const SearchResult going_on,
                           Search(data, config, search, slow, nullptr));
  EXPECT_EQ(going_on.trials.size(), 5u);
}

TEST(SearchTest, AFailedTrialIsNoEnd) {
  const v1::TrainingConfig config = Config();
  v1::SearchConfig search = DecaySearch(config, 4);
  search.mutable_parameters(0)->set_min(2);  // refused by the model
  search.mutable_parameters(0)->set_max(3);
  EXPECT_THAT(Search(Forgetful(), config, search, {}, nullptr),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("personal_frequency.decay is")));
}

TEST(SearchTest, EveryProtocolOfListsIsAnObjective) {
  const LoadedData data = Forgetful();
  const v1::TrainingConfig config = Config();
  for (const char* protocol : {"hidden_item", "next_item", "next_basket",
                               "session", "leave_one_out"}) {
    v1::SearchConfig search = DecaySearch(config, 1);
    search.mutable_objective()->set_protocol(protocol);
    search.mutable_objective()->set_model("popularity");
    C2V_ASSERT_OK_AND_ASSIGN(const SearchResult result,
                             Search(data, config, search, {}, nullptr));
    EXPECT_EQ(result.best.error(), "") << protocol;
  }
}

// Customers of one basket: without its last items there is one left to choose
// on, and without the whole of it, which last_basket would hold out, nothing.
TEST(SearchTest, WhatTheConfigurationsProtocolAsksForStaysOut) {
  CorpusArrays arrays;
  arrays.basket_offsets = {0};
  arrays.customer_offsets = {0};
  arrays.item_ids = {"a", "b", "c"};
  for (uint32_t c = 0; c < 20; ++c) {
    arrays.customer_ids.push_back(std::string("c") + std::to_string(c));
    for (const uint32_t item : {0u, 1u, 2u}) arrays.items.push_back(item);
    arrays.basket_offsets.push_back(arrays.items.size());
    arrays.basket_times.push_back(c);
    arrays.basket_customers.push_back(c);
    arrays.customer_offsets.push_back(arrays.basket_times.size());
  }
  LoadedData data;
  data.corpus = Corpus(std::move(arrays));
  data.catalogue.names = data.corpus.arrays().item_ids;
  v1::TrainingConfig config = Config();
  v1::SearchConfig search = DecaySearch(config, 1);
  search.mutable_objective()->set_protocol("leave_one_out");
  search.mutable_objective()->set_model("popularity");
  search.mutable_objective()->set_cutoff(2);
  EXPECT_THAT(Search(data, config, search, {}, nullptr),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("nothing to measure")));
  config.mutable_evaluation()->mutable_protocol()->mutable_leave_one_out();
  C2V_ASSERT_OK_AND_ASSIGN(const SearchResult result,
                           Search(data, config, search, {}, nullptr));
  EXPECT_EQ(result.best.error(), "");
}

TEST(CompleteSearchConfigTest, NamesTheField) {
  const v1::TrainingConfig config = Config();
  const auto error = [&](auto change) {
    v1::SearchConfig search = DecaySearch(config, 3);
    change(&search);
    return CompleteSearchConfig(config, &search);
  };
  const auto is_invalid = [](const char* words) {
    return StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(words));
  };
  EXPECT_THAT(error([](auto* s) { s->clear_parameters(); }),
              is_invalid("parameters is empty"));
  EXPECT_THAT(error([](auto* s) { s->mutable_parameters(0)->set_max(0); }),
              is_invalid("parameters[0] goes from"));
  EXPECT_THAT(error([](auto* s) {
                s->mutable_parameters(0)->set_log(true);
                s->mutable_parameters(0)->set_min(0);
              }),
              is_invalid("parameters[0].min is 0"));
  EXPECT_THAT(error([](auto* s) { s->mutable_parameters(0)->set_field("x"); }),
              is_invalid("parameters[0].field"));
  EXPECT_THAT(
      error([](auto* s) { s->mutable_parameters(0)->add_choices("a"); }),
      is_invalid("parameters[0].choices"));
  EXPECT_THAT(error([](auto* s) { s->mutable_objective()->set_protocol("x"); }),
              is_invalid("objective: protocol \"x\""));
}

}  // namespace
}  // namespace customer2vec
