#include "core/tables/tables_arrays.h"

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"

namespace customer2vec {
namespace {

absl::Status CheckBasketCounts(const TablesView& view, size_t item_count) {
  const std::span<const uint32_t> counts = view.basket_counts;
  if (counts.size() != item_count) {
    return absl::DataLossError(absl::StrCat("there are ", counts.size(),
                                            " basket counts for ", item_count,
                                            " items"));
  }
  for (size_t row = 0; row < counts.size(); ++row) {
    if (counts[row] > view.basket_count) {
      return absl::DataLossError(
          absl::StrCat("item row ", row, " is in ", counts[row],
                       " baskets, but there are ", view.basket_count));
    }
    if (row > 0 && counts[row] > counts[row - 1]) {
      return absl::DataLossError(absl::StrCat(
          "item row ", row, " is in more baskets than the row before it"));
    }
  }
  return absl::OkStatus();
}

}  // namespace

TablesView TablesArrays::view() const {
  return {.items = items.view(),
          .catalogue = catalogue.view(),
          .basket_counts = basket_counts,
          .basket_count = basket_count,
          .customers = customers.view(),
          .histories = histories.view()};
}

absl::StatusOr<Tables> CreateTables(const TablesView& view) {
  Tables tables{.basket_counts = view.basket_counts,
                .basket_count = view.basket_count};
  C2V_ASSIGN_OR_RETURN(tables.items, Vocabulary::Create(view.items),
                       "item vocabulary");
  C2V_ASSIGN_OR_RETURN(tables.catalogue,
                       Catalogue::Create(view.catalogue, tables.items.size()),
                       "catalogue");
  C2V_RETURN_IF_ERROR(CheckBasketCounts(view, tables.items.size()));
  C2V_ASSIGN_OR_RETURN(tables.customers, Vocabulary::Create(view.customers),
                       "customer vocabulary");
  C2V_ASSIGN_OR_RETURN(
      tables.histories,
      CustomerHistories::Create(view.histories, tables.items.size()));
  if (tables.histories.customer_count() != tables.customers.size()) {
    return absl::DataLossError(absl::StrCat(
        "there are histories of ", tables.histories.customer_count(),
        " customers, but ", tables.customers.size(), " customers"));
  }
  return tables;
}

}  // namespace customer2vec
