#include "trainer/evaluation/protocols/protocol_split.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"

namespace customer2vec {
namespace {

using Rows = absl::flat_hash_map<absl::string_view, uint32_t>;

Rows RowsOf(const std::vector<std::string>& ids) {
  Rows rows;
  for (uint32_t row = 0; row < ids.size(); ++row) rows[ids[row]] = row;
  return rows;
}

std::vector<uint32_t> Resolve(const std::vector<std::string>& ids,
                              const Rows& rows) {
  std::vector<uint32_t> resolved;
  for (const std::string& id : ids) resolved.push_back(rows.at(id));
  return resolved;
}

}  // namespace

ProtocolSplit ResolveCases(Corpus training,
                           const std::vector<NamedCase>& cases) {
  const Rows items = RowsOf(training.arrays().item_ids);
  const Rows customers = RowsOf(training.arrays().customer_ids);
  std::vector<ProtocolCase> resolved;
  for (const NamedCase& named : cases) {
    ProtocolCase& each = resolved.emplace_back();
    each.events = Resolve(named.events, items);
    if (!named.customer.empty()) each.customer = customers.at(named.customer);
    each.targets = Resolve(named.targets, items);
    std::sort(each.targets.begin(), each.targets.end());
    each.targets.erase(std::unique(each.targets.begin(), each.targets.end()),
                       each.targets.end());
  }
  return {std::move(training), std::move(resolved)};
}

}  // namespace customer2vec
