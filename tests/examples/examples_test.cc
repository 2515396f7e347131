// Every example, and every configuration of docs/models.md, is one that the
// trainer takes, and no family of models is without one.

#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "core/base/file.h"
#include "core/base/status_matchers.h"
#include "customer2vec/v1/search_config.pb.h"
#include "trainer/config/training_config.h"
#include "trainer/data/data_config.h"
#include "trainer/fit/fit.h"
#include "trainer/models/model_registry.h"
#include "trainer/search/search.h"

namespace customer2vec {
namespace {

using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

constexpr uint64_t kMaxBytes = 1 << 20;

std::string ReadText(const std::string& path) {
  const auto text = ReadFileToString(path, kMaxBytes);
  EXPECT_THAT(text, IsOk());
  return text.ok() ? *text : "";
}

// Names of the files of examples/, in order.
std::vector<std::string> ExampleNames() {
  std::vector<std::string> names;
  for (const auto& file : std::filesystem::directory_iterator(C2V_EXAMPLES)) {
    names.push_back(file.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::string ExamplePath(absl::string_view name) {
  return JoinPath(C2V_EXAMPLES, name);
}

bool IsSearch(absl::string_view text) {
  return absl::StrContains(text, "\n# proto-message: SearchConfig\n");
}

// The comment that a file opens with.
std::string OpeningComment(absl::string_view text) {
  std::string comment;
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    if (!absl::StartsWith(line, "#")) break;
    absl::StrAppend(&comment, line, "\n");
  }
  return comment;
}

// The ```textproto blocks of a page.
std::vector<std::string> ConfigurationsOf(absl::string_view page) {
  std::vector<std::string> blocks;
  bool inside = false;
  for (const absl::string_view line : absl::StrSplit(page, '\n')) {
    if (inside && line == "```") {
      inside = false;
    } else if (inside) {
      absl::StrAppend(&blocks.back(), line, "\n");
    } else if (line == "```textproto") {
      inside = true;
      blocks.emplace_back();
    }
  }
  return blocks;
}

// Adds the families of a configuration's models to `kinds`.
void AddKinds(const v1::TrainingConfig& config, std::set<int>* kinds) {
  for (const v1::ModelConfig& model : config.models()) {
    kinds->insert(model.model_case());
  }
}

// Names of the families that are not among `kinds`.
std::vector<std::string> FamiliesMissing(const std::set<int>& kinds) {
  std::vector<std::string> missing;
  for (const ModelFamily* family : ModelFamilies()) {
    if (!kinds.contains(family->kind)) missing.push_back(family->name);
  }
  return missing;
}

TEST(ExamplesTest, EachSaysWhatItIsAndHowToRunIt) {
  EXPECT_THAT(ExampleNames(), Not(IsEmpty()));
  for (const std::string& name : ExampleNames()) {
    SCOPED_TRACE(name);
    const std::string text = ReadText(ExamplePath(name));
    const std::string comment = OpeningComment(text);
    EXPECT_THAT(comment, StartsWith("# proto-file: customer2vec/v1/"));
    const char* const flag = IsSearch(text) ? "--search" : "--config";
    if (IsSearch(text)) {
      EXPECT_THAT(comment, HasSubstr("\n#   c2v-train search "));
    } else {
      EXPECT_THAT(comment, AnyOf(HasSubstr("\n#   c2v-train fit "),
                                 HasSubstr("\n#   c2v-train evaluate ")));
    }
    EXPECT_THAT(comment, HasSubstr(absl::StrCat(flag, " examples/", name)));
  }
}

TEST(ExamplesTest, EachConfigurationIsAccepted) {
  for (const std::string& name : ExampleNames()) {
    SCOPED_TRACE(name);
    if (IsSearch(ReadText(ExamplePath(name)))) continue;
    C2V_ASSERT_OK_AND_ASSIGN(const v1::TrainingConfig config,
                             ReadTrainingConfig(ExamplePath(name)));
    EXPECT_THAT(CheckConfig(config), IsOk());
    EXPECT_THAT(ValidateDataConfig(config.data()), IsOk());
  }
}

TEST(ExamplesTest, TheSearchFitsTheConfigurationItNames) {
  const std::string text = ReadText(ExamplePath("search.textproto"));
  const std::string base = "complete_journey.textproto";
  EXPECT_THAT(OpeningComment(text),
              HasSubstr(absl::StrCat("--config examples/", base)));
  C2V_ASSERT_OK_AND_ASSIGN(
      v1::SearchConfig search,
      ParseTextConfig<v1::SearchConfig>(text, "search.textproto"));
  C2V_ASSERT_OK_AND_ASSIGN(const v1::TrainingConfig config,
                           ReadTrainingConfig(ExamplePath(base)));
  EXPECT_THAT(CompleteSearchConfig(config, &search), IsOk());
}

TEST(ExamplesTest, EachFamilyHasOne) {
  std::set<int> kinds;
  for (const std::string& name : ExampleNames()) {
    SCOPED_TRACE(name);
    if (IsSearch(ReadText(ExamplePath(name)))) continue;
    C2V_ASSERT_OK_AND_ASSIGN(const v1::TrainingConfig config,
                             ReadTrainingConfig(ExamplePath(name)));
    AddKinds(config, &kinds);
  }
  EXPECT_THAT(FamiliesMissing(kinds), IsEmpty());
}

TEST(ModelsPageTest, EachConfigurationIsAcceptedAndEachFamilyHasOne) {
  std::set<int> kinds;
  const std::vector<std::string> blocks =
      ConfigurationsOf(ReadText(C2V_MODELS_PAGE));
  EXPECT_THAT(blocks, Not(IsEmpty()));
  for (const std::string& block : blocks) {
    SCOPED_TRACE(block);
    C2V_ASSERT_OK_AND_ASSIGN(const v1::TrainingConfig config,
                             ParseTrainingConfig(block, "docs/models.md"));
    EXPECT_THAT(CheckConfig(config), IsOk());
    AddKinds(config, &kinds);
  }
  EXPECT_THAT(FamiliesMissing(kinds), IsEmpty());
}

}  // namespace
}  // namespace customer2vec
