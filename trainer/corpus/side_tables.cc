#include "trainer/corpus/side_tables.h"

#include <cstddef>
#include <memory>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "trainer/base/string_interner.h"
#include "trainer/data/customers_config.h"
#include "trainer/data/customers_reader.h"
#include "trainer/data/data_config.h"
#include "trainer/data/outcomes_reader.h"
#include "trainer/data/table_reader.h"
#include "trainer/logs/load_event_log.h"

namespace customer2vec {
namespace {

// Gathers customers of all sources.
class CustomersBuilder {
 public:
  explicit CustomersBuilder(const std::vector<AttributeSchema>& schema) {
    for (const AttributeSchema& attribute : schema) {
      table_.attributes.push_back(
          {.name = attribute.name, .is_number = attribute.is_number});
    }
  }

  absl::Status Read(CustomersReader& reader) {
    while (reader.Next()) {
      if (Add(reader.row())) continue;
      reader.Reject(BadRowReason::kDuplicateId,
                    absl::StrCat("customer ", Shown(reader.row().customer),
                                 " has a row already"));
    }
    return reader.status();
  }

  CustomersTable Build() && { return std::move(table_); }

 private:
  bool Add(const CustomerRow& row) {
    if (ids_.Find(row.customer)) return false;
    ids_.Intern(row.customer);
    table_.ids.emplace_back(row.customer);
    for (size_t i = 0; i < row.values.size(); ++i) {
      table_.attributes[i].values.emplace_back(row.values[i]);
    }
    return true;
  }

  StringInterner ids_;
  CustomersTable table_;
};

// Gathers outcomes of all sources.
class OutcomesBuilder {
 public:
  absl::Status Read(OutcomesReader& reader) {
    while (reader.Next()) {
      if (Add(reader.row())) continue;
      reader.Reject(BadRowReason::kDuplicateId,
                    absl::StrCat("customer ", Shown(reader.row().customer),
                                 " has an outcome of ",
                                 Shown(reader.row().metric), " already"));
    }
    return reader.status();
  }

  OutcomesTable Build() && {
    for (uint32_t i = 0; i < ids_.size(); ++i) table_.ids.emplace_back(ids_[i]);
    for (uint32_t i = 0; i < metrics_.size(); ++i) {
      table_.metrics.emplace_back(metrics_[i]);
    }
    return std::move(table_);
  }

 private:
  bool Add(const OutcomeRow& row) {
    if (!row.value) {
      ++table_.without_value;
      return true;
    }
    const Outcome outcome = {ids_.Intern(row.customer),
                             metrics_.Intern(row.metric), *row.value,
                             row.time.value_or(0)};
    const auto [at, is_new] = numbers_.try_emplace(
        std::pair(outcome.customer, outcome.metric), table_.outcomes.size());
    if (is_new) {
      table_.outcomes.push_back(outcome);
      return true;
    }
    if (!row.time) return false;
    ++table_.superseded;
    Outcome& known = table_.outcomes[at->second];
    if (outcome.time >= known.time) known = outcome;
    return true;
  }

  StringInterner ids_, metrics_;
  absl::flat_hash_map<std::pair<uint32_t, uint32_t>, size_t> numbers_;
  OutcomesTable table_;
};

absl::StatusOr<CustomersTable> LoadCustomers(const v1::DataConfig& config,
                                             absl::string_view data_root,
                                             BadRowLog& log) {
  const std::vector<AttributeSchema> schema = CustomerAttributesOf(config);
  CustomersBuilder builder(schema);
  for (int i = 0; i < config.customers_size(); ++i) {
    const v1::DelimitedCustomers& source = config.customers(i).delimited();
    C2V_ASSIGN_OR_RETURN(
        const auto reader,
        OpenDelimitedCustomers(
            source, ResolvePath(data_root, source.path()),
            absl::StrCat("data.customers[", i, "].delimited"), schema, log));
    C2V_RETURN_IF_ERROR(builder.Read(*reader));
  }
  return std::move(builder).Build();
}

absl::StatusOr<OutcomesTable> LoadOutcomes(const v1::DataConfig& config,
                                           absl::string_view data_root,
                                           BadRowLog& log) {
  OutcomesBuilder builder;
  for (int i = 0; i < config.outcomes_size(); ++i) {
    const v1::DelimitedOutcomes& source = config.outcomes(i).delimited();
    C2V_ASSIGN_OR_RETURN(
        const auto reader,
        OpenDelimitedOutcomes(source, ResolvePath(data_root, source.path()),
                              absl::StrCat("data.outcomes[", i, "].delimited"),
                              log));
    C2V_RETURN_IF_ERROR(builder.Read(*reader));
  }
  return std::move(builder).Build();
}

}  // namespace

const AttributeColumn* CustomersTable::Find(absl::string_view name) const {
  for (const AttributeColumn& attribute : attributes) {
    if (attribute.name == name) return &attribute;
  }
  return nullptr;
}

absl::StatusOr<SideTables> LoadSideTables(const v1::DataConfig& config,
                                          absl::string_view data_root,
                                          BadRowLog& log) {
  SideTables side;
  side.data_root = std::string(data_root);
  C2V_ASSIGN_OR_RETURN(side.customers, LoadCustomers(config, data_root, log));
  C2V_ASSIGN_OR_RETURN(side.outcomes, LoadOutcomes(config, data_root, log));
  C2V_ASSIGN_OR_RETURN(side.edges, ReadEdges(config, data_root, log));
  C2V_ASSIGN_OR_RETURN(side.logs, LoadEventLog(config, data_root, {}, log));
  return side;
}

std::vector<uint32_t> RowsOf(std::span<const std::string> ids,
                             std::span<const std::string> wanted) {
  absl::flat_hash_map<absl::string_view, uint32_t> numbers;
  numbers.reserve(ids.size());
  for (uint32_t row = 0; row < ids.size(); ++row) numbers[ids[row]] = row;
  std::vector<uint32_t> rows;
  rows.reserve(wanted.size());
  for (const std::string& id : wanted) {
    const auto found = numbers.find(id);
    rows.push_back(found == numbers.end() ? kNoRow : found->second);
  }
  return rows;
}

}  // namespace customer2vec
