#include "trainer/models/factorization_machine/factorization_machine_model.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "core/base/status_macros.h"
#include "core/servables/factorization_machine_scorer.h"
#include "trainer/models/factorization_machine/factorization_machine_config.h"
#include "trainer/models/factorization_machine/factorization_machine_trainer.h"
#include "trainer/models/factorization_machine/factorization_start.h"
#include "trainer/models/interactions/frequent_items.h"

namespace customer2vec {
namespace {

// An attribute of more values is left out unless it is asked for.
constexpr size_t kMostValues = 10000;
constexpr double kPopularityWeights[] = {0.5, 0, 0.25, 0.75, 1};

void FillDefaults(v1::ModelConfig* config) {
  FillFactorizationMachineDefaults(config->mutable_factorization_machine());
}

absl::Status Check(const v1::ModelConfig& config, const std::string& field) {
  return CheckFactorizationMachineConfig(config.factorization_machine(), field);
}

absl::StatusOr<std::vector<size_t>> ItemAttributes(
    const v1::FactorizationMachineConfig& config, const Catalogue& catalogue) {
  std::vector<size_t> attributes;
  for (const std::string& name : config.item_attributes()) {
    const std::optional<size_t> found = catalogue.FindAttribute(name);
    if (!found) {
      return absl::InvalidArgumentError(absl::StrCat(
          "factorization_machine.item_attributes: the catalogue has no "
          "attribute \"",
          name, "\""));
    }
    attributes.push_back(*found);
  }
  if (!attributes.empty()) return attributes;
  for (size_t i = 0; i < catalogue.attribute_count(); ++i) {
    if (catalogue.IsNumber(i)) continue;
    if (catalogue.Values(i).size() <= kMostValues) attributes.push_back(i);
  }
  return attributes;
}

absl::StatusOr<std::vector<const AttributeColumn*>> CustomerAttributes(
    const v1::FactorizationMachineConfig& config,
    const CustomersTable& customers) {
  std::vector<const AttributeColumn*> columns;
  for (const std::string& name : config.customer_attributes()) {
    const AttributeColumn* column = customers.Find(name);
    if (column == nullptr) {
      return absl::InvalidArgumentError(absl::StrCat(
          "factorization_machine.customer_attributes: the customers table has "
          "no attribute \"",
          name, "\""));
    }
    columns.push_back(column);
  }
  if (!columns.empty()) return columns;
  for (const AttributeColumn& column : customers.attributes) {
    if (!column.is_number) columns.push_back(&column);
  }
  return columns;
}

// Numbers the values of the columns, in the order in which customers have them.
void AddCustomerValues(const std::vector<const AttributeColumn*>& columns,
                       const std::vector<uint32_t>& row_of_customer,
                       FactorizationData* data) {
  if (columns.empty()) return;
  data->customer_values.resize(row_of_customer.size());
  std::map<std::pair<size_t, std::string>, uint32_t> numbers;
  for (size_t customer = 0; customer < row_of_customer.size(); ++customer) {
    if (row_of_customer[customer] == kNoRow) continue;
    for (size_t i = 0; i < columns.size(); ++i) {
      const std::string& value = columns[i]->values[row_of_customer[customer]];
      if (value.empty()) continue;
      const auto number = numbers.try_emplace(
          {i, value}, static_cast<uint32_t>(numbers.size()));
      data->customer_values[customer].push_back(number.first->second);
    }
  }
  data->customer_value_count = numbers.size();
}

absl::StatusOr<FactorizationData> DataOf(
    const v1::FactorizationMachineConfig& config, const ModelContext& context) {
  FactorizationData data{.corpus = context.corpus,
                         .catalogue = context.tables.catalogue};
  C2V_ASSIGN_OR_RETURN(data.attributes, ItemAttributes(config, data.catalogue));
  C2V_ASSIGN_OR_RETURN(const std::vector<const AttributeColumn*> columns,
                       CustomerAttributes(config, context.side.customers));
  AddCustomerValues(
      columns,
      RowsOf(context.side.customers.ids, context.corpus.arrays().customer_ids),
      &data);
  return data;
}

absl::Status GoesOn(const v1::ModelConfig& earlier,
                    const v1::ModelConfig& now) {
  return SameThere("factorization_machine.factors",
                   earlier.factorization_machine().factors(),
                   now.factorization_machine().factors());
}

// From nothing, or from what an earlier snapshot publishes.
absl::StatusOr<FactorizationMachineModel> Train(
    const FactorizationData& data, v1::FactorizationMachineConfig config,
    const EarlierModel* earlier, FactorizationOptions options) {
  if (earlier == nullptr) {
    return TrainFactorizationMachine(data, config, options);
  }
  config.set_epochs(earlier->passes(config.epochs()));
  config.set_learning_rate(config.learning_rate() * earlier->rate_scale());
  const size_t items = CountFrequentItems(data.corpus, config.min_count());
  const FactorizationFeatures features(items, data.catalogue, data.attributes);
  C2V_ASSIGN_OR_RETURN(
      const FactorizationStart start,
      EarlierFactorization(*earlier, features, data.catalogue));
  options.start = &start;
  return TrainFactorizationMachine(data, config, options);
}

absl::StatusOr<LearnedModel> Learn(const v1::ModelConfig& config,
                                   const ModelContext& context) {
  C2V_ASSIGN_OR_RETURN(const FactorizationData data,
                       DataOf(config.factorization_machine(), context));
  FactorizationOptions options{.seed = context.seed,
                               .threads = context.threads,
                               .checkpoint = context.checkpoint};
  if (context.progress) {
    options.progress = [&](const FactorizationProgress& now) {
      context.progress(absl::StrFormat(
          "%s: epoch %d of %d, loss %.4f, %.1f s, %.0f s left", config.name(),
          now.epoch, now.epochs, now.loss, now.seconds, now.seconds_left));
    };
  }
  C2V_ASSIGN_OR_RETURN(FactorizationMachineModel machine,
                       Train(data, config.factorization_machine(),
                             context.earlier_model, options));
  LearnedModel model;
  C2V_ASSIGN_OR_RETURN(
      model.entry, WriteFactorizationMachine(config.name(), std::move(machine),
                                             &model.files));
  return model;
}

std::vector<TunableParameter> Tunables(const v1::ModelConfig& config) {
  if (config.factorization_machine().has_popularity_weight()) return {};
  return {
      {.name = "popularity_weight",
       .grid = {std::begin(kPopularityWeights), std::end(kPopularityWeights)},
       .metric = TuningMetric::kCustomerRecall10,
       .set = [](double value, v1::ModelConfig* config,
                 v1::ServableEntry* entry) {
         config->mutable_factorization_machine()->set_popularity_weight(value);
         entry->mutable_factorization_machine()->set_popularity_weight(
             static_cast<float>(value));
       }}};
}

}  // namespace

const ModelFamily& FactorizationMachineFamily() {
  static constexpr ModelFamily kFamily = {
      .kind = v1::ModelConfig::kFactorizationMachine,
      .name = "factorization_machine",
      .publishes = v1::SERVABLE_KIND_SCORER,
      .fill_defaults = FillDefaults,
      .check = Check,
      .dependencies = NoDependencies,
      .learn = Learn,
      .tunables = Tunables,
      .goes_on = GoesOn,
  };
  return kFamily;
}

}  // namespace customer2vec
