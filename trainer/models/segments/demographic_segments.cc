#include "trainer/models/segments/demographic_segments.h"

#include <map>
#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "trainer/data/parse.h"
#include "trainer/logs/quantile_bins.h"

namespace customer2vec {
namespace {

std::string NumberValue(std::span<const double> edges, double number) {
  return edges.empty() ? "any" : BinName(edges, BinOf(edges, number));
}

// Values of every attribute, by customer row.
using Values = std::vector<std::vector<std::string>>;

absl::StatusOr<Values> ValuesOf(const CustomersTable& table,
                                std::span<const uint32_t> rows,
                                const v1::SegmentsConfig& config) {
  Values values;
  for (const std::string& name : config.attributes()) {
    const AttributeColumn* column = table.Find(name);
    if (column == nullptr) {
      return absl::InvalidArgumentError(
          absl::StrCat("data.customers has no attribute \"", name,
                       "\"; name one of its attributes"));
    }
    values.push_back(BinnedValues(*column, rows, config.number_bins()));
  }
  return values;
}

// One attribute deeper: customers of a segment of `depth` attributes who share
// the next value go into a segment of their own, where they are enough.
void Deepen(const Values& values, size_t depth, uint32_t min_customers,
            std::span<const uint32_t> depth_of_segment,
            const std::string& attribute, DemographicSegments& segments) {
  std::map<std::pair<std::string, uint32_t>, std::vector<uint32_t>> groups;
  for (uint32_t row = 0; row < segments.of_customer.size(); ++row) {
    const uint32_t segment = segments.of_customer[row];
    const std::string& value = values[depth][row];
    if (depth_of_segment[segment] != depth || value.empty()) continue;
    const std::string& within = segments.names[segment];
    groups[{absl::StrCat(within, within.empty() ? "" : ", ", attribute, "=",
                         value),
            segment}]
        .push_back(row);
  }
  for (const auto& [key, customers] : groups) {
    if (customers.size() < min_customers) continue;
    for (const uint32_t row : customers) {
      segments.of_customer[row] = static_cast<uint32_t>(segments.size());
    }
    segments.names.push_back(key.first);
    segments.parents.push_back(key.second);
    segments.customers.push_back(static_cast<uint32_t>(customers.size()));
  }
}

}  // namespace

std::vector<uint32_t> DemographicSegments::MembershipsOf(
    uint32_t customer) const {
  std::vector<uint32_t> memberships = {of_customer[customer]};
  while (memberships.back() != 0) {
    memberships.push_back(parents[memberships.back()]);
  }
  return memberships;
}

absl::StatusOr<DemographicSegments> GroupCustomers(
    const CustomersTable& table, std::span<const std::string> ids,
    const v1::SegmentsConfig& config) {
  const std::vector<uint32_t> rows = RowsOf(table.ids, ids);
  C2V_ASSIGN_OR_RETURN(const Values values, ValuesOf(table, rows, config));
  DemographicSegments segments;
  segments.names = {""};
  segments.parents = {0};
  segments.customers = {static_cast<uint32_t>(ids.size())};
  segments.of_customer.assign(ids.size(), 0);
  std::vector<uint32_t> depth_of_segment = {0};
  for (size_t depth = 0; depth < values.size(); ++depth) {
    Deepen(values, depth, static_cast<uint32_t>(config.min_customers()),
           depth_of_segment, config.attributes(static_cast<int>(depth)),
           segments);
    depth_of_segment.resize(segments.size(), static_cast<uint32_t>(depth + 1));
  }
  return segments;
}

std::vector<std::string> BinnedValues(const AttributeColumn& column,
                                      std::span<const uint32_t> rows,
                                      size_t bins) {
  std::vector<std::string> values;
  for (const uint32_t row : rows) {
    values.push_back(row == kNoRow ? "" : column.values[row]);
  }
  if (!column.is_number) return values;
  std::vector<double> numbers;
  for (const std::string& value : values) {
    if (const auto number = ParseNumber(value)) numbers.push_back(*number);
  }
  const std::vector<double> edges = QuantileEdges(std::move(numbers), bins);
  for (std::string& value : values) {
    const std::optional<double> number = ParseNumber(value);
    value = number ? NumberValue(edges, *number) : "";
  }
  return values;
}

}  // namespace customer2vec
