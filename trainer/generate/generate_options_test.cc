#include "trainer/generate/generate_options.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/status_matchers.h"

namespace customer2vec {
namespace {

using ::testing::StartsWith;

TEST(GenerateOptionsTest, DefaultsAreValid) {
  EXPECT_THAT(ValidateGenerateOptions({}), IsOk());
}

TEST(GenerateOptionsTest, EachRangeIsNamed) {
  const auto expect = [](const GenerateOptions& options, const char* message) {
    EXPECT_THAT(
        ValidateGenerateOptions(options),
        StatusIs(absl::StatusCode::kInvalidArgument, StartsWith(message)));
  };
  expect({.customers = 0}, "customers is 0: it must be within 1 and");
  expect({.departments = 0}, "departments is 0");
  expect({.aisles = 11, .departments = 12},
         "aisles is 11: it must be within 12");
  expect({.tastes = 0}, "tastes is 0");
  expect({.tastes = 1001}, "tastes is 1001");
  expect({.products = 59, .aisles = 60},
         "products is 59: it must be within 60");
  expect({.products = 60, .tastes = 61},
         "products is 60: it must be within 61");
  expect({.mean_orders = 1.5}, "mean_orders is 1.5");
  expect({.mean_basket = 0}, "mean_basket is 0");
  expect({.repeat_share = 0.99}, "repeat_share is 0.99: it must be within 0");
}

}  // namespace
}  // namespace customer2vec
