#include "tests/models/model_shop.h"

#include <fstream>

#include "core/base/random.h"

namespace customer2vec {
namespace {

// Group g is of brands 2 g and 2 g + 1.
int BrandOf(int group, int number) { return 2 * group + number % 2; }

int PriceOf(int group, int number) { return 1 + group * 10 + number % 3; }

bool WriteLines(const std::string& folder) {
  Random random(1);
  std::ofstream lines(folder + "/lines.csv");
  lines << "customer,basket,item,time,quantity,price\n";
  int basket = 0;
  for (int customer = 0; customer < ModelShop::kCustomers; ++customer) {
    const int group = ModelShop::GroupOfCustomer(customer);
    for (int visit = 0; visit < ModelShop::kBasketsPerCustomer; ++visit) {
      for (int line = 0; line < ModelShop::kLinesPerBasket; ++line) {
        const int number =
            static_cast<int>(random.Below(ModelShop::kItemsPerGroup));
        lines << ModelShop::CustomerId(customer) << ",b" << basket << ","
              << ModelShop::ItemId(group, number) << ","
              << 1700000000 + 3600 * basket << ",1," << PriceOf(group, number)
              << "\n";
      }
      ++basket;
    }
  }
  return lines.good();
}

bool WriteItems(const std::string& folder) {
  std::ofstream items(folder + "/items.csv");
  items << "item,label,group,brand,price\n";
  for (int group = 0; group < ModelShop::kGroups; ++group) {
    for (int number = 0; number < ModelShop::kItemsPerGroup; ++number) {
      items << ModelShop::ItemId(group, number) << ",Item " << number
            << " of kind " << group << ",group" << group << ",brand"
            << BrandOf(group, number) << "," << PriceOf(group, number) << "\n";
    }
  }
  items << "g0_unsold,Never sold of kind 0,group0,brand0,2\n";
  return items.good();
}

// Customers pay customers of their group, and now and then anybody.
bool WritePayments(const std::string& folder) {
  Random random(2);
  std::ofstream payments(folder + "/payments.csv");
  payments << "payer,payee,amount\n";
  for (int payer = 0; payer < ModelShop::kCustomers; ++payer) {
    for (int i = 0; i < ModelShop::kPaymentsPerCustomer; ++i) {
      int payee = static_cast<int>(random.Below(ModelShop::kCustomers));
      if (i > 0) {
        payee += ModelShop::GroupOfCustomer(payer) -
                 ModelShop::GroupOfCustomer(payee);
      }
      payments << ModelShop::CustomerId(payer) << ","
               << ModelShop::CustomerId(payee) << "," << 1 + i << "\n";
    }
  }
  return payments.good();
}

// Customers of group g live in town g and are in their twenties, thirties, ...
bool WriteCustomers(const std::string& folder) {
  std::ofstream customers(folder + "/customers.csv");
  customers << "customer,town,age\n";
  for (int customer = 0; customer < ModelShop::kCustomers; ++customer) {
    const int group = ModelShop::GroupOfCustomer(customer);
    customers << ModelShop::CustomerId(customer) << ",town" << group << ","
              << 20 + 10 * group + customer % 10 << "\n";
  }
  return customers.good();
}

// Customers of the groups below 2 redeem coupons.
bool WriteOutcomes(const std::string& folder) {
  std::ofstream outcomes(folder + "/outcomes.csv");
  outcomes << "customer,metric,value\n";
  for (int customer = 0; customer < ModelShop::kCustomers; ++customer) {
    outcomes << ModelShop::CustomerId(customer) << ",redeems,"
             << (ModelShop::GroupOfCustomer(customer) < 2) << "\n";
  }
  return outcomes.good();
}

// What customers did in the shop's application; pages show their group in two
// events of three.
bool WriteLog(const std::string& folder) {
  Random random(2);
  std::ofstream log(folder + "/events.jsonl");
  for (int customer = 0; customer < ModelShop::kCustomers; ++customer) {
    for (int i = 0; i < 40; ++i) {
      const int group =
          random.Below(3) < 2
              ? ModelShop::GroupOfCustomer(customer)
              : static_cast<int>(random.Below(ModelShop::kGroups));
      log << R"({"time": )" << 1600000000 + 600 * i << R"(, "user_id": ")"
          << ModelShop::CustomerId(customer) << R"(", "event": ")"
          << (i % 5 == 0 ? "search" : "view") << R"(", "page": "p)" << group
          << "_" << random.Below(5) << R"(", "seconds": )"
          << random.Below(1000) / 10.0 << "}\n";
    }
  }
  return log.good();
}

}  // namespace

bool ModelShop::WriteTo(const std::string& folder) {
  return WriteLines(folder) && WriteItems(folder) && WritePayments(folder) &&
         WriteCustomers(folder) && WriteOutcomes(folder) && WriteLog(folder);
}

std::string ModelShop::CustomerId(int customer) {
  return "c" + std::to_string(customer);
}

std::string ModelShop::ItemId(int group, int number) {
  return "g" + std::to_string(group) + "_" + std::to_string(number);
}

int ModelShop::GroupOfItem(const std::string& item_id) {
  if (item_id.size() < 3 || item_id[0] != 'g' || item_id[2] != '_') return -1;
  return item_id[1] - '0';
}

}  // namespace customer2vec
