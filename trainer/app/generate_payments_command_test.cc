#include "trainer/app/generate_payments_command.h"

#include <gmock/gmock.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <sstream>

#include "core/base/scratch_folder.h"
#include "core/base/status_matchers.h"

namespace customer2vec {
namespace {

using ::testing::HasSubstr;

TEST(GeneratePaymentsCommandTest, FlagsReachTheGenerator) {
  const ScratchFolder folder;
  CLI::App app;
  GeneratePaymentsFlags flags;
  AddGeneratePayments(app, flags);
  app.parse("generate-payments --output " + folder.Path("net") +
            " --entities 30 --services 40 --industries 3 --behaviors 2"
            " --mean-partners 3 --mean-payments 2 --mean-orders 3"
            " --mean-order-services 1.5 --seed 9 --gzip");
  EXPECT_EQ(flags.options.entities, 30u);
  EXPECT_EQ(flags.options.mean_order_services, 1.5);
  EXPECT_EQ(flags.options.seed, 9u);
  std::ostringstream out;
  ASSERT_THAT(RunGeneratePayments(flags, out), IsOk());
  EXPECT_THAT(out.str(), HasSubstr("payments among 30 entities"));
  EXPECT_TRUE(std::filesystem::exists(folder.Path("net/payments.csv.gz")));
  EXPECT_THAT(RunGeneratePayments(flags, out),
              StatusIs(absl::StatusCode::kAlreadyExists, HasSubstr("net")));
}

TEST(GeneratePaymentsCommandTest, BadOptionsAreNamed) {
  const ScratchFolder folder;
  GeneratePaymentsFlags flags;
  flags.output = folder.Path("net");
  flags.options.behaviors = 0;
  std::ostringstream out;
  EXPECT_THAT(
      RunGeneratePayments(flags, out),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("behaviors")));
}

}  // namespace
}  // namespace customer2vec
