#include "trainer/generate/generate_options.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"

namespace customer2vec {
namespace {

constexpr double kMost = 100e6;

absl::Status RequireWithin(absl::string_view name, double value, double low,
                           double high) {
  if (value >= low && value <= high) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(
      name, " is ", value, ": it must be within ", low, " and ", high));
}

}  // namespace

absl::Status ValidateGenerateOptions(const GenerateOptions& options) {
  C2V_RETURN_IF_ERROR(RequireWithin("customers", options.customers, 1, kMost));
  C2V_RETURN_IF_ERROR(
      RequireWithin("departments", options.departments, 1, kMost));
  C2V_RETURN_IF_ERROR(
      RequireWithin("aisles", options.aisles, options.departments, kMost));
  C2V_RETURN_IF_ERROR(RequireWithin("tastes", options.tastes, 1, 1000));
  C2V_RETURN_IF_ERROR(RequireWithin("products", options.products,
                                    std::max(options.aisles, options.tastes),
                                    kMost));
  C2V_RETURN_IF_ERROR(
      RequireWithin("mean_orders", options.mean_orders, 2, 1000));
  C2V_RETURN_IF_ERROR(
      RequireWithin("mean_basket", options.mean_basket, 1, 1000));
  return RequireWithin("repeat_share", options.repeat_share, 0, 0.95);
}

}  // namespace customer2vec
