#include "trainer/models/content2vec/content2vec_config.h"

#include <cstdint>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "trainer/models/embedding_model.h"
#include "trainer/models/field_checks.h"

namespace customer2vec {
namespace {

constexpr double kAttributeOutputWeight = 0.25;

bool NeedsAttribute(v1::ContentPartKind kind) {
  return kind == v1::CONTENT_PART_KIND_VALUE ||
         kind == v1::CONTENT_PART_KIND_BAND;
}

bool TakesAttribute(v1::ContentPartKind kind) {
  return NeedsAttribute(kind) || kind == v1::CONTENT_PART_KIND_WORDS;
}

absl::Status CheckAttribute(const v1::ContentPart& part,
                            absl::string_view path) {
  if (part.kind() == v1::CONTENT_PART_KIND_UNSPECIFIED ||
      !v1::ContentPartKind_IsValid(part.kind())) {
    return InvalidField(path, "kind",
                        "is missing: say what tokens are made from");
  }
  if (NeedsAttribute(part.kind()) && part.attribute().empty()) {
    return InvalidField(path, "attribute",
                        "is missing: name an attribute of the catalogue");
  }
  if (TakesAttribute(part.kind()) || part.attribute().empty()) {
    return absl::OkStatus();
  }
  return InvalidField(
      path, "attribute",
      absl::StrCat("is \"", part.attribute(), "\", but ",
                   v1::ContentPartKind_Name(part.kind()), " takes none"));
}

absl::Status CheckPart(const v1::ContentPart& part, absl::string_view path) {
  C2V_RETURN_IF_ERROR(CheckAttribute(part, path));
  return FieldChecks(path)
      .Count("bands", part.bands(), 1000, 2)
      .Count("min_count", part.min_count(), INT32_MAX)
      .Weight("input_weight", part.input_weight())
      .Weight("output_weight", part.output_weight())
      .status();
}

absl::Status CheckParts(const v1::Content2VecConfig& config,
                        absl::string_view path) {
  std::set<std::pair<int, std::string>> seen;
  for (int i = 0; i < config.parts_size(); ++i) {
    const std::string field = absl::StrCat(path, ".parts[", i, "]");
    C2V_RETURN_IF_ERROR(CheckPart(config.parts(i), field));
    if (seen.emplace(config.parts(i).kind(), config.parts(i).attribute())
            .second) {
      continue;
    }
    return absl::InvalidArgumentError(
        absl::StrCat(field, " stands twice: leave one out"));
  }
  return absl::OkStatus();
}

absl::Status CheckDense(const v1::Content2VecConfig& config,
                        absl::string_view path) {
  std::set<std::string> names;
  for (int i = 0; i < config.dense_size(); ++i) {
    const v1::DenseVectors& dense = config.dense(i);
    const std::string field = absl::StrCat(path, ".dense[", i, "]");
    if (dense.name().empty() || !names.insert(dense.name()).second) {
      return InvalidField(
          field, "name",
          absl::StrCat("\"", dense.name(), "\" is empty or used twice"));
    }
    if (dense.path().empty()) {
      return InvalidField(field, "path", "is missing: name a file");
    }
    C2V_RETURN_IF_ERROR(FieldChecks(field)
                            .Count("dimension", dense.dimension(), 4096)
                            .Weight("input_weight", dense.input_weight())
                            .Weight("output_weight", dense.output_weight())
                            .status());
  }
  return absl::OkStatus();
}

absl::Status CheckTraining(const v1::Content2VecConfig& config,
                           absl::string_view path) {
  const double subsample = config.subsample();
  C2V_RETURN_IF_ERROR(
      FieldChecks(path)
          .Count("dimension", config.dimension(), 4096)
          .Count("window_size", config.window_size(), 1000)
          .Count("max_context", config.max_context(), 1000)
          .Count("negatives", config.negatives(), 1000)
          .Count("epochs", config.epochs(), 10000)
          .Range("negative_exponent", config.negative_exponent(), -2, 2)
          .That("subsample", subsample, subsample >= 0 && subsample <= 1,
                "0 (off) to 1")
          .Share("learning_rate", config.learning_rate())
          .That("weighting", config.weighting(),
                v1::ContentWeighting_IsValid(config.weighting()),
                "a value of ContentWeighting, or leave it out")
          .status());
  return CheckPopularityWeight(config.popularity_weight(), path);
}

void FillPart(v1::ContentPart* part) {
  const bool is_item = part->kind() == v1::CONTENT_PART_KIND_ITEM;
  if (part->bands() == 0) part->set_bands(10);
  if (part->min_count() == 0) part->set_min_count(5);
  if (!part->has_input_weight()) part->set_input_weight(1);
  if (!part->has_output_weight()) {
    part->set_output_weight(is_item ? 1 : kAttributeOutputWeight);
  }
}

}  // namespace

void FillContent2VecDefaults(v1::Content2VecConfig* config) {
  if (config->dimension() == 0) config->set_dimension(200);
  if (config->max_context() == 0) config->set_max_context(20);
  if (config->negatives() == 0) config->set_negatives(5);
  if (config->epochs() == 0) config->set_epochs(10);
  if (config->learning_rate() == 0) config->set_learning_rate(0.025);
  if (!config->has_negative_exponent()) config->set_negative_exponent(0.75);
  if (!config->has_subsample()) config->set_subsample(0.0001);
  if (config->weighting() == v1::CONTENT_WEIGHTING_UNSPECIFIED) {
    config->set_weighting(v1::CONTENT_WEIGHTING_IDF);
  }
  for (v1::ContentPart& part : *config->mutable_parts()) FillPart(&part);
  for (v1::DenseVectors& dense : *config->mutable_dense()) {
    if (!dense.has_input_weight()) dense.set_input_weight(1);
  }
}

absl::Status CheckContent2VecConfig(const v1::Content2VecConfig& config,
                                    absl::string_view path) {
  C2V_RETURN_IF_ERROR(CheckTraining(config, path));
  C2V_RETURN_IF_ERROR(CheckParts(config, path));
  return CheckDense(config, path);
}

ContentParts DefaultContentParts(const Corpus& corpus,
                                 const Catalogue& catalogue) {
  ContentParts parts;
  parts.Add()->set_kind(v1::CONTENT_PART_KIND_ITEM);
  for (size_t i = 0; i < catalogue.attribute_count(); ++i) {
    v1::ContentPart* part = parts.Add();
    part->set_kind(catalogue.IsNumber(i) ? v1::CONTENT_PART_KIND_BAND
                                         : v1::CONTENT_PART_KIND_VALUE);
    part->set_attribute(std::string(catalogue.AttributeName(i)));
  }
  for (uint32_t item = 0; item < corpus.item_count(); ++item) {
    if (catalogue.Name(item) == corpus.arrays().item_ids[item]) continue;
    parts.Add()->set_kind(v1::CONTENT_PART_KIND_WORDS);
    break;
  }
  for (v1::ContentPart& part : parts) FillPart(&part);
  return parts;
}

}  // namespace customer2vec
