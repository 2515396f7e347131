// Publishes a generated shop as a snapshot that any server can load.
//
//   C2V_ASSIGN_OR_RETURN(auto store,
//   FolderStore::Open("run/bench/serve/store"));
//   C2V_ASSIGN_OR_RETURN(std::string version,
//                        PublishShop({.items = 50'000}, store.get()));
//
// The files, indexes and servables are those that training publishes; only the
// vectors are drawn instead of learned (bench/shop/generated_shop.h). The beam
// of a search is the smallest that finds 99.5 % of the exact top 20. Progress
// goes to standard error.

#ifndef CUSTOMER2VEC_BENCH_SHOP_SHOP_SNAPSHOT_H_
#define CUSTOMER2VEC_BENCH_SHOP_SHOP_SNAPSHOT_H_

#include <string>

#include "absl/status/statusor.h"
#include "bench/shop/generated_shop.h"
#include "store/snapshot_store.h"

namespace customer2vec::bench {

// The version published. Errors of GenerateShop() and of the store.
absl::StatusOr<std::string> PublishShop(const ShopOptions& options,
                                        SnapshotStore* store);

}  // namespace customer2vec::bench

#endif  // CUSTOMER2VEC_BENCH_SHOP_SHOP_SNAPSHOT_H_
