// Every example is learned by the command that it names, from small data in its
// format, and published; each of its servables then answers by name from a real
// server, and has found the groups of the shop.

#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "core/base/file.h"
#include "core/base/scratch_folder.h"
#include "core/base/status_matchers.h"
#include "tests/examples/example_data.h"
#include "tests/examples/served_example.h"
#include "trainer/app/evaluate_command.h"
#include "trainer/app/fit_command.h"
#include "trainer/config/training_config.h"

namespace customer2vec {
namespace {

using ::testing::HasSubstr;

std::string ExamplePath(absl::string_view name) {
  return JoinPath(C2V_EXAMPLES, name);
}

std::string ReadExample(absl::string_view name) {
  return ReadFileToString(ExamplePath(name), 1 << 20).value_or("");
}

// Names of the examples that hold `text`, in order; without searches.
std::vector<std::string> ExamplesWith(absl::string_view text) {
  std::vector<std::string> names;
  for (const auto& file : std::filesystem::directory_iterator(C2V_EXAMPLES)) {
    const std::string name = file.path().filename().string();
    const std::string example = ReadExample(name);
    if (absl::StrContains(example, "# proto-message: TrainingConfig\n") &&
        absl::StrContains(example, text)) {
      names.push_back(name);
    }
  }
  std::sort(names.begin(), names.end());
  return names;
}

// What follows --data-root in the command of the example's opening comment.
std::string DataRootOf(absl::string_view example) {
  const std::vector<absl::string_view> words =
      absl::StrSplit(example, absl::ByAnyChar(" \n"), absl::SkipEmpty());
  const auto flag = std::find(words.begin(), words.end(), "--data-root");
  return flag == words.end() ? "" : std::string(*(flag + 1));
}

class ExamplesTest : public ::testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    ASSERT_THAT(
        WriteExampleData(DataRootOf(ReadExample(GetParam())), data_.path()),
        IsOk());
  }

  const ScratchFolder data_;
  const ScratchFolder store_;
};

class ExamplesServedTest : public ExamplesTest {};
class ExamplesEvaluatedTest : public ExamplesTest {};

TEST_P(ExamplesServedTest, EachServableAnswersByName) {
  std::ostringstream out, log;
  ASSERT_THAT(RunFit({.config = ExamplePath(GetParam()),
                      .store = store_.path(),
                      .data_root = data_.path()},
                     out, log),
              IsOk())
      << log.str();
  ServedExample example(store_.path());
  std::set<std::string> served;
  for (const v1::ServableEntry& entry : example.manifest().servables()) {
    SCOPED_TRACE(entry.name());
    served.insert(entry.name());
    if (entry.kind() == v1::SERVABLE_KIND_PREDICTOR) {
      example.ExpectPredictionsOf(entry.name());
      continue;
    }
    const OwnAnswers own = example.Recommend(entry.name());
    if (!example.KnowsNothing(entry)) {
      EXPECT_GT(own.lists, 0);
    }
    if (!example.KnowsNoGroups(entry)) {
      EXPECT_GT(own.lists_of_the_group, 0);
    }
    if (entry.kind() == v1::SERVABLE_KIND_SPACE) {
      example.ExpectVectorsOf(entry.name());
    }
  }
  for (const auto& model : example.manifest().provenance().config().models()) {
    EXPECT_TRUE(served.contains(model.name())) << model.name();
  }
}

// What is meant for `c2v-train evaluate` is evaluated as well.
TEST_P(ExamplesEvaluatedTest, EachModelHasAFigure) {
  std::ostringstream out, log;
  ASSERT_THAT(RunEvaluate({.config = ExamplePath(GetParam()),
                           .data_root = data_.path()},
                          out, log),
              IsOk())
      << log.str();
  C2V_ASSERT_OK_AND_ASSIGN(const v1::TrainingConfig config,
                           ReadTrainingConfig(ExamplePath(GetParam())));
  for (const std::string& model : config.evaluation().models()) {
    EXPECT_THAT(out.str(), HasSubstr("| " + model + " |"));
  }
}

std::string TestName(const ::testing::TestParamInfo<std::string>& info) {
  return info.param.substr(0, info.param.find('.'));
}

INSTANTIATE_TEST_SUITE_P(All, ExamplesServedTest,
                         ::testing::ValuesIn(ExamplesWith("")), TestName);
INSTANTIATE_TEST_SUITE_P(
    All, ExamplesEvaluatedTest,
    ::testing::ValuesIn(ExamplesWith("#   c2v-train evaluate ")), TestName);

}  // namespace
}  // namespace customer2vec
