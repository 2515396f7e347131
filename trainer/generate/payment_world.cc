#include "trainer/generate/payment_world.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"

namespace customer2vec {
namespace {

constexpr double kMost = 100e6;

// Shares of an entity's partners; the rest is anybody.
constexpr double kNextIndustry = 0.45;
constexpr double kOwnIndustry = 0.25;
constexpr double kThirdIndustry = 0.15;

// Shares of the services that an entity thinks of; the rest is any.
constexpr double kIndustryService = 0.3;
constexpr double kBehaviorService = 0.4;

constexpr const char* kIndustries[] = {"Farming",  "Food",     "Retail",
                                       "Freight",  "Building", "Textile",
                                       "Software", "Health"};
constexpr const char* kBehaviors[] = {"Saver",    "Exporter", "Borrower",
                                      "Traveler", "Employer", "Trader"};

absl::Status RequireWithin(absl::string_view name, double value, double low,
                           double high) {
  if (value >= low && value <= high) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(
      name, " is ", value, ": it must be within ", low, " and ", high));
}

// "Farming", and "Farming 2" in the second round of names.
template <size_t n>
std::string GroupName(const char* const (&names)[n], uint32_t group) {
  return absl::StrCat(names[group % n],
                      group < n ? "" : absl::StrCat(" ", group / n + 1));
}

}  // namespace

absl::Status ValidatePaymentOptions(const PaymentOptions& options) {
  C2V_RETURN_IF_ERROR(RequireWithin("industries", options.industries, 1, 1000));
  C2V_RETURN_IF_ERROR(RequireWithin("behaviors", options.behaviors, 1, 1000));
  C2V_RETURN_IF_ERROR(
      RequireWithin("entities", options.entities,
                    std::max(options.industries, options.behaviors), kMost));
  C2V_RETURN_IF_ERROR(
      RequireWithin("services", options.services,
                    4.0 * (options.industries + options.behaviors), kMost));
  C2V_RETURN_IF_ERROR(
      RequireWithin("mean_partners", options.mean_partners, 1, 1000));
  C2V_RETURN_IF_ERROR(
      RequireWithin("mean_payments", options.mean_payments, 1, 1000));
  C2V_RETURN_IF_ERROR(
      RequireWithin("mean_orders", options.mean_orders, 2, 1000));
  return RequireWithin("mean_order_services", options.mean_order_services, 1,
                       1000);
}

void PaymentWorld::Pool::Add(uint32_t row, double weight) {
  rows_.push_back(row);
  sums_.push_back((sums_.empty() ? 0 : sums_.back()) + weight);
}

uint32_t PaymentWorld::Pool::Draw(Random& random) const {
  const double at = random.Uniform() * sums_.back();
  return rows_[std::upper_bound(sums_.begin(), sums_.end() - 1, at) -
               sums_.begin()];
}

PaymentWorld::PaymentWorld(const PaymentOptions& options)
    : by_industry_(options.industries),
      industry_services_(options.industries),
      behavior_services_(options.behaviors) {
  MakeEntities(options);
  MakeServices(options);
}

// Groups are as even as can be, in an order at random: no group is empty.
void PaymentWorld::MakeEntities(const PaymentOptions& options) {
  Random random = Random(options.seed).Fork(0);
  std::vector<uint32_t> order(options.entities);
  for (uint32_t i = 0; i < order.size(); ++i) {
    order[i] = i;
    std::swap(order[i], order[random.Below(i + 1)]);
  }
  for (uint32_t i = 0; i < order.size(); ++i) {
    const uint32_t industry = i % options.industries;
    const double size = std::exp(0.8 * random.Normal());
    entities_.push_back({industry, order[i] % options.behaviors, size});
    by_industry_[industry].Add(i, size);
    all_entities_.Add(i, size);
  }
}

void PaymentWorld::MakeServices(const PaymentOptions& options) {
  const uint32_t of_industries = options.services / 2;
  const uint32_t of_behaviors = options.services * 3 / 10;
  for (uint32_t i = 0; i < options.services; ++i) {
    PaymentService service;
    if (i < of_industries) {
      service = {ServiceKind::kIndustry, i % options.industries,
                 i / options.industries};
    } else if (i < of_industries + of_behaviors) {
      const uint32_t place = i - of_industries;
      service = {ServiceKind::kBehavior, place % options.behaviors,
                 place / options.behaviors};
    } else {
      service = {ServiceKind::kGeneral, 0, i - of_industries - of_behaviors};
    }
    const double weight = 1.0 / (service.rank + 4);
    services_.push_back(service);
    all_services_.Add(i, weight);
    if (service.kind == ServiceKind::kIndustry) {
      industry_services_[service.group].Add(i, weight);
    } else if (service.kind == ServiceKind::kBehavior) {
      behavior_services_[service.group].Add(i, weight);
    }
  }
}

std::string PaymentWorld::ServiceName(uint32_t service) const {
  const auto& [kind, group, rank] = services_[service];
  switch (kind) {
    case ServiceKind::kIndustry:
      return absl::StrCat(GroupName(kIndustries, group), " service ", rank + 1);
    case ServiceKind::kBehavior:
      return absl::StrCat(GroupName(kBehaviors, group), " service ", rank + 1);
    default:
      return absl::StrCat("Everyday service ", rank + 1);
  }
}

uint32_t PaymentWorld::DrawPayee(uint32_t payer, Random& random) const {
  const auto count = static_cast<uint32_t>(by_industry_.size());
  const uint32_t own = entities_[payer].industry;
  double at = random.Uniform();
  if ((at -= kNextIndustry) < 0) {
    return by_industry_[(own + 1) % count].Draw(random);
  }
  if ((at -= kOwnIndustry) < 0) return by_industry_[own].Draw(random);
  if ((at -= kThirdIndustry) < 0) {
    return by_industry_[(own + 3) % count].Draw(random);
  }
  return all_entities_.Draw(random);
}

uint32_t PaymentWorld::DrawService(uint32_t entity, Random& random) const {
  const PaymentEntity& who = entities_[entity];
  double at = random.Uniform();
  if ((at -= kIndustryService) < 0) {
    return industry_services_[who.industry].Draw(random);
  }
  if ((at -= kBehaviorService) < 0) {
    return behavior_services_[who.behavior].Draw(random);
  }
  return all_services_.Draw(random);
}

}  // namespace customer2vec
