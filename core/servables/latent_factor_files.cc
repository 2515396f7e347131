#include "core/servables/latent_factor_files.h"

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/servables/embedding_vectors.h"
#include "core/snapshot/snapshot_file_names.h"

namespace customer2vec {
namespace {

constexpr char kItems[] = "items.f32";
constexpr char kCustomers[] = "customers.f32";

absl::Status Mismatch(const v1::ServableEntry& entry, absl::string_view what) {
  return absl::DataLossError(
      absl::StrCat("servable \"", entry.name(), "\": ", what));
}

// Before anything is multiplied or allocated by these numbers.
absl::Status CheckSpec(const v1::ServableEntry& entry, const Tables& tables) {
  const v1::LatentFactorsSpec& spec = entry.latent_factors();
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

absl::StatusOr<LatentFactorArrays> MapArrays(const FileSource& files,
                                             const v1::ServableEntry& entry) {
  const v1::LatentFactorsSpec& spec = entry.latent_factors();
  LatentFactorArrays arrays;
  arrays.factors = static_cast<size_t>(spec.factors());
  C2V_ASSIGN_OR_RETURN(arrays.items,
                       files.Array<float>(ServableFile(entry.name(), kItems),
                                          arrays.factors * spec.item_count()));
  if (spec.customer_count() > 0) {
    C2V_ASSIGN_OR_RETURN(
        arrays.customers,
        files.Array<float>(ServableFile(entry.name(), kCustomers),
                           arrays.factors * spec.customer_count()));
  }
  if (spec.has_biases()) {
    C2V_ASSIGN_OR_RETURN(
        arrays.biases,
        files.Array<float>(ServableFile(entry.name(), kLatentFactorBiases),
                           spec.item_count()));
  }
  return arrays;
}

FoldInSettings SettingsOf(const v1::FoldInSpec& spec) {
  return {
      .confidence = {spec.alpha(), spec.confidence_scale()},
      .regularization = {spec.regularization(), spec.regularization_exponent(),
                         spec.mean_confidence()},
      .target = spec.target()};
}

void SetFoldIn(const FoldInSettings& settings, v1::FoldInSpec* spec) {
  spec->set_alpha(settings.confidence.alpha);
  spec->set_confidence_scale(settings.confidence.scale);
  spec->set_regularization(settings.regularization.weight);
  spec->set_regularization_exponent(settings.regularization.exponent);
  spec->set_mean_confidence(settings.regularization.mean_confidence);
  spec->set_target(settings.target);
}

}  // namespace

absl::StatusOr<v1::ServableEntry> WriteLatentFactors(
    absl::string_view name, LatentFactors factors, float popularity_weight,
    const FoldInSettings& settings, MemoryFiles* files) {
  v1::ServableEntry entry;
  entry.set_name(std::string(name));
  entry.set_kind(v1::SERVABLE_KIND_SPACE);
  v1::LatentFactorsSpec* spec = entry.mutable_latent_factors();
  const size_t d = factors.factors;
  spec->set_factors(static_cast<int32_t>(d));
  spec->set_item_count(static_cast<int64_t>(factors.items.size() / d));
  spec->set_customer_count(static_cast<int64_t>(factors.customers.size() / d));
  spec->set_has_biases(!factors.biases.empty());
  spec->set_popularity_weight(popularity_weight);
  SetFoldIn(settings, spec->mutable_fold_in());
  C2V_RETURN_IF_ERROR(
      files->Adopt(ServableFile(name, kItems), std::move(factors.items)));
  if (!factors.customers.empty()) {
    C2V_RETURN_IF_ERROR(files->Adopt(ServableFile(name, kCustomers),
                                     std::move(factors.customers)));
  }
  if (!factors.biases.empty()) {
    C2V_RETURN_IF_ERROR(files->Adopt(ServableFile(name, kLatentFactorBiases),
                                     std::move(factors.biases)));
  }
  return entry;
}

absl::StatusOr<std::unique_ptr<const Space>> LoadLatentFactors(
    const FileSource& files, const v1::ServableEntry& entry,
    const Tables& tables) {
  C2V_RETURN_IF_ERROR(CheckSpec(entry, tables));
  C2V_ASSIGN_OR_RETURN(const LatentFactorArrays arrays,
                       MapArrays(files, entry));
  const v1::LatentFactorsSpec& spec = entry.latent_factors();
  absl::StatusOr<std::unique_ptr<const LatentFactorSpace>> space =
      LatentFactorSpace::Create(entry.name(), arrays, tables.basket_counts,
                                spec.popularity_weight(),
                                SettingsOf(spec.fold_in()));
  if (!space.ok()) return Mismatch(entry, space.status().message());
  return *std::move(space);
}

}  // namespace customer2vec
