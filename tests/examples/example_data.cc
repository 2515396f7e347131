#include "tests/examples/example_data.h"

#include <cstdint>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "core/base/file.h"
#include "core/base/random.h"
#include "core/base/status_macros.h"
#include "trainer/generate/instacart_generator.h"
#include "trainer/generate/payment_generator.h"
#include "trainer/generate/text_file_writer.h"

namespace customer2vec {
namespace {

constexpr int64_t kFirstTime = 1700000000;
constexpr int64_t kHour = 3600;

struct MadeUpBasket {
  int customer;
  int64_t time;
  std::vector<int> numbers;  // of items of the customer's group
};

int GroupOfCustomer(int customer) { return customer % kGroups; }
std::string CustomerId(int customer) { return absl::StrCat("c", customer); }
std::string ItemId(int group, int number) {
  return absl::StrCat("g", group, "_", number);
}
std::string ItemId(const MadeUpBasket& basket, int line) {
  return ItemId(GroupOfCustomer(basket.customer), basket.numbers[line]);
}

// Customer after customer, each in the order of time.
std::vector<MadeUpBasket> Baskets() {
  Random random(1);
  std::vector<MadeUpBasket> baskets;
  for (int customer = 0; customer < kCustomers; ++customer) {
    for (int visit = 0; visit < kBasketsPerCustomer; ++visit) {
      MadeUpBasket basket{
          customer, kFirstTime + kHour * (visit * kCustomers + customer), {}};
      for (int line = 0; line < kLinesPerBasket; ++line) {
        basket.numbers.push_back(
            static_cast<int>(random.Below(kItemsPerGroup)));
      }
      baskets.push_back(std::move(basket));
    }
  }
  return baskets;
}

// The items of a basket, with `separator` between them.
std::string ItemsOf(const MadeUpBasket& basket, absl::string_view separator) {
  std::vector<std::string> items;
  for (int line = 0; line < kLinesPerBasket; ++line) {
    items.push_back(ItemId(basket, line));
  }
  return absl::StrJoin(items, separator);
}

std::string Iso(int64_t time) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", absl::FromUnixSeconds(time),
                          absl::UTCTimeZone());
}

// Compressed where the name says so.
absl::Status Write(const std::string& folder, const std::string& name,
                   absl::string_view text) {
  C2V_ASSIGN_OR_RETURN(TextFileWriter file,
                       TextFileWriter::Create(JoinPath(folder, name),
                                              absl::EndsWith(name, ".gz")));
  file.Append(text);
  return file.Close();
}

absl::Status MakeShop(const std::string& folder) {
  return GenerateInstacart({.customers = 200,
                            .products = 240,
                            .aisles = 12,
                            .departments = 4,
                            .tastes = 6,
                            .mean_orders = 6,
                            .mean_basket = 6},
                           folder)
      .status();
}

absl::Status MakeNetwork(const std::string& folder) {
  return GeneratePayments({.entities = 200, .services = 60}, folder).status();
}

std::string TransactionsOf(const std::vector<MadeUpBasket>& baskets) {
  std::string text =
      "household_id,basket_id,product_id,transaction_timestamp,quantity,"
      "sales_value\n";
  for (size_t i = 0; i < baskets.size(); ++i) {
    const MadeUpBasket& basket = baskets[i];
    for (int line = 0; line < kLinesPerBasket; ++line) {
      absl::StrAppend(&text, CustomerId(basket.customer), ",b", i, ",",
                      ItemId(basket, line), ",", Iso(basket.time), ",1,",
                      1 + basket.numbers[line] % 10, "\n");
    }
  }
  return text;
}

// Five products of each group were never sold.
std::string Products() {
  std::string text =
      "product_id,product_type,package_size,brand,department,"
      "product_category,manufacturer_id\n";
  const auto add = [&](int group, absl::string_view id, int number) {
    absl::StrAppend(&text, id, ",TYPE ", group, ",", 1 + number % 3, " OZ,",
                    number % 2 == 0 ? "National" : "Private", ",DEPARTMENT ",
                    group / 2, ",AISLE ", group, ",", 10 * group + number % 4,
                    "\n");
  };
  for (int group = 0; group < kGroups; ++group) {
    for (int number = 0; number < kItemsPerGroup; ++number) {
      add(group, ItemId(group, number), number);
    }
    for (int number = 0; number < 5; ++number) {
      add(group, absl::StrCat(ItemId(group, number), "_unsold"), number);
    }
  }
  return text;
}

// Groups differ in age, income and children; nothing is known of every tenth.
std::string Demographics() {
  std::string text = "household_id,age,income,kids_count\n";
  for (int customer = 0; customer < kCustomers; ++customer) {
    if (customer % 10 == 9) continue;
    const int group = GroupOfCustomer(customer);
    absl::StrAppend(&text, CustomerId(customer), ",", 25 + 10 * group, "-",
                    34 + 10 * group, ",", 25 * (1 + group), "-",
                    25 * (2 + group), "K,", group, "\n");
  }
  return text;
}

