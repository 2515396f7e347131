// Publishes a generated snapshot to measure serving on: 50 K items x 128 and 20
// K customers unless said otherwise.
//
//   bench_make_snapshot --store run/bench/serve/store

#include <CLI/CLI.hpp>
#include <iostream>
#include <string>

#include "bench/shop/shop_snapshot.h"
#include "core/base/status_macros.h"
#include "store/folder_store.h"

namespace customer2vec::bench {
namespace {

absl::StatusOr<std::string> Publish(const std::string& folder,
                                    const ShopOptions& options) {
  C2V_ASSIGN_OR_RETURN(const auto store, FolderStore::Open(folder));
  return PublishShop(options, store.get());
}

int Main(int argc, char** argv) {
  CLI::App app("Publishes a generated snapshot to measure serving on.");
  std::string folder;
  ShopOptions options;
  app.add_option("--store", folder, "Where it goes")->required();
  app.add_option("--items", options.items)->capture_default_str();
  app.add_option("--customers", options.customers)->capture_default_str();
  app.add_option("--dimension", options.dimension)->capture_default_str();
  app.add_option("--seed", options.seed)->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  const absl::StatusOr<std::string> version = Publish(folder, options);
  if (version.ok()) {
    std::cout << "published " << *version << "\n";
    return 0;
  }
  std::cerr << "bench_make_snapshot: " << version.status() << "\n";
  return 1;
}

}  // namespace
}  // namespace customer2vec::bench

int main(int argc, char** argv) {
  return customer2vec::bench::Main(argc, argv);
}
