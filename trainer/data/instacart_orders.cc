#include "trainer/data/instacart_orders.h"

#include <algorithm>
#include <memory>
#include <tuple>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "trainer/data/table_reader.h"

namespace customer2vec {
namespace {

constexpr int64_t kSecondsPerHour = 3600;
constexpr int64_t kSecondsPerDay = 24 * kSecondsPerHour;

// A row of orders.csv.
struct OrderRow {
  uint64_t id;
  uint64_t user;
  uint64_t number;  // 1 is the customer's first order
  int64_t gap_days;
  int64_t hour;
};

class OrderTable {
 public:
  static absl::StatusOr<OrderTable> Open(const std::string& path,
                                         BadRowLog& log) {
    OrderTable orders;
    C2V_ASSIGN_OR_RETURN(orders.table_, TableReader::Open(path, ',', log));
    const TableReader& table = *orders.table_;
    C2V_ASSIGN_OR_RETURN(orders.id_, table.Column("order_id"));
    C2V_ASSIGN_OR_RETURN(orders.user_, table.Column("user_id"));
    C2V_ASSIGN_OR_RETURN(orders.number_, table.Column("order_number"));
    C2V_ASSIGN_OR_RETURN(orders.hour_, table.Column("order_hour_of_day"));
    C2V_ASSIGN_OR_RETURN(orders.gap_, table.Column("days_since_prior_order"));
    return orders;
  }

  absl::StatusOr<std::vector<OrderRow>> ReadAll() {
    std::vector<OrderRow> rows;
    absl::flat_hash_set<uint64_t> ids;
    OrderRow row;
    while (table_->Next()) {
      if (!TakeRow(&row)) continue;
      if (ids.insert(row.id).second) {
        rows.push_back(row);
      } else {
        table_->RejectValue(BadRowReason::kDuplicateId, id_,
                            "stands in the table already");
      }
    }
    C2V_RETURN_IF_ERROR(table_->status());
    return rows;
  }

 private:
  bool TakeRow(OrderRow* row) {
    return table_->TakeUnsigned(id_, &row->id) &&
           table_->TakeUnsigned(user_, &row->user) &&
           table_->TakeUnsigned(number_, &row->number) &&
           TakeWithin(hour_, 23, &row->hour) && TakeGap(&row->gap_days);
  }

  // A whole number from 0 to `last`, perhaps written "7.0".
  bool TakeWithin(size_t column, int64_t last, int64_t* value) {
    double number;
    if (!table_->TakeNumber(column, &number)) return false;
    if (!(number >= 0 && number <= static_cast<double>(last))) {
      table_->RejectValue(BadRowReason::kNotANumber, column,
                          absl::StrCat("is not within 0 and ", last));
      return false;
    }
    *value = static_cast<int64_t>(number);
    return true;
  }

  // Empty for a first order.
  bool TakeGap(int64_t* days) {
    constexpr int64_t kCentury = 36525;
    *days = 0;
    return table_->Value(gap_).empty() || TakeWithin(gap_, kCentury, days);
  }

  std::unique_ptr<TableReader> table_;
  size_t id_, user_, number_, hour_, gap_;
};

// Orders with their times; `rows` by user and number.
std::vector<InstacartOrder> Timed(const std::vector<OrderRow>& rows) {
  std::vector<InstacartOrder> orders;
  orders.reserve(rows.size());
  int64_t day = 0;
  for (const OrderRow& row : rows) {
    const bool first = orders.empty() || orders.back().user != row.user;
    day = first ? 0 : day + row.gap_days;
    int64_t time = day * kSecondsPerDay + row.hour * kSecondsPerHour;
    if (!first) time = std::max(time, orders.back().time + 1);
    orders.push_back({row.id, row.user, time});
  }
  return orders;
}

}  // namespace

absl::StatusOr<InstacartOrders> InstacartOrders::Read(const std::string& path,
                                                      BadRowLog& log) {
  C2V_ASSIGN_OR_RETURN(OrderTable table, OrderTable::Open(path, log));
  C2V_ASSIGN_OR_RETURN(std::vector<OrderRow> rows, table.ReadAll());
  std::sort(rows.begin(), rows.end(), [](const OrderRow& a, const OrderRow& b) {
    return std::tie(a.user, a.number, a.id) < std::tie(b.user, b.number, b.id);
  });
  std::vector<InstacartOrder> orders = Timed(rows);
  std::sort(orders.begin(), orders.end(),
            [](const InstacartOrder& a, const InstacartOrder& b) {
              return a.id < b.id;
            });
  return InstacartOrders(std::move(orders));
}

const InstacartOrder* InstacartOrders::Find(uint64_t id) const {
  const auto found = std::lower_bound(
      orders_.begin(), orders_.end(), id,
      [](const InstacartOrder& order, uint64_t id) { return order.id < id; });
  return found != orders_.end() && found->id == id ? &*found : nullptr;
}

}  // namespace customer2vec
