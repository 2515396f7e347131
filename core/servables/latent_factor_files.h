// A space of latent factors among the files of a snapshot.
//
//   // The trainer:
//   C2V_ASSIGN_OR_RETURN(v1::ServableEntry entry,
//                        WriteLatentFactors("als", {.factors = 128, ...},
//                                           settings, &files));
//   // The server:
//   C2V_ASSIGN_OR_RETURN(std::unique_ptr<const Space> space,
//                        LoadLatentFactors(files, entry, tables));
//
// Thread-safe.

#ifndef CUSTOMER2VEC_CORE_SERVABLES_LATENT_FACTOR_FILES_H_
#define CUSTOMER2VEC_CORE_SERVABLES_LATENT_FACTOR_FILES_H_

#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/servables/latent_factor_space.h"
#include "core/snapshot/file_source.h"
#include "core/snapshot/memory_files.h"
#include "core/tables/tables.h"
#include "customer2vec/v1/manifest.pb.h"

namespace customer2vec {

// Arrays that own their memory; as LatentFactorArrays.
struct LatentFactors {
  size_t factors = 0;
  std::vector<float> items;
  std::vector<float> customers;
  std::vector<float> biases;
};

// Biases among the files of the servable, by item row, for who goes on from
// them: ServableFile(name, kLatentFactorBiases).
inline constexpr char kLatentFactorBiases[] = "biases.f32";

// Keeps the arrays in `files`; the entry says what they are.
absl::StatusOr<v1::ServableEntry> WriteLatentFactors(
    absl::string_view name, LatentFactors factors, float popularity_weight,
    const FoldInSettings& settings, MemoryFiles* files);

// The space over the files' arrays. DATA_LOSS when the entry, the files and the
// tables do not fit together, a number is not finite or a setting out of range.
// REQUIRES: the entry has latent_factors.
absl::StatusOr<std::unique_ptr<const Space>> LoadLatentFactors(
    const FileSource& files, const v1::ServableEntry& entry,
    const Tables& tables);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_SERVABLES_LATENT_FACTOR_FILES_H_
