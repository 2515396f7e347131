#include "trainer/app/search_command.h"

#include <gmock/gmock.h>

#include <sstream>
#include <string>

#include "core/base/scratch_folder.h"
#include "core/base/status_matchers.h"
#include "trainer/config/training_config.h"

namespace customer2vec {
namespace {

using ::testing::HasSubstr;

class RunSearchTest : public testing::Test {
 protected:
  RunSearchTest() {
    std::string lines = "who,basket,item\n";
    for (int basket = 0; basket < 60; ++basket) {
      for (int item = 0; item < 3; ++item) {
        lines += "c" + std::to_string(basket % 8) + ",b" +
                 std::to_string(basket) + ",i" +
                 std::to_string((basket + item) % 5) + "\n";
      }
    }
    folder_.Write("lines.csv", lines);
    flags_.config = folder_.Write("config.textproto", R"(
      data { interactions { delimited {
        path: "lines.csv"
        columns { customer: "who" order: "basket" item: "item" } } } }
      models { name: "own" personal_frequency {} }
      evaluation { min_count: 1 }
      threads: 1)");
    flags_.search = folder_.Write("search.textproto", R"(
      parameters { field: "models.own.personal_frequency.decay" min: 0.1 max: 1 }
      objective { model: "own" cutoff: 2 }
      trials: 5)");
    flags_.data_root = folder_.path();
    flags_.journal = folder_.Path("journal.jsonl");
  }

  ScratchFolder folder_;
  SearchFlags flags_;
  std::ostringstream out_, log_;
};

TEST_F(RunSearchTest, PrintsAConfigurationThatParses) {
  ASSERT_THAT(RunSearch(flags_, out_, log_), IsOk());
  EXPECT_THAT(out_.str(), HasSubstr("# Best of 5 trials: recall@2"));
  C2V_ASSERT_OK_AND_ASSIGN(const v1::TrainingConfig best,
                           ParseTrainingConfig(out_.str(), "best"));
  EXPECT_GT(best.models(0).personal_frequency().decay(), 0);
  EXPECT_THAT(log_.str(), HasSubstr("trial 4:"));
}

TEST_F(RunSearchTest, NamesFileAndFieldAtFault) {
  folder_.Write("search.textproto", "parameters { field: \"x\" max: 1 }");
  EXPECT_THAT(RunSearch(flags_, out_, log_),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("search.textproto: parameters[0].field")));
  folder_.Write("search.textproto", "parameter {}");
  EXPECT_THAT(RunSearch(flags_, out_, log_),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("search.textproto:1:")));
}

}  // namespace
}  // namespace customer2vec
