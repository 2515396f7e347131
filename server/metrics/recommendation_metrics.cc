#include "server/metrics/recommendation_metrics.h"

#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/strip.h"
#include "server/metrics/metric_family.h"

namespace customer2vec {
namespace {

// "unknown_item" for FALLBACK_UNKNOWN_ITEM.
std::string ReasonLabel(v1::Fallback fallback) {
  const std::string& name = v1::Fallback_Name(fallback);
  return absl::AsciiStrToLower(absl::StripPrefix(name, "FALLBACK_"));
}

}  // namespace

void RecommendationMetrics::Record(int asked, int returned,
                                   v1::Fallback fallback) {
  counters_.Add(kAsked, asked);
  counters_.Add(kReturned, returned);
  if (v1::Fallback_IsValid(fallback)) {
    counters_.Add(fallback);
  }
}

std::vector<prometheus::MetricFamily> RecommendationMetrics::Collect() const {
  auto fallbacks = CounterFamily(
      "c2v_fallbacks_total",
      "Recommendations that a fallback answered, by the reason for it.");
  for (int i = v1::FALLBACK_UNSPECIFIED + 1; i < v1::Fallback_ARRAYSIZE; ++i) {
    const auto fallback = static_cast<v1::Fallback>(i);
    AddCounter(static_cast<double>(counters_.Sum(i)),
               {{"reason", ReasonLabel(fallback)}}, &fallbacks);
  }
  auto asked = CounterFamily("c2v_items_asked_total",
                             "Items that answered calls asked for (their k).");
  AddCounter(static_cast<double>(counters_.Sum(kAsked)), {}, &asked);
  auto returned = CounterFamily(
      "c2v_items_returned_total",
      "Items that those calls got; over items asked it is the fill rate.");
  AddCounter(static_cast<double>(counters_.Sum(kReturned)), {}, &returned);
  return {std::move(fallbacks), std::move(asked), std::move(returned)};
}

}  // namespace customer2vec
