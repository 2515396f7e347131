// Small data in the format of every data set that an example reads, made up so
// that the truth is known.
//
//   ScratchFolder folder;
//   EXPECT_THAT(WriteExampleData("data/clicks", folder.path()), IsOk());
//   GroupOf("g2_7");             // 2
//   GroupOf("page=/shop/g2_7");  // 2
//
// Items and customers come in kGroups groups, and customers shop, click and pay
// in their group alone; "shop" and "network" are what `c2v-train generate` and
// `c2v-train generate-payments` make, in small. Seeded: the same files each
// time.

#ifndef CUSTOMER2VEC_TESTS_EXAMPLES_EXAMPLE_DATA_H_
#define CUSTOMER2VEC_TESTS_EXAMPLES_EXAMPLE_DATA_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace customer2vec {

inline constexpr int kGroups = 4;
inline constexpr int kItemsPerGroup = 36;
inline constexpr int kCustomers = 240;
inline constexpr int kBasketsPerCustomer = 8;
inline constexpr int kLinesPerBasket = 15;

// Fills an empty folder with what lies at `data_root`, as an example's opening
// comment names it: "data/complete_journey". NOT_FOUND, with the ones that are
// known, for another.
absl::Status WriteExampleData(absl::string_view data_root,
                              const std::string& folder);

// Whether customers of a group redeem coupons: the outcome "redeems".
inline constexpr bool Redeems(int group) { return group < 2; }

// The group of an item or a token that names one; -1 for any other.
int GroupOf(absl::string_view id);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TESTS_EXAMPLES_EXAMPLE_DATA_H_
