#include "trainer/app/fit_command.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <sstream>
#include <string>

#include "core/base/scratch_folder.h"
#include "core/base/status_matchers.h"

namespace customer2vec {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::StartsWith;

constexpr char kConfig[] = R"(
  data { interactions { delimited {
    path: "lines.csv" columns { customer: "who" order: "basket" item: "item" }
  } } }
  models { name: "items" item2vec { dimension: 4 min_count: 1 epochs: 1 } }
  threads: 1)";

class RunFitTest : public testing::Test {
 protected:
  RunFitTest() {
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
    flags_.store = folder_.Path("store");
  }

  ScratchFolder folder_;
  FitFlags flags_;
  std::ostringstream out_, log_;
};

TEST_F(RunFitTest, SaysWhatItPublishedAndHowItWent) {
  ASSERT_THAT(RunFit(flags_, out_, log_), IsOk());
  EXPECT_THAT(out_.str(), MatchesRegex("published [0-9]+T[0-9]+Z-[0-9a-f]+\n"));
  EXPECT_THAT(log_.str(),
              AllOf(HasSubstr("== read"), HasSubstr(": decay = "),
                    HasSubstr("recall@10"), HasSubstr("== publish")));
}

TEST_F(RunFitTest, DryRunChecksAndReadsNoData) {
  flags_.dry_run = true;
  flags_.data_root = "/nowhere";
  ASSERT_THAT(RunFit(flags_, out_, log_), IsOk());
  EXPECT_THAT(out_.str(), StartsWith("configuration is fine"));
}

TEST_F(RunFitTest, DryRunNamesWhatTheDataLack) {
  flags_.dry_run = true;
  flags_.config = folder_.Write("config.textproto", R"(
    data { interactions { delimited { path: "lines.csv"
                                      columns { order: "basket" } } } })");
  EXPECT_THAT(
      RunFit(flags_, out_, log_),
      StatusIs(
          absl::StatusCode::kInvalidArgument,
          AllOf(HasSubstr("config.textproto"),
                HasSubstr("data.interactions[0].delimited.columns.item"))));
}

TEST_F(RunFitTest, FlagsOverrideTheConfiguration) {
  flags_.threads = -3;
  EXPECT_THAT(RunFit(flags_, out_, log_),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       AllOf(HasSubstr("config.textproto"),
                             HasSubstr("threads is -3"))));
}

TEST_F(RunFitTest, GoesOnFromAnEarlierSnapshotWithoutLeavingAState) {
  flags_.warm_start = "latest";
  EXPECT_THAT(RunFit(flags_, out_, log_),
              StatusIs(absl::StatusCode::kNotFound,
                       HasSubstr("fit once without --warm-start")));
  flags_.warm_start.reset();
  ASSERT_THAT(RunFit(flags_, out_, log_), IsOk());
  const std::string first = out_.str().substr(10, 25);
  flags_.warm_start = first;
  flags_.checkpoint = folder_.Path("state");
  flags_.checkpoint_interval_s = 0;
  ASSERT_THAT(RunFit(flags_, out_, log_), IsOk());
  EXPECT_THAT(log_.str(), HasSubstr("learned from nothing"));
  EXPECT_FALSE(std::filesystem::exists(folder_.Path("state")));
}

TEST_F(RunFitTest, NamesAMissingConfiguration) {
  flags_.config += ".none";
  EXPECT_THAT(
      RunFit(flags_, out_, log_),
      StatusIs(absl::StatusCode::kNotFound, HasSubstr("textproto.none")));
}

}  // namespace
}  // namespace customer2vec
