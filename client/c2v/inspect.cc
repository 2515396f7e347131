#include "client/c2v/inspect.h"

#include <google/protobuf/struct.pb.h>

#include <algorithm>
#include <memory>
#include <numeric>
#include <optional>
#include <vector>

#include "absl/strings/str_cat.h"
#include "client/c2v/json.h"
#include "client/c2v/manifest_text.h"
#include "client/c2v/text_table.h"
#include "core/base/status_macros.h"
#include "core/snapshot/snapshot.h"
#include "core/tables/tables.h"

namespace customer2vec {
namespace {

using google::protobuf::Struct;

// Data without times counts orders instead; such small numbers are no dates.
constexpr int64_t kFirstPlausibleTime = 100'000'000;  // 1973

std::string FormatTime(int64_t unix_seconds) {
  if (unix_seconds < kFirstPlausibleTime) return "";
  google::protobuf::Timestamp time;
  time.set_seconds(unix_seconds);
  return FormatTimestamp(time);
}

std::vector<HistoryEntry> NewestFirst(const CustomerHistories& histories,
                                      uint32_t customer, int limit) {
  const std::span<const HistoryEntry> all = histories.Of(customer);
  std::vector<HistoryEntry> entries(all.begin(), all.end());
  std::stable_sort(entries.begin(), entries.end(),
                   [](const HistoryEntry& a, const HistoryEntry& b) {
                     return a.last_basket > b.last_basket;
                   });
  entries.resize(std::min<size_t>(entries.size(), limit));
  return entries;
}

// One customer's history, ready to be written either way.
struct History {
  const Tables& tables;
  uint32_t customer;
  std::vector<HistoryEntry> entries;

  uint32_t baskets() const { return tables.histories.basket_count(customer); }
  uint32_t BasketsAgo(const HistoryEntry& entry) const {
    return baskets() - 1 - entry.last_basket;
  }
};

std::string HistoryJson(const History& history) {
  Struct json;
  SetText("customerId", history.tables.customers.Id(history.customer), &json);
  SetNumber("baskets", history.baskets(), &json);
  for (const HistoryEntry& entry : history.entries) {
    Struct* item = AddObject("items", &json);
    SetText("itemId", history.tables.items.Id(entry.item), item);
    SetText("name", history.tables.catalogue.Name(entry.item), item);
    SetNumber("baskets", entry.basket_count, item);
    SetNumber("basketsAgo", history.BasketsAgo(entry), item);
    SetText("lastTime", FormatTime(entry.last_time), item);
  }
  return ToJson(json);
}

std::string Counted(size_t count, absl::string_view noun) {
  return absl::StrCat(FormatCount(count), " ", noun, count == 1 ? "" : "s");
}

std::string HistoryText(const History& history) {
  TextTable table({{"baskets ago", Align::kRight},
                   {"last time (UTC)"},
                   {"times", Align::kRight},
                   {"item"},
                   {"name"}});
  for (const HistoryEntry& entry : history.entries) {
    table.AddRow({absl::StrCat(history.BasketsAgo(entry)),
                  FormatTime(entry.last_time), absl::StrCat(entry.basket_count),
                  std::string(history.tables.items.Id(entry.item)),
                  std::string(history.tables.catalogue.Name(entry.item))});
  }
  const size_t all = history.tables.histories.Of(history.customer).size();
  return absl::StrCat(
      "Customer ", Printable(history.tables.customers.Id(history.customer)),
      ": ", Counted(all, "item"), " in ", Counted(history.baskets(), "basket"),
      "\n\n", table.ToString());
}

std::vector<uint32_t> MostBaskets(const CustomerHistories& histories,
                                  int limit) {
  std::vector<uint32_t> rows(histories.customer_count());
  std::iota(rows.begin(), rows.end(), 0u);
  std::stable_sort(rows.begin(), rows.end(), [&](uint32_t a, uint32_t b) {
    return histories.basket_count(a) > histories.basket_count(b);
  });
  rows.resize(std::min<size_t>(rows.size(), limit));
  return rows;
}

std::string CustomersJson(const Tables& tables,
                          const std::vector<uint32_t>& rows) {
  Struct json;
  for (const uint32_t row : rows) {
    Struct* customer = AddObject("customers", &json);
    SetText("customerId", tables.customers.Id(row), customer);
    SetNumber("baskets", tables.histories.basket_count(row), customer);
    SetNumber("items", tables.histories.Of(row).size(), customer);
  }
  return ToJson(json);
}

absl::Status UnknownCustomer(const Tables& tables, absl::string_view id) {
  return absl::NotFoundError(
      absl::StrCat("customer \"", id, "\" is not in this snapshot of ",
                   FormatCount(tables.customers.size()),
                   " customers; `c2v inspect customers FOLDER` shows some"));
}

absl::StatusOr<std::string> Inspect(const Arguments& arguments,
                                    const Snapshot& snapshot) {
  switch (arguments.command) {
    case Command::kInspectSnapshot:
      return arguments.json ? ToJson(snapshot.manifest())
                            : DescribeManifest(snapshot.manifest());
    case Command::kInspectCustomer:
      return FormatHistory(snapshot.tables(), arguments.ids.front(),
                           arguments.limit, arguments.json);
    case Command::kInspectCustomers:
      return FormatCustomers(snapshot.tables(), arguments.limit,
                             arguments.json);
    default:
      return absl::InternalError("not a command over a folder");
  }
}

}  // namespace

absl::StatusOr<std::string> FormatHistory(const Tables& tables,
                                          absl::string_view customer_id,
                                          int limit, bool json) {
  const std::optional<uint32_t> customer = tables.customers.Find(customer_id);
  if (!customer) return UnknownCustomer(tables, customer_id);
  const History history = {tables, *customer,
                           NewestFirst(tables.histories, *customer, limit)};
  return json ? HistoryJson(history) : HistoryText(history);
}

std::string FormatCustomers(const Tables& tables, int limit, bool json) {
  const std::vector<uint32_t> rows = MostBaskets(tables.histories, limit);
  if (json) return CustomersJson(tables, rows);
  TextTable table(
      {{"customer"}, {"baskets", Align::kRight}, {"items", Align::kRight}});
  for (const uint32_t row : rows) {
    table.AddRow({std::string(tables.customers.Id(row)),
                  FormatCount(tables.histories.basket_count(row)),
                  FormatCount(tables.histories.Of(row).size())});
  }
  return table.empty() ? "this snapshot has no customers\n" : table.ToString();
}

absl::Status RunInspect(const Arguments& arguments, std::ostream& out) {
  C2V_ASSIGN_OR_RETURN(const std::unique_ptr<const Snapshot> snapshot,
                       Snapshot::Load(arguments.folder));
  C2V_ASSIGN_OR_RETURN(const std::string text, Inspect(arguments, *snapshot));
  out << text;
  return absl::OkStatus();
}

}  // namespace customer2vec
