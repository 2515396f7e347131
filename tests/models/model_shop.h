// A made-up shop with a truth that every model should find: items and customers
// come in groups, and customers shop in their group alone.
//
//   ModelShop shop;
//   shop.WriteTo(folder);          // lines.csv, items.csv, ...
//   ModelShop::CustomerId(9);      // "c9", of group 9 % kGroups
//   ModelShop::GroupOfItem("g2_7") // 2
//
// Seeded: the same files each time. Whatever a model needs beside interactions
// and catalogue is written into the same folder, one function a file.

#ifndef CUSTOMER2VEC_TESTS_MODELS_MODEL_SHOP_H_
#define CUSTOMER2VEC_TESTS_MODELS_MODEL_SHOP_H_

#include <string>

namespace customer2vec {

class ModelShop {
 public:
  static constexpr int kGroups = 4;
  static constexpr int kItemsPerGroup = 12;
  static constexpr int kCustomers = 80;
  static constexpr int kBasketsPerCustomer = 8;
  static constexpr int kLinesPerBasket = 5;
  static constexpr int kPaymentsPerCustomer = 6;

  // Writes every file. Returns false when one could not be written.
  [[nodiscard]] static bool WriteTo(const std::string& folder);

  static int GroupOfCustomer(int customer) { return customer % kGroups; }
  static std::string CustomerId(int customer);
  static std::string ItemId(int group, int number);
  // The group of "g2_7"; -1 for what is no item of the shop.
  static int GroupOfItem(const std::string& item_id);
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TESTS_MODELS_MODEL_SHOP_H_