// Forty numbers a product, not for every eighth: its group's, and some noise.
std::string Images() {
  constexpr int kNumbers = 40;
  Random random(2);
  std::string text = "product_id";
  for (int i = 0; i < kNumbers; ++i) absl::StrAppend(&text, ",x", i);
  text += "\n";
  for (int group = 0; group < kGroups; ++group) {
    for (int number = 0; number < kItemsPerGroup; ++number) {
      if (number % 8 == 7) continue;
      text += ItemId(group, number);
      for (int i = 0; i < kNumbers; ++i) {
        absl::StrAppend(&text, ",",
                        (i % kGroups == group) + 0.2 * random.Normal());
      }
      text += "\n";
    }
  }
  return text;
}

std::string Outcomes() {
  std::string text = "household_id,metric,value\n";
  for (int customer = 0; customer < kCustomers; ++customer) {
    absl::StrAppend(&text, CustomerId(customer), ",redeems,",
                    Redeems(GroupOfCustomer(customer)) ? 1 : 0, "\n");
  }
  return text;
}

absl::Status WriteCompleteJourney(const std::string& folder) {
  const std::vector<MadeUpBasket> baskets = Baskets();
  std::vector<MadeUpBasket> first_half;
  for (const MadeUpBasket& basket : baskets) {
    if (basket.time < kFirstTime + kHour * kCustomers * kBasketsPerCustomer / 2)
      first_half.push_back(basket);
  }
  C2V_RETURN_IF_ERROR(
      Write(folder, "transactions.csv.gz", TransactionsOf(baskets)));
  C2V_RETURN_IF_ERROR(
      Write(folder, "first_half.csv.gz", TransactionsOf(first_half)));
  C2V_RETURN_IF_ERROR(Write(folder, "products.csv.gz", Products()));
  C2V_RETURN_IF_ERROR(Write(folder, "images.csv.gz", Images()));
  C2V_RETURN_IF_ERROR(Write(folder, "demographics.csv.gz", Demographics()));
  return Write(folder, "outcomes.csv.gz", Outcomes());
}

absl::Status WriteClicks(const std::string& folder) {
  std::string text = "session,item,time\n";
  const std::vector<MadeUpBasket> baskets = Baskets();
  for (size_t i = 0; i < baskets.size(); ++i) {
    for (int line = 0; line < kLinesPerBasket; ++line) {
      absl::StrAppend(&text, "s", i, ",", ItemId(baskets[i], line), ",",
                      baskets[i].time + 20 * line, "\n");
    }
  }
  return Write(folder, "clicks.csv.gz", text);
}

// {"c0":[["g0_1","g0_2"],["g0_3"]],"c1":...}
absl::Status WriteTafeng(const std::string& folder) {
  std::string text;
  int customer = -1;
  for (const MadeUpBasket& basket : Baskets()) {
    if (basket.customer != customer) {
      absl::StrAppend(&text, customer < 0 ? "{" : "],", "\"",
                      CustomerId(basket.customer), "\":[");
    } else {
      text += ",";
    }
    customer = basket.customer;
    absl::StrAppend(&text, "[\"", ItemsOf(basket, "\",\""), "\"]");
  }
  return Write(folder, "tafeng_merged.json.gz", text + "]}");
}

// The last click of every tenth session is to be told from those before it.
absl::Status WriteDiginetica(const std::string& folder) {
  std::string sessions, prefixes;
  const std::vector<MadeUpBasket> baskets = Baskets();
  for (size_t i = 0; i < baskets.size(); ++i) {
    std::string items = ItemsOf(baskets[i], " ");
    absl::StrAppend(&sessions, items, "\n");
    if (i % 10 != 0) continue;
    items[items.rfind(' ')] = '\t';
    absl::StrAppend(&prefixes, items, "\n");
  }
  C2V_RETURN_IF_ERROR(Write(folder, "train_sessions.txt.gz", sessions));
  return Write(folder, "test_prefixes.txt.gz", prefixes);
}

absl::Status WriteBeauty(const std::string& folder) {
  std::string text;
  for (const MadeUpBasket& basket : Baskets()) {
    for (int line = 0; line < kLinesPerBasket; ++line) {
      absl::StrAppend(&text, CustomerId(basket.customer), " ",
                      ItemId(basket, line), "\n");
    }
  }
  return Write(folder, "beauty.txt.gz", text);
}

// Every twentieth invoice is a cancellation, every fifteenth is nobody's.
absl::Status WriteOnlineRetail(const std::string& folder) {
  std::string text = "InvoiceNo,StockCode,CustomerID\n";
  const std::vector<MadeUpBasket> baskets = Baskets();
  for (size_t i = 0; i < baskets.size(); ++i) {
    for (int line = 0; line < kLinesPerBasket; ++line) {
      absl::StrAppend(&text, i % 20 == 19 ? "C" : "", 536365 + i, ",",
                      ItemId(baskets[i], line), ",",
                      i % 15 == 14 ? "" : CustomerId(baskets[i].customer),
                      "\n");
    }
  }
  return Write(folder, "online_retail.csv.gz", text);
}

