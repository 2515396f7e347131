#include "trainer/app/generate_command.h"

#include <gmock/gmock.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <sstream>

#include "core/base/scratch_folder.h"
#include "core/base/status_matchers.h"

namespace customer2vec {
namespace {

using ::testing::HasSubstr;

TEST(GenerateCommandTest, FlagsReachTheGenerator) {
  const ScratchFolder folder;
  CLI::App app;
  GenerateFlags flags;
  AddGenerate(app, flags);
  app.parse(
      "generate --output " + folder.Path("shop") +
      " --customers 20 --products 50 --aisles 6 --departments 3 --tastes 4"
      " --mean-orders 3 --mean-basket 4 --repeat-share 0.25 --seed 9");
  EXPECT_EQ(flags.options.customers, 20u);
  EXPECT_EQ(flags.options.repeat_share, 0.25);
  EXPECT_EQ(flags.options.seed, 9u);
  std::ostringstream out;
  ASSERT_THAT(RunGenerate(flags, out), IsOk());
  EXPECT_THAT(out.str(), HasSubstr("orders"));
  EXPECT_TRUE(std::filesystem::exists(folder.Path("shop/orders.csv")));
  EXPECT_THAT(RunGenerate(flags, out),
              StatusIs(absl::StatusCode::kAlreadyExists, HasSubstr("shop")));
}

TEST(GenerateCommandTest, BadOptionsAreNamed) {
  const ScratchFolder folder;
  GenerateFlags flags;
  flags.output = folder.Path("shop");
  flags.options.repeat_share = 2;
  std::ostringstream out;
  EXPECT_THAT(
      RunGenerate(flags, out),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("repeat")));
}

}  // namespace
}  // namespace customer2vec
