#include "core/servables/customer_neighbors_files.h"

#include <cmath>
#include <span>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/snapshot/snapshot_file_names.h"

namespace customer2vec {
namespace {

// As a configuration may ask for.
constexpr int kMaxNeighbors = 10000;

absl::Status Mismatch(const v1::ServableEntry& entry, absl::string_view what) {
  return absl::DataLossError(
      absl::StrCat("servable \"", entry.name(), "\": ", what));
}

bool IsWeight(float value) { return value >= 0 && std::isfinite(value); }

absl::Status CheckSpec(const v1::ServableEntry& entry) {
  const v1::CustomerNeighborsSpec& spec = entry.customer_neighbors();
  if (spec.neighbors() < 1 || spec.neighbors() > kMaxNeighbors) {
    return Mismatch(entry,
                    absl::StrCat(spec.neighbors(), " neighbors are not 1 to ",
                                 kMaxNeighbors));
  }
  if (!(spec.decay() > 0 && spec.decay() <= 1)) {
    return Mismatch(entry,
                    absl::StrCat("decay ", spec.decay(), " is not in (0, 1]"));
  }
  if (!(spec.damping() >= 0 && spec.damping() <= 1)) {
    return Mismatch(
        entry, absl::StrCat("damping ", spec.damping(), " is not in [0, 1]"));
  }
  if (!IsWeight(spec.exponent()) || !IsWeight(spec.own_weight()) ||
      !IsWeight(spec.popularity_weight())) {
    return Mismatch(entry, "a weight or the exponent is not 0 or above");
  }
  return absl::OkStatus();
}

absl::Status CheckLists(const CustomerNeighborLists& lists,
                        const v1::ServableEntry& entry, size_t customers) {
  for (size_t i = 0; i < lists.neighbors.size(); ++i) {
    if (lists.neighbors[i] >= customers && lists.neighbors[i] != kNoRow) {
      return Mismatch(
          entry, absl::StrCat("neighbor ", lists.neighbors[i], " is none of ",
                              customers, " customers"));
    }
    if (!std::isfinite(lists.similarities[i])) {
      return Mismatch(entry, "a cosine is not a finite number");
    }
  }
  return absl::OkStatus();
}

}  // namespace

CustomerNeighborsSettings ToSettings(const v1::CustomerNeighborsSpec& spec) {
  return {.neighbors = static_cast<size_t>(spec.neighbors()),
          .exponent = spec.exponent(),
          .decay = spec.decay(),
          .damping = spec.damping(),
          .own_weight = spec.own_weight(),
          .popularity_weight = spec.popularity_weight()};
}

absl::StatusOr<std::unique_ptr<const Scorer>> LoadCustomerNeighbors(
    const FileSource& files, const v1::ServableEntry& entry,
    const Tables& tables, const ServableSet& earlier) {
  C2V_RETURN_IF_ERROR(CheckSpec(entry));
  const v1::CustomerNeighborsSpec& spec = entry.customer_neighbors();
  const Space* space = earlier.FindSpace(spec.space());
  const size_t customers = tables.customers.size();
  if (space == nullptr || space->customer_count() != customers) {
    return Mismatch(entry, absl::StrCat("\"", spec.space(),
                                        "\" is no space with a vector for each "
                                        "customer"));
  }
  const uint64_t places = uint64_t{customers} * spec.neighbors();
  CustomerNeighborLists lists;
  C2V_ASSIGN_OR_RETURN(
      lists.neighbors,
      files.Array<uint32_t>(ServableFile(entry.name(), kCustomerNeighborRows),
                            places));
  C2V_ASSIGN_OR_RETURN(
      lists.similarities,
      files.Array<float>(
          ServableFile(entry.name(), kCustomerNeighborSimilarities), places));
  C2V_RETURN_IF_ERROR(CheckLists(lists, entry, customers));
  return std::make_unique<CustomerNeighborsScorer>(entry.name(), tables, space,
                                                   lists, ToSettings(spec));
}

}  // namespace customer2vec
