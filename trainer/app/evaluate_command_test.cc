#include "trainer/app/evaluate_command.h"

#include <gmock/gmock.h>

#include <sstream>
#include <string>

#include "absl/strings/str_replace.h"
#include "core/base/scratch_folder.h"
#include "core/base/status_matchers.h"

namespace customer2vec {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kConfig[] = R"(
  data { interactions { delimited {
    path: "lines.csv" columns { customer: "who" order: "basket" item: "item" }
  } } }
  models { name: "items" item2vec { dimension: 4 min_count: 1 epochs: 1 } }
  evaluation { min_count: 1 }
  threads: 1)";

class RunEvaluateTest : public testing::Test {
 protected:
  RunEvaluateTest() {
    std::string lines = "who,basket,item\n";
    for (int basket = 0; basket < 40; ++basket) {
      for (int item = 0; item < 3; ++item) {
        lines += "c" + std::to_string(basket % 8) + ",b" +
                 std::to_string(basket) + ",i" +
                 std::to_string((basket + item) % 5) + "\n";
      }
    }
    folder_.Write("lines.csv", lines);
    flags_.config = folder_.Write("config.textproto", kConfig);
    flags_.data_root = folder_.path();
  }

  ScratchFolder folder_;
  EvaluateFlags flags_;
  std::ostringstream out_, log_;
};

TEST_F(RunEvaluateTest, PrintsATable) {
  flags_.protocol = "hidden_item";
  flags_.models = {"items", "popularity"};
  ASSERT_THAT(RunEvaluate(flags_, out_, log_), IsOk());
  EXPECT_THAT(out_.str(),
              AllOf(HasSubstr("Protocol hidden_item"), HasSubstr("| items |")));
  EXPECT_THAT(log_.str(), HasSubstr("== seed 1"));
}

TEST_F(RunEvaluateTest, TheConfigurationNamesTheProtocol) {
  folder_.Write("test.txt", "i0 i1\ti2\ni3\ti9\n");
  flags_.config = folder_.Write(
      "session.textproto",
      absl::StrReplaceAll(kConfig, {{"evaluation {", R"(evaluation {
          models: "popularity"
          protocol { session { prefixes { path: "test.txt" } } })"}}));
  ASSERT_THAT(RunEvaluate(flags_, out_, log_), IsOk());
  EXPECT_THAT(out_.str(),
              AllOf(HasSubstr("Protocol session, 1 seed"),
                    HasSubstr("all, 2 cases"), HasSubstr("\"i9\" at ")));
  flags_.protocol = "leave_one_out";
  flags_.seeds = 2;
  ASSERT_THAT(RunEvaluate(flags_, out_, log_), IsOk());
  EXPECT_THAT(out_.str(), HasSubstr("Protocol leave_one_out, 2 seeds"));
}

TEST_F(RunEvaluateTest, WritesFiles) {
  flags_.json = folder_.Path("report.json");
  flags_.markdown = folder_.Path("report.md");
  ASSERT_THAT(RunEvaluate(flags_, out_, log_), IsOk());
  EXPECT_THAT(out_.str(), IsEmpty());
  EXPECT_THAT(folder_.Read("report.json"),
              AllOf(HasSubstr("\"protocol\": \"last_basket\""),
                    HasSubstr("\"standard_error\"")));
  EXPECT_THAT(folder_.Read("report.md"), HasSubstr("| model |"));
}

TEST_F(RunEvaluateTest, NamesTheFlagAtFault) {
  flags_.protocol = "guess";
  EXPECT_THAT(RunEvaluate(flags_, out_, log_),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("guess")));
  flags_.protocol = "last_basket";
  flags_.seeds = 0;
  EXPECT_THAT(
      RunEvaluate(flags_, out_, log_),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("--seeds is 0")));
  flags_.seeds = 1;
  flags_.json = folder_.Path("nowhere/report.json");
  EXPECT_THAT(RunEvaluate(flags_, out_, log_),
              StatusIs(absl::StatusCode::kUnavailable,
                       HasSubstr("nowhere/report.json")));
}

}  // namespace
}  // namespace customer2vec
