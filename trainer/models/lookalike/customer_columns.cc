#include "trainer/models/lookalike/customer_columns.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "trainer/data/parse.h"

namespace customer2vec {
namespace {

constexpr double kSecondsADay = 86400;

// One number of every customer.
struct Column {
  std::string name;
  std::vector<float> values;  // by customer row
};

// What a customer's baskets add up to.
struct Purchases {
  double baskets = 0, items = 0, lines = 0, spend = 0;
  double days_since_last = 0, days_known = 0;
  double baskets_30_days = 0, baskets_90_days = 0;
};

Purchases AddUp(const Corpus& corpus, uint32_t customer, int64_t last_time) {
  Purchases sum;
  absl::flat_hash_set<uint32_t> items;
  const BasketRange baskets = corpus.BasketsOf(customer);
  for (const size_t basket : baskets) {
    ++sum.baskets;
    for (const uint32_t item : corpus.Items(basket)) {
      ++sum.lines;
      sum.spend += corpus.MeanPrice(item);
      items.insert(item);
    }
    const double age =
        static_cast<double>(last_time - corpus.Time(basket)) / kSecondsADay;
    sum.baskets_30_days += age < 30;
    sum.baskets_90_days += age < 90;
  }
  sum.items = static_cast<double>(items.size());
  const int64_t first = corpus.Time(baskets.front());
  const int64_t last = corpus.Time(baskets.back());
  sum.days_since_last = static_cast<double>(last_time - last) / kSecondsADay;
  sum.days_known = static_cast<double>(last - first) / kSecondsADay;
  return sum;
}

std::vector<std::pair<const char*, double>> Numbers(const Purchases& sum,
                                                    bool has_prices) {
  std::vector<std::pair<const char*, double>> numbers = {
      {"log_baskets", std::log1p(sum.baskets)},
      {"log_items", std::log1p(sum.items)},
      {"log_lines", std::log1p(sum.lines)},
      {"log_lines_a_basket", std::log1p(sum.lines / sum.baskets)},
      {"repeat_share", sum.lines == 0 ? 0 : 1 - sum.items / sum.lines},
      {"log_days_since_last", std::log1p(sum.days_since_last)},
      {"log_days_known", std::log1p(sum.days_known)},
      {"log_days_between", std::log1p(sum.days_known / sum.baskets)},
      {"log_baskets_30_days", std::log1p(sum.baskets_30_days)},
      {"log_baskets_90_days", std::log1p(sum.baskets_90_days)},
  };
  if (has_prices) {
    // Refunds may leave less than nothing.
    const double spend = std::max(sum.spend, 0.0);
    numbers.emplace_back("log_spend", std::log1p(spend));
    numbers.emplace_back("log_spend_a_basket", std::log1p(spend / sum.baskets));
  }
  return numbers;
}

std::vector<Column> PurchaseColumns(const Corpus& corpus) {
  const std::vector<int64_t>& times = corpus.arrays().basket_times;
  const int64_t last_time =
      times.empty() ? 0 : *std::max_element(times.begin(), times.end());
  const bool has_prices = !corpus.arrays().item_prices.empty();
  std::vector<Column> columns;
  for (const auto& [name, number] :
       Numbers({.baskets = 1, .lines = 1}, has_prices)) {
    columns.push_back({name, std::vector<float>(corpus.customer_count(), 0)});
  }
  for (uint32_t row = 0; row < corpus.customer_count(); ++row) {
    if (corpus.BasketsOf(row).empty()) continue;
    const auto numbers = Numbers(AddUp(corpus, row, last_time), has_prices);
    for (size_t j = 0; j < columns.size(); ++j) {
      columns[j].values[row] = static_cast<float>(numbers[j].second);
    }
  }
  return columns;
}

// A column a value.
void AddCategory(const AttributeColumn& attribute,
                 std::span<const uint32_t> rows, std::vector<Column>* columns) {
  std::map<std::string, std::vector<uint32_t>> customers;  // by value
  for (uint32_t i = 0; i < rows.size(); ++i) {
    if (rows[i] == kNoRow || attribute.values[rows[i]].empty()) continue;
    customers[attribute.values[rows[i]]].push_back(i);
  }
  for (const auto& [value, of_value] : customers) {
    Column column{absl::StrCat(attribute.name, "=", value),
                  std::vector<float>(rows.size(), 0)};
    for (const uint32_t i : of_value) column.values[i] = 1;
    columns->push_back(std::move(column));
  }
}

void AddNumber(const AttributeColumn& attribute, std::span<const uint32_t> rows,
               std::vector<Column>* columns) {
  Column number{attribute.name, std::vector<float>(rows.size(), 0)};
  Column unknown{absl::StrCat(attribute.name, " not known"),
                 std::vector<float>(rows.size(), 0)};
  double sum = 0, count = 0;
  for (uint32_t i = 0; i < rows.size(); ++i) {
    const std::optional<double> value =
        rows[i] == kNoRow ? std::nullopt
                          : ParseNumber(attribute.values[rows[i]]);
    unknown.values[i] = value ? 0 : 1;
    number.values[i] = static_cast<float>(value.value_or(0));
    sum += value.value_or(0);
    count += value.has_value();
  }
  const auto mean = static_cast<float>(count > 0 ? sum / count : 0);
  for (size_t i = 0; i < rows.size(); ++i) {
    if (unknown.values[i] > 0) number.values[i] = mean;
  }
  columns->push_back(std::move(number));
  columns->push_back(std::move(unknown));
}

}  // namespace

absl::StatusOr<CustomerColumns> ComputeCustomerColumns(
    const Corpus& corpus, const CustomersTable& customers,
    std::span<const std::string> attributes) {
  std::vector<Column> columns = PurchaseColumns(corpus);
  const std::vector<uint32_t> rows =
      RowsOf(customers.ids, corpus.arrays().customer_ids);
  for (const std::string& name : attributes) {
    const AttributeColumn* attribute = customers.Find(name);
    if (attribute == nullptr) {
      return absl::InvalidArgumentError(
          absl::StrCat("data.customers has no attribute \"", name,
                       "\"; name one of its attributes"));
    }
    (attribute->is_number ? AddNumber : AddCategory)(*attribute, rows,
                                                     &columns);
  }
  CustomerColumns joined;
  joined.values.resize(rows.size() * columns.size());
  for (size_t j = 0; j < columns.size(); ++j) {
    joined.names.push_back(columns[j].name);
    for (size_t i = 0; i < rows.size(); ++i) {
      joined.values[i * columns.size() + j] = columns[j].values[i];
    }
  }
  return joined;
}

}  // namespace customer2vec
