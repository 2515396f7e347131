#include "core/servables/concat_space_files.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/snapshot/snapshot_file_names.h"

namespace customer2vec {
namespace {

absl::Status Mismatch(const v1::ServableEntry& entry, absl::string_view what) {
  return absl::DataLossError(
      absl::StrCat("servable \"", entry.name(), "\": ", what));
}

absl::StatusOr<std::vector<ConcatPart>> FindParts(
    const v1::ServableEntry& entry, const ServableSet& earlier) {
  std::vector<ConcatPart> parts;
  for (const v1::ConcatPart& part : entry.embedding_space().concat().parts()) {
    const Space* space = earlier.FindSpace(part.space());
    if (space == nullptr) {
      return Mismatch(
          entry, absl::StrCat("its part \"", part.space(), "\" is no space"));
    }
    const auto weight = static_cast<float>(part.weight());
    if (!(weight > 0 && std::isfinite(weight))) {
      return Mismatch(entry,
                      absl::StrCat("the weight ", part.weight(), " of \"",
                                   part.space(), "\" is not a number above 0"));
    }
    parts.push_back({space, weight, part.keep_length()});
  }
  if (parts.empty()) return Mismatch(entry, "it is joined of nothing");
  return parts;
}

bool IsReduced(const v1::ConcatSpec& spec) {
  return spec.reduction() == v1::CONCAT_REDUCTION_PCA ||
         spec.reduction() == v1::CONCAT_REDUCTION_WHITENING;
}

// Empty where nothing was reduced.
absl::StatusOr<std::span<const float>> LoadProjection(
    const FileSource& files, const v1::ServableEntry& entry, size_t dimension,
    size_t joined_dimension) {
  if (!IsReduced(entry.embedding_space().concat())) {
    if (dimension == joined_dimension) return std::span<const float>();
    return Mismatch(entry, absl::StrCat("its parts have ", joined_dimension,
                                        " dimensions, it has ", dimension));
  }
  const std::string file = SpaceFile(entry.name(), kSpaceProjection);
  C2V_ASSIGN_OR_RETURN(
      const std::span<const float> projection,
      files.Array<float>(file, uint64_t{dimension} * joined_dimension));
  if (std::all_of(projection.begin(), projection.end(),
                  [](float value) { return std::isfinite(value); })) {
    return projection;
  }
  return absl::DataLossError(
      absl::StrCat(files.NameOf(file), ": a number is not finite"));
}

}  // namespace

std::vector<std::string> ConcatPartNames(const v1::ServableEntry& entry) {
  std::vector<std::string> names;
  for (const v1::ConcatPart& part : entry.embedding_space().concat().parts()) {
    names.push_back(part.space());
  }
  return names;
}

absl::StatusOr<std::unique_ptr<const Space>> LoadConcatSpace(
    const FileSource& files, const v1::ServableEntry& entry,
    const ServableSet& earlier, std::unique_ptr<const Space> vectors) {
  C2V_ASSIGN_OR_RETURN(std::vector<ConcatPart> parts,
                       FindParts(entry, earlier));
  C2V_ASSIGN_OR_RETURN(const std::span<const float> projection,
                       LoadProjection(files, entry, vectors->dimension(),
                                      JoinedDimension(parts)));
  return std::make_unique<ConcatSpace>(std::move(vectors), std::move(parts),
                                       projection);
}

}  // namespace customer2vec
