// Commands that look into a snapshot's folder, without a server.
//
//   c2v inspect snapshot run/snapshots/20260102T030405Z-0a1b2c3d
//   c2v inspect customer run/snapshots/20260102T030405Z-0a1b2c3d 900
//
// RunInspect() loads through core, so a damaged folder is refused with the
// file's name; the functions over a loaded snapshot are pure.

#ifndef CUSTOMER2VEC_CLIENT_C2V_INSPECT_H_
#define CUSTOMER2VEC_CLIENT_C2V_INSPECT_H_

#include <ostream>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/c2v/arguments.h"

namespace customer2vec {

struct Tables;

// Runs one of the inspect commands. REQUIRES: `arguments.command` is one.
absl::Status RunInspect(const Arguments& arguments, std::ostream& out);

// The `limit` items a customer took last: newest basket first, within it the
// more popular item first. `json` gives {"customerId", "baskets", "items":
// [{"itemId", "name", "baskets", "basketsAgo", "lastTime"}]}. NOT_FOUND for an
// unknown customer.
absl::StatusOr<std::string> FormatHistory(const Tables& tables,
                                          absl::string_view customer_id,
                                          int limit, bool json);

// The `limit` customers with most baskets, ties by id, their id in the first
// column. `json` gives {"customers": [{"customerId", "baskets", "items"}]}.
std::string FormatCustomers(const Tables& tables, int limit, bool json);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CLIENT_C2V_INSPECT_H_
