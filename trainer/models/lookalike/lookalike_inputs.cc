#include "trainer/models/lookalike/lookalike_inputs.h"

#include <cstddef>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "trainer/models/lookalike/customer_columns.h"

namespace customer2vec {
namespace {

// Attributes of more values are left out unless asked for.
constexpr size_t kMaxDefaultValues = 500;

absl::Status AddColumns(const v1::LookalikeConfig& config, const Corpus& corpus,
                        const CustomersTable& customers,
                        LookalikeInputs* inputs) {
  const std::vector<std::string> attributes(
      config.customer_attributes().begin(), config.customer_attributes().end());
  C2V_ASSIGN_OR_RETURN(CustomerColumns columns,
                       ComputeCustomerColumns(corpus, customers, attributes));
  v1::LogisticInput& part = inputs->spec.emplace_back();
  for (const std::string& name : columns.names) {
    part.mutable_columns()->add_names(name);
  }
  inputs->columns = std::move(columns.values);
  inputs->inputs.AddColumns(inputs->columns, columns.names.size());
  return absl::OkStatus();
}

absl::StatusOr<std::vector<size_t>> ShareAttributes(
    const v1::LookalikeConfig& config, const Catalogue& catalogue) {
  std::vector<size_t> attributes;
  for (const std::string& name : config.share_attributes()) {
    const std::optional<size_t> attribute = catalogue.FindAttribute(name);
    if (!attribute) {
      return absl::InvalidArgumentError(
          absl::StrCat("the catalogue has no attribute \"", name,
                       "\"; name one of data.catalogue's attributes"));
    }
    attributes.push_back(*attribute);
  }
  if (!config.share_attributes().empty()) return attributes;
  for (size_t a = 0; a < catalogue.attribute_count(); ++a) {
    const size_t values = catalogue.Values(a).size();
    if (!catalogue.IsNumber(a) && values >= 2 && values <= kMaxDefaultValues) {
      attributes.push_back(a);
    }
  }
  return attributes;
}

absl::Status AddShares(const v1::LookalikeConfig& config,
                       const Catalogue& catalogue, LookalikeInputs* inputs) {
  C2V_ASSIGN_OR_RETURN(const std::vector<size_t> attributes,
                       ShareAttributes(config, catalogue));
  const auto power = static_cast<float>(config.share_power());
  for (const size_t attribute : attributes) {
    v1::LogisticInput& part = inputs->spec.emplace_back();
    part.mutable_shares()->set_attribute(
        std::string(catalogue.AttributeName(attribute)));
    part.mutable_shares()->set_power(power);
    inputs->inputs.AddShares(attribute, power);
  }
  return absl::OkStatus();
}

absl::Status AddSpace(const std::string& name, const ServableSet& spaces,
                      size_t customer_count, LookalikeInputs* inputs) {
  const Space* space = spaces.FindSpace(name);
  if (space == nullptr || space->customer_count() != customer_count) {
    return absl::InvalidArgumentError(
        absl::StrCat("\"", name,
                     "\" is no space with customer vectors; name one that has "
                     "them"));
  }
  inputs->spec.emplace_back().set_space(name);
  inputs->inputs.AddSpace(*space);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<LookalikeInputs> MakeLookalikeInputs(
    const v1::LookalikeConfig& config, const Corpus& corpus,
    const Tables& tables, const CustomersTable& customers,
    const ServableSet& spaces) {
  LookalikeInputs inputs{{}, {}, CustomerInputs(tables)};
  if (config.hand_crafted()) {
    C2V_RETURN_IF_ERROR(AddColumns(config, corpus, customers, &inputs));
    C2V_RETURN_IF_ERROR(AddShares(config, tables.catalogue, &inputs));
  }
  for (const std::string& name : config.spaces()) {
    C2V_RETURN_IF_ERROR(
        AddSpace(name, spaces, corpus.customer_count(), &inputs));
  }
  if (inputs.inputs.dimension() == 0) {
    return absl::InvalidArgumentError(
        "no features: set hand_crafted or name spaces");
  }
  for (size_t i = 0; i < inputs.spec.size(); ++i) {
    inputs.spec[i].set_dimension(
        static_cast<int32_t>(inputs.inputs.PartDimension(i)));
  }
  return inputs;
}

std::vector<float> FillInputs(const CustomerInputs& inputs,
                              std::span<const uint32_t> customers) {
  const size_t d = inputs.dimension();
  std::vector<float> values(customers.size() * d);
  for (size_t i = 0; i < customers.size(); ++i) {
    inputs.Fill(customers[i], std::span(values).subspan(i * d, d));
  }
  return values;
}

}  // namespace customer2vec
