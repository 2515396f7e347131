#include "trainer/generate/payment_world.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "core/base/status_matchers.h"

namespace customer2vec {
namespace {

using ::testing::HasSubstr;

TEST(PaymentOptionsTest, BadOptionsAreNamed) {
  EXPECT_THAT(ValidatePaymentOptions({}), IsOk());
  const struct {
    PaymentOptions options;
    const char* message;
  } cases[] = {
      {{.entities = 3}, "entities is 3: it must be within 8"},
      {{.services = 20}, "services is 20: it must be within 56"},
      {{.industries = 0}, "industries is 0"},
      {{.behaviors = 0}, "behaviors is 0"},
      {{.mean_partners = 0.5}, "mean_partners is 0.5"},
      {{.mean_payments = 0}, "mean_payments is 0"},
      {{.mean_orders = 1}, "mean_orders is 1"},
      {{.mean_order_services = 0}, "mean_order_services is 0"},
  };
  for (const auto& c : cases) {
    EXPECT_THAT(
        ValidatePaymentOptions(c.options),
        StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(c.message)));
  }
}

TEST(PaymentWorldTest, IndustryAndBehaviorAreIndependentAndEven) {
  const PaymentWorld world({.entities = 4800});
  std::map<std::pair<uint32_t, uint32_t>, int> counts;
  for (uint32_t i = 0; i < world.entity_count(); ++i) {
    ++counts[{world.entity(i).industry, world.entity(i).behavior}];
  }
  ASSERT_EQ(counts.size(), 48);
  // 100 each, with a deviation of 10 at most.
  for (const auto& [groups, count] : counts) EXPECT_NEAR(count, 100, 45);
}

// Anybody is drawn with .15, of whom an eighth is of each industry: .0188.
TEST(PaymentWorldTest, PaymentsFollowTheSupplyChain) {
  const PaymentWorld world({.entities = 2000});
  Random random(1);
  std::map<uint32_t, double> shares;
  for (int i = 0; i < 40000; ++i) {
    const uint32_t payer = random.Below(2000);
    const uint32_t payee = world.DrawPayee(payer, random);
    shares[(world.entity(payee).industry + 8 - world.entity(payer).industry) %
           8] += 1 / 40000.0;
  }
  EXPECT_NEAR(shares[0], .25 + .019, .02);
  EXPECT_NEAR(shares[1], .45 + .019, .02);
  EXPECT_NEAR(shares[3], .15 + .019, .02);
  EXPECT_NEAR(shares[2], .019, .02);
}

TEST(PaymentWorldTest, ServicesFollowIndustryAndBehavior) {
  const PaymentWorld world({.entities = 2000});
  Random random(2);
  std::map<ServiceKind, double> own, others;
  for (int i = 0; i < 40000; ++i) {
    const uint32_t entity = random.Below(2000);
    const PaymentService& service =
        world.service(world.DrawService(entity, random));
    const uint32_t group = service.kind == ServiceKind::kIndustry
                               ? world.entity(entity).industry
                               : world.entity(entity).behavior;
    (service.group == group ? own : others)[service.kind] += 1 / 40000.0;
  }
  EXPECT_GT(own[ServiceKind::kIndustry], .3);
  EXPECT_LT(others[ServiceKind::kIndustry], .2);
  EXPECT_GT(own[ServiceKind::kBehavior], .4);
  EXPECT_LT(others[ServiceKind::kBehavior], .12);
}

TEST(PaymentWorldTest, EveryServiceHasAGroupAndAName) {
  const PaymentWorld world({.entities = 100, .services = 240});
  std::set<std::string> names;
  std::map<ServiceKind, int> kinds;
  for (uint32_t i = 0; i < world.service_count(); ++i) {
    names.insert(world.ServiceName(i));
    ++kinds[world.service(i).kind];
  }
  EXPECT_EQ(names.size(), 240);
  EXPECT_EQ(kinds[ServiceKind::kIndustry], 120);
  EXPECT_EQ(kinds[ServiceKind::kBehavior], 72);
  EXPECT_EQ(kinds[ServiceKind::kGeneral], 48);
  EXPECT_EQ(world.ServiceName(0), "Farming service 1");
}

}  // namespace
}  // namespace customer2vec
