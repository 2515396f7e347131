// The table of orders of an Instacart folder: whose each order is, and when.
//
//   C2V_ASSIGN_OR_RETURN(InstacartOrders orders,
//                        InstacartOrders::Read(path, log));
//   const InstacartOrder* order = orders.Find(2539329);
//
// 24 bytes an order, sorted by id; 40 more while it is read. Immutable, safe
// for concurrent use.

#ifndef CUSTOMER2VEC_TRAINER_DATA_INSTACART_ORDERS_H_
#define CUSTOMER2VEC_TRAINER_DATA_INSTACART_ORDERS_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "trainer/data/bad_row_log.h"

namespace customer2vec {

struct InstacartOrder {
  uint64_t id;
  uint64_t user;
  int64_t time;  // seconds; see instacart_reader.h
};

class InstacartOrders {
 public:
  // Reads orders.csv.
  static absl::StatusOr<InstacartOrders> Read(const std::string& path,
                                              BadRowLog& log);

  // The order, or null. O(log n).
  const InstacartOrder* Find(uint64_t id) const;

 private:
  explicit InstacartOrders(std::vector<InstacartOrder> orders)
      : orders_(std::move(orders)) {}

  std::vector<InstacartOrder> orders_;  // by id
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_DATA_INSTACART_ORDERS_H_
