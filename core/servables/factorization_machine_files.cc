#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/servables/embedding_vectors.h"
#include "core/servables/factorization_machine_scorer.h"
#include "core/snapshot/snapshot_file_names.h"

namespace customer2vec {
namespace {

using Spec = v1::FactorizationMachineSpec;

constexpr char kItems[] = "items.f32";
constexpr char kBiases[] = "biases.f32";
constexpr char kFeatures[] = "features.f32";
constexpr char kCustomers[] = "customers.f32";
constexpr char kRepeat[] = "repeat.f32";

absl::Status Mismatch(const v1::ServableEntry& entry, absl::string_view what) {
  return absl::DataLossError(
      absl::StrCat("servable \"", entry.name(), "\": ", what));
}

absl::Status CheckCounts(const v1::ServableEntry& entry, const Tables& tables) {
  const Spec& spec = entry.factorization_machine();
  if (spec.factors() < 1 || spec.factors() > kMaxDimension) {
    return Mismatch(entry,
                    absl::StrCat(spec.factors(), " factors are not in 1 to ",
                                 kMaxDimension));
  }
  if (spec.item_count() < 0 || spec.item_count() > tables.items.size()) {
    return Mismatch(entry, absl::StrCat(spec.item_count(), " item vectors for ",
                                        tables.items.size(), " items"));
  }
  if (spec.customer_count() != 0 &&
      spec.customer_count() != tables.customers.size()) {
    return Mismatch(
        entry, absl::StrCat(spec.customer_count(), " customer vectors for ",
                            tables.customers.size(), " customers"));
  }
  return absl::OkStatus();
}

absl::Status CheckSettings(const v1::ServableEntry& entry) {
  const Spec& spec = entry.factorization_machine();
  if (!(spec.decay() > 0 && spec.decay() <= 1)) {
    return Mismatch(entry,
                    absl::StrCat("decay ", spec.decay(), " is not in (0, 1]"));
  }
  if (!std::isfinite(spec.repeat_weight()) ||
      !std::isfinite(spec.popularity_weight())) {
    return Mismatch(entry, "a weight is not a finite number");
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<size_t>> FindAttributes(
    const v1::ServableEntry& entry, const Catalogue& catalogue) {
  std::vector<size_t> attributes;
  for (const std::string& name :
       entry.factorization_machine().item_attributes()) {
    const std::optional<size_t> found = catalogue.FindAttribute(name);
    if (!found) {
      return Mismatch(
          entry, absl::StrCat("the catalogue has no attribute \"", name, "\""));
    }
    attributes.push_back(*found);
  }
  return attributes;
}

absl::StatusOr<std::span<const float>> MapArray(const FileSource& files,
                                                const v1::ServableEntry& entry,
                                                const char* file, size_t rows,
                                                size_t columns) {
  C2V_ASSIGN_OR_RETURN(
      const std::span<const float> values,
      files.Array<float>(ServableFile(entry.name(), file), rows * columns));
  const auto bad = std::ranges::find_if(
      values, [](float value) { return !std::isfinite(value); });
  if (bad == values.end()) return values;
  return Mismatch(entry, absl::StrCat(file, ": row ",
                                      (bad - values.begin()) /
                                          static_cast<std::ptrdiff_t>(columns),
                                      " has a number that is not finite"));
}

}  // namespace

absl::StatusOr<FactorizationMachineArrays> MapFactorizationMachine(
    const FileSource& files, const v1::ServableEntry& entry,
    size_t feature_rows) {
  const Spec& spec = entry.factorization_machine();
  const auto d = static_cast<size_t>(spec.factors());
  const auto items = static_cast<size_t>(spec.item_count());
  FactorizationMachineArrays arrays;
  C2V_ASSIGN_OR_RETURN(arrays.items, MapArray(files, entry, kItems, items, d));
  C2V_ASSIGN_OR_RETURN(arrays.biases,
                       MapArray(files, entry, kBiases, items, 1));
  C2V_ASSIGN_OR_RETURN(arrays.features,
                       MapArray(files, entry, kFeatures, feature_rows, d));
  if (spec.customer_count() > 0) {
    C2V_ASSIGN_OR_RETURN(
        arrays.customers,
        MapArray(files, entry, kCustomers,
                 static_cast<size_t>(spec.customer_count()), d));
  }
  if (spec.has_repeat()) {
    C2V_ASSIGN_OR_RETURN(arrays.repeat,
                         MapArray(files, entry, kRepeat, items, 1));
  }
  return arrays;
}

absl::StatusOr<v1::ServableEntry> WriteFactorizationMachine(
    absl::string_view name, FactorizationMachineModel model,
    MemoryFiles* files) {
  v1::ServableEntry entry;
  entry.set_name(std::string(name));
  entry.set_kind(v1::SERVABLE_KIND_SCORER);
  *entry.mutable_factorization_machine() = std::move(model.spec);
  const auto adopt = [&](const char* file, std::vector<float>& values) {
    if (values.empty()) return absl::OkStatus();
    return files->Adopt(ServableFile(name, file), std::move(values));
  };
  C2V_RETURN_IF_ERROR(adopt(kItems, model.items));
  C2V_RETURN_IF_ERROR(adopt(kBiases, model.biases));
  C2V_RETURN_IF_ERROR(adopt(kFeatures, model.features));
  C2V_RETURN_IF_ERROR(adopt(kCustomers, model.customers));
  C2V_RETURN_IF_ERROR(adopt(kRepeat, model.repeat));
  return entry;
}

absl::StatusOr<std::unique_ptr<const Scorer>> LoadFactorizationMachine(
    const FileSource& files, const v1::ServableEntry& entry,
    const Tables& tables) {
  C2V_RETURN_IF_ERROR(CheckCounts(entry, tables));
  C2V_RETURN_IF_ERROR(CheckSettings(entry));
  C2V_ASSIGN_OR_RETURN(std::vector<size_t> attributes,
                       FindAttributes(entry, tables.catalogue));
  const Spec& spec = entry.factorization_machine();
  FactorizationFeatures features(static_cast<size_t>(spec.item_count()),
                                 tables.catalogue, std::move(attributes));
  C2V_ASSIGN_OR_RETURN(
      const FactorizationMachineArrays arrays,
      MapFactorizationMachine(files, entry, features.row_count()));
  return std::make_unique<FactorizationMachineScorer>(
      entry.name(), spec, arrays, std::move(features), tables);
}

}  // namespace customer2vec
