#include "trainer/data/instacart_orders.h"

#include <algorithm>
#include <memory>
#include <tuple>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "trainer/data/parallel_table.h"
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

struct ParsedOrder {
  OrderRow row;
  absl::string_view id;  // as the file writes it
};

constexpr char kIdColumn[] = "order_id";

class OrderParser final : public RowParser<ParsedOrder> {
 public:
  static absl::StatusOr<OrderParser> Create(const TableReader& table) {
    OrderParser parser;
    C2V_ASSIGN_OR_RETURN(parser.id_, table.Column(kIdColumn));
    C2V_ASSIGN_OR_RETURN(parser.user_, table.Column("user_id"));
    C2V_ASSIGN_OR_RETURN(parser.number_, table.Column("order_number"));
    C2V_ASSIGN_OR_RETURN(parser.hour_, table.Column("order_hour_of_day"));
    C2V_ASSIGN_OR_RETURN(parser.gap_, table.Column("days_since_prior_order"));
    return parser;
  }

  bool Take(TableRow& table, ParsedOrder* order) override {
    OrderRow& row = order->row;
    order->id = table.Value(id_);
    return table.TakeUnsigned(id_, &row.id) &&
           table.TakeUnsigned(user_, &row.user) &&
           table.TakeUnsigned(number_, &row.number) &&
           TakeWithin(table, hour_, 23, &row.hour) &&
           TakeGap(table, &row.gap_days);
  }

 private:
  // A whole number from 0 to `last`, perhaps written "7.0".
  static bool TakeWithin(TableRow& table, size_t column, int64_t last,
                         int64_t* value) {
    double number;
    if (!table.TakeNumber(column, &number)) return false;
    if (!(number >= 0 && number <= static_cast<double>(last))) {
      table.RejectValue(BadRowReason::kNotANumber, column,
                        absl::StrCat("is not within 0 and ", last));
      return false;
    }
    *value = static_cast<int64_t>(number);
    return true;
  }

  // Empty for a first order.
  bool TakeGap(TableRow& table, int64_t* days) const {
    constexpr int64_t kCentury = 36525;
    *days = 0;
    return table.Value(gap_).empty() || TakeWithin(table, gap_, kCentury, days);
  }

  size_t id_, user_, number_, hour_, gap_;
};

absl::StatusOr<std::vector<OrderRow>> ReadRows(const std::string& path,
                                               BadRowLog& log) {
  C2V_ASSIGN_OR_RETURN(std::unique_ptr<TableReader> table,
                       TableReader::Open(path, ',', log));
  C2V_ASSIGN_OR_RETURN(const OrderParser parser, OrderParser::Create(*table));
  ParallelTable<ParsedOrder> orders(std::move(table), [parser] {
    return std::make_unique<OrderParser>(parser);
  });
  std::vector<OrderRow> rows;
  absl::flat_hash_set<uint64_t> ids;
  while (orders.Next()) {
    const ParsedOrder& order = orders.row();
    if (ids.insert(order.row.id).second) {
      rows.push_back(order.row);
    } else {
      orders.Reject(
          BadRowReason::kDuplicateId,
          ValueDetail(kIdColumn, order.id, "stands in the table already"));
    }
  }
  C2V_RETURN_IF_ERROR(orders.status());
  return rows;
}

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
  C2V_ASSIGN_OR_RETURN(std::vector<OrderRow> rows, ReadRows(path, log));
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
