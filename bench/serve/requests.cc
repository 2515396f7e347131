#include "bench/serve/requests.h"

#include <span>
#include <string>

#include "core/base/random.h"

namespace customer2vec::bench {

std::vector<v1::RecommendSimilarItemsRequest> SimilarItemsRequests(
    const Tables& tables, const RequestOptions& options) {
  Random random(options.seed);
  std::vector<v1::RecommendSimilarItemsRequest> requests(options.count);
  for (auto& request : requests) {
    const uint32_t item = random.Below(tables.items.size());
    request.set_item_id(std::string(tables.items.Id(item)));
    request.set_k(options.k);
  }
  return requests;
}

std::vector<v1::RecommendForCustomerRequest> CustomerRequests(
    const Tables& tables, const RequestOptions& options) {
  Random random(options.seed);
  std::vector<v1::RecommendForCustomerRequest> requests(options.count);
  for (auto& request : requests) {
    const uint32_t customer = random.Below(tables.customers.size());
    request.set_customer_id(std::string(tables.customers.Id(customer)));
    request.set_k(options.k);
  }
  return requests;
}

std::vector<v1::RecommendForSessionRequest> SessionRequests(
    const Tables& tables, const RequestOptions& options) {
  Random random(options.seed);
  std::vector<v1::RecommendForSessionRequest> requests(options.count);
  for (auto& request : requests) {
    const std::span<const HistoryEntry> history =
        tables.histories.Of(random.Below(tables.customers.size()));
    for (int i = 0; i < options.session_items && !history.empty(); ++i) {
      const uint32_t item = history[random.Below(history.size())].item;
      request.add_events()->set_item_id(std::string(tables.items.Id(item)));
    }
    request.set_k(options.k);
  }
  return requests;
}

}  // namespace customer2vec::bench
