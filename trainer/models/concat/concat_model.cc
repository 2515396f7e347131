#include "trainer/models/concat/concat_model.h"

#include <cmath>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/servables/concat_space_files.h"
#include "core/servables/embedding_vectors.h"
#include "core/snapshot/snapshot_file_names.h"
#include "trainer/models/concat/joined_vectors.h"
#include "trainer/models/embedding_model.h"
#include "trainer/models/field_checks.h"

namespace customer2vec {
namespace {

void FillDefaults(v1::ModelConfig* model) {
  v1::ConcatConfig* config = model->mutable_concat();
  for (v1::ConcatPart& part : *config->mutable_parts()) {
    if (part.weight() == 0) part.set_weight(1);
  }
  if (config->reduction() == v1::CONCAT_REDUCTION_UNSPECIFIED) {
    config->set_reduction(v1::CONCAT_REDUCTION_NONE);
  }
}

absl::Status CheckPart(const v1::ConcatPart& part, const std::string& field) {
  if (part.space().empty()) {
    return InvalidField(field, "space",
                        "is empty: name a model that publishes a space");
  }
  return FieldChecks(field)
      .That("weight", part.weight(),
            part.weight() >= 0 && std::isfinite(part.weight()),
            "a number above 0, or leave it out")
      .status();
}

absl::Status Check(const v1::ModelConfig& model, const std::string& field) {
  const v1::ConcatConfig& config = model.concat();
  if (config.parts_size() < 2) {
    return InvalidField(field, "parts",
                        absl::StrCat("names ", config.parts_size(),
                                     " spaces: name two or more"));
  }
  for (int i = 0; i < config.parts_size(); ++i) {
    C2V_RETURN_IF_ERROR(
        CheckPart(config.parts(i), absl::StrCat(field, ".parts[", i, "]")));
  }
  C2V_RETURN_IF_ERROR(CheckPopularityWeight(config.popularity_weight(), field));
  return FieldChecks(field)
      .That("reduction", config.reduction(),
            v1::ConcatReduction_IsValid(config.reduction()),
            "CONCAT_REDUCTION_NONE, _PCA or _WHITENING")
      .Count("dimension", config.dimension(), static_cast<int>(kMaxDimension))
      .status();
}

std::vector<std::string> Dependencies(const v1::ModelConfig& model) {
  std::vector<std::string> names;
  for (const v1::ConcatPart& part : model.concat().parts()) {
    names.push_back(part.space());
  }
  return names;
}

absl::StatusOr<std::vector<ConcatPart>> FindParts(
    const v1::ConcatConfig& config, const ServableSet& earlier) {
  std::vector<ConcatPart> parts;
  for (const v1::ConcatPart& part : config.parts()) {
    const Space* space = earlier.FindSpace(part.space());
    if (space == nullptr) {
      return absl::InvalidArgumentError(absl::StrCat(
          "concat.parts: \"", part.space(), "\" publishes no space"));
    }
    parts.push_back(
        {space, static_cast<float>(part.weight()), part.keep_length()});
  }
  if (JoinedDimension(parts) > kMaxDimension) {
    return absl::InvalidArgumentError(
        absl::StrCat("concat.parts: the spaces have ", JoinedDimension(parts),
                     " dimensions together; at most ", kMaxDimension, " fit"));
  }
  return parts;
}

absl::StatusOr<LearnedModel> Learn(const v1::ModelConfig& config,
                                   const ModelContext& context) {
  const v1::ConcatConfig& concat = config.concat();
  C2V_ASSIGN_OR_RETURN(const std::vector<ConcatPart> parts,
                       FindParts(concat, context.earlier));
  C2V_ASSIGN_OR_RETURN(
      JoinedVectors joined,
      JoinVectors(parts, concat.reduction(), concat.dimension()));
  C2V_ASSIGN_OR_RETURN(
      LearnedModel model,
      PublishEmbeddings(config.name(),
                        {.dimension = joined.dimension,
                         .input = std::move(joined.input),
                         .output = std::move(joined.output),
                         .customers = std::move(joined.customers)},
                        concat.has_popularity_weight()
                            ? concat.popularity_weight()
                            : kDefaultPopularityWeight));
  v1::ConcatSpec* spec =
      model.entry.mutable_embedding_space()->mutable_concat();
  *spec->mutable_parts() = concat.parts();
  spec->set_reduction(concat.reduction());
  if (!joined.projection.empty()) {
    C2V_RETURN_IF_ERROR(
        model.files.Adopt(SpaceFile(config.name(), kSpaceProjection),
                          std::move(joined.projection)));
  }
  return model;
}

std::vector<TunableParameter> Tunables(const v1::ModelConfig& config) {
  if (config.concat().has_popularity_weight()) return {};
  return {PopularityWeightTunable([](double value, v1::ModelConfig* config) {
    config->mutable_concat()->set_popularity_weight(value);
  })};
}

}  // namespace

const ModelFamily& ConcatFamily() {
  static constexpr ModelFamily kFamily = {
      .kind = v1::ModelConfig::kConcat,
      .name = "concat",
      .publishes = v1::SERVABLE_KIND_SPACE,
      .fill_defaults = FillDefaults,
      .check = Check,
      .dependencies = Dependencies,
      .learn = Learn,
      .tunables = Tunables,
  };
  return kFamily;
}

}  // namespace customer2vec
