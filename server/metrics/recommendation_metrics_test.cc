#include "server/metrics/recommendation_metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/metrics/metric_family.h"

namespace customer2vec {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(RecommendationMetricsTest, EveryReasonShowsFromTheStart) {
  const RecommendationMetrics metrics;
  const std::string page = MetricsText({&metrics});
  EXPECT_THAT(page,
              HasSubstr("c2v_fallbacks_total{reason=\"unknown_item\"} 0\n"));
  EXPECT_THAT(page, HasSubstr("c2v_fallbacks_total{reason=\"customer_without_"
                              "history\"} 0\n"));
  EXPECT_THAT(page, Not(HasSubstr("unspecified")));
}

TEST(RecommendationMetricsTest, CountsFallbacksAndFill) {
  RecommendationMetrics metrics;
  metrics.Record(10, 10, v1::FALLBACK_UNSPECIFIED);
  metrics.Record(20, 5, v1::FALLBACK_EMPTY_SESSION);
  const std::string page = MetricsText({&metrics});
  EXPECT_THAT(page,
              HasSubstr("c2v_fallbacks_total{reason=\"empty_session\"} 1\n"));
  EXPECT_THAT(page,
              HasSubstr("c2v_fallbacks_total{reason=\"unknown_item\"} 0\n"));
  EXPECT_THAT(page, HasSubstr("c2v_items_asked_total 30\n"));
  EXPECT_THAT(page, HasSubstr("c2v_items_returned_total 15\n"));
}

}  // namespace
}  // namespace customer2vec