// Bloggers are joined to five of their group and, every fourth, to one of
// another.
absl::Status WriteBlogCatalog(const std::string& folder) {
  Random random(1);
  std::string edges, labels;
  for (int group = 0; group < kGroups; ++group) {
    for (int number = 0; number < kItemsPerGroup; ++number) {
      const std::string id = ItemId(group, number);
      for (int i = 1; i <= 5; ++i) {
        absl::StrAppend(&edges, id, "\t",
                        ItemId(group, (number + i) % kItemsPerGroup), "\n");
      }
      if (number % 4 == 0) {
        const int other = static_cast<int>(random.Below(kItemsPerGroup));
        absl::StrAppend(&edges, id, "\t", ItemId((group + 1) % kGroups, other),
                        "\n");
      }
      absl::StrAppend(&labels, id, "\t", group, "\n");
    }
  }
  C2V_RETURN_IF_ERROR(Write(folder, "BlogCatalog.edg.gz", edges));
  return Write(folder, "BlogCatalog_labels.tsv.gz", labels);
}

// In Combined Log Format; now and then a page is missing.
std::string WebLogOf(const std::vector<MadeUpBasket>& sessions) {
  std::string text;
  for (size_t i = 0; i < sessions.size(); ++i) {
    for (int line = 0; line < kLinesPerBasket; ++line) {
      absl::StrAppend(
          &text, "10.0.0.", i % 200, " - ", CustomerId(sessions[i].customer),
          " [",
          absl::FormatTime("%d/%b/%Y:%H:%M:%S +0000",
                           absl::FromUnixSeconds(sessions[i].time + 20 * line),
                           absl::UTCTimeZone()),
          "] \"GET /shop/", ItemId(sessions[i], line), "?from=", i,
          " HTTP/1.1\" ", (i + line) % 50 == 0 ? 404 : 200, " ",
          1000 + 10 * line, " \"-\" \"Mozilla/5.0 (X11; Linux) ",
          i % 3 == 0 ? "Chrome/120.0" : "Firefox/117.0", "\"\n");
    }
  }
  return text;
}

std::string EventsOf(const std::vector<MadeUpBasket>& sessions) {
  std::string text = "time,user_id,event,page,device,seconds,request_id\n";
  for (size_t i = 0; i < sessions.size(); ++i) {
    for (int line = 0; line < kLinesPerBasket; ++line) {
      absl::StrAppend(
          &text, Iso(sessions[i].time + 20 * line), ",",
          CustomerId(sessions[i].customer), ",", line % 5 == 4 ? "buy" : "view",
          ",", ItemId(sessions[i], line), ",", i % 3 == 0 ? "desk" : "phone",
          ",", (i * 7 + line * 3) % 40, ",r", i, "-", line, "\n");
    }
  }
  return text;
}

// Of half of the customers: a log learns more slowly than a shop.
absl::Status WriteLogs(const std::string& folder) {
  std::vector<MadeUpBasket> sessions = Baskets();
  std::erase_if(sessions, [](const MadeUpBasket& basket) {
    return basket.customer >= kCustomers / 2;
  });
  C2V_RETURN_IF_ERROR(Write(folder, "access.log.gz", WebLogOf(sessions)));
  return Write(folder, "events.csv.gz", EventsOf(sessions));
}

constexpr struct {
  absl::string_view data_root;
  absl::Status (*write)(const std::string& folder);
} kFolders[] = {
    {"shop", MakeShop},
    {"FOLDER", MakeShop},  // of Instacart's
    {"network", MakeNetwork},
    {"logs", WriteLogs},
    {"data/complete_journey", WriteCompleteJourney},
    {"data/clicks", WriteClicks},
    {"data/tafeng_nbr", WriteTafeng},
    {"data/diginetica_srgnn", WriteDiginetica},
    {"data/amazon_beauty_bert4rec", WriteBeauty},
    {"data/uci_online_retail", WriteOnlineRetail},
    {"data/graph_blogcatalog", WriteBlogCatalog},
};

}  // namespace

absl::Status WriteExampleData(absl::string_view data_root,
                              const std::string& folder) {
  std::string known;
  for (const auto& [root, write] : kFolders) {
    if (root == data_root) return write(folder);
    absl::StrAppend(&known, known.empty() ? "" : ", ", root);
  }
  return absl::NotFoundError(absl::StrCat(
      "nothing is known of data at \"", data_root,
      "\": write what the example reads in small; there are ", known));
}

int GroupOf(absl::string_view id) {
  for (size_t at = 0; at + 2 < id.size(); ++at) {
    if (id[at] != 'g' || id[at + 2] != '_') continue;
    if (at > 0 && absl::ascii_isalnum(id[at - 1])) continue;
    if (absl::ascii_isdigit(id[at + 1])) return id[at + 1] - '0';
  }
  return -1;
}

}  // namespace customer2vec
