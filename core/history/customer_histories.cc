#include "core/history/customer_histories.h"

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/base/compressed_rows.h"
#include "core/base/status_macros.h"

namespace customer2vec {
namespace {

// What is wrong with an entry of a customer with so many baskets, or nothing.
absl::string_view Fault(const HistoryEntry& entry, uint32_t baskets,
                        size_t item_count) {
  if (entry.item >= item_count) return "names an item that is none";
  if (entry.basket_count == 0 || entry.basket_count > baskets) {
    return "counts more baskets than there are, or none";
  }
  if (entry.last_basket >= baskets) return "names a basket that is none";
  // Written so that NaN fails too.
  if (!(entry.decayed_count >= 0 &&
        entry.decayed_count <= static_cast<float>(entry.basket_count))) {
    return "has a decayed count outside of 0 to its basket count";
  }
  return "";
}

absl::Status CheckCustomer(const CustomerHistoriesView& view, size_t customer,
                           size_t item_count) {
  const auto entries = RowOf(view.offsets, view.entries, customer);
  for (size_t i = 0; i < entries.size(); ++i) {
    absl::string_view fault =
        Fault(entries[i], view.basket_counts[customer], item_count);
    if (i > 0 && entries[i].item <= entries[i - 1].item) {
      fault = "is not in ascending order of items";
    }
    if (!fault.empty()) {
      return absl::DataLossError(absl::StrCat(
          "history entry ", i, " of customer row ", customer, " ", fault));
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<CustomerHistories> CustomerHistories::Create(
    const CustomerHistoriesView& view, size_t item_count) {
  const size_t customers = view.basket_counts.size();
  C2V_RETURN_IF_ERROR(
      CheckOffsets(view.offsets, customers, view.entries.size()))
      .With("histories");
  for (size_t customer = 0; customer < customers; ++customer) {
    C2V_RETURN_IF_ERROR(CheckCustomer(view, customer, item_count));
  }
  return CustomerHistories(view);
}

}  // namespace customer2vec
