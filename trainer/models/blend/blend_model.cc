#include "trainer/models/blend/blend_model.h"

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "trainer/models/field_checks.h"

namespace customer2vec {
namespace {

// Grid from a part that is as heavy as the first to one that is not there, and
// to one that leads.
const std::vector<double> kWeights = {1, 0, 0.1, 0.25, 0.5, 2, 4};

void FillDefaults(v1::ModelConfig* model) {
  v1::BlendConfig* config = model->mutable_blend();
  if (config->method() == v1::BLEND_METHOD_UNSPECIFIED) {
    config->set_method(v1::BLEND_METHOD_SCORES);
  }
  if (config->purpose() == v1::BLEND_PURPOSE_UNSPECIFIED) {
    config->set_purpose(v1::BLEND_PURPOSE_CUSTOMER);
  }
  if (config->depth() == 0) config->set_depth(200);
  if (config->rank_constant() == 0) config->set_rank_constant(60);
  for (v1::BlendedServable& part : *config->mutable_parts()) {
    if (part.power() == 0) part.set_power(1);
  }
}

absl::Status CheckPart(const v1::BlendedServable& part,
                       const std::string& field) {
  if (part.servable().empty()) {
    return InvalidField(field, "servable", "is empty: name another model");
  }
  if (!v1::ScoreScale_IsValid(part.scale())) {
    return InvalidField(field, "scale", "is no known scale");
  }
  return FieldChecks(field)
      .Number("weight", part.weight(), 0, 1e9)
      .Number("power", part.power(), 1e-6, 1000)
      .status();
}

absl::Status Check(const v1::ModelConfig& model, const std::string& field) {
  v1::ModelConfig filled = model;
  FillDefaults(&filled);
  const v1::BlendConfig& config = filled.blend();
  if (config.parts_size() < 1 || config.parts_size() > 16) {
    return InvalidField(field, "parts",
                        "are none, or more than 16: name 1 to 16 models");
  }
  for (int i = 0; i < config.parts_size(); ++i) {
    C2V_RETURN_IF_ERROR(
        CheckPart(config.parts(i), absl::StrCat(field, ".parts[", i, "]")));
  }
  if (!v1::BlendMethod_IsValid(config.method())) {
    return InvalidField(field, "method", "is no known method");
  }
  if (!v1::BlendPurpose_IsValid(config.purpose())) {
    return InvalidField(field, "purpose", "is no known purpose");
  }
  return FieldChecks(field)
      .Number("depth", config.depth(), 1, 100000)
      .Number("rank_constant", config.rank_constant(), 1e-6, 1e9)
      .status();
}

std::vector<std::string> Dependencies(const v1::ModelConfig& model) {
  std::vector<std::string> names;
  for (const v1::BlendedServable& part : model.blend().parts()) {
    names.push_back(part.servable());
  }
  return names;
}

// The part with what it leaves open filled in by its kind.
v1::BlendedServable FilledPart(const v1::BlendedServable& part,
                               const ServableSet& servables) {
  v1::BlendedServable filled = part;
  if (!filled.has_weight()) filled.set_weight(kWeights.front());
  if (filled.scale() == v1::SCORE_SCALE_UNSPECIFIED) {
    filled.set_scale(servables.FindSpace(part.servable()) != nullptr
                         ? v1::SCORE_SCALE_SOFTMAX
                         : v1::SCORE_SCALE_SUM);
  }
  return filled;
}

bool IsBlend(const v1::SnapshotManifest& manifest, const std::string& name) {
  for (const v1::ServableEntry& entry : manifest.servables()) {
    if (entry.name() == name) return entry.has_blend();
  }
  return false;
}

absl::StatusOr<LearnedModel> Learn(const v1::ModelConfig& config,
                                   const ModelContext& context) {
  LearnedModel model;
  model.entry.set_name(config.name());
  model.entry.set_kind(v1::SERVABLE_KIND_SCORER);
  v1::BlendSpec* spec = model.entry.mutable_blend();
  for (const v1::BlendedServable& part : config.blend().parts()) {
    if (IsBlend(context.manifest, part.servable())) {
      return absl::FailedPreconditionError(absl::StrCat(
          "model \"", config.name(), "\": its part \"", part.servable(),
          "\" is a blend itself: name that one's parts"));
    }
    *spec->add_parts() = FilledPart(part, context.earlier);
  }
  spec->set_method(config.blend().method());
  spec->set_depth(config.blend().depth());
  spec->set_rank_constant(static_cast<float>(config.blend().rank_constant()));
  return model;
}

TunableParameter WeightOf(int part, const std::string& servable,
                          v1::BlendPurpose purpose) {
  return {.name = absl::StrCat("weight of ", servable),
          .grid = kWeights,
          .metric = purpose == v1::BLEND_PURPOSE_SESSION
                        ? TuningMetric::kSessionHitRate20
                        : TuningMetric::kCustomerRecall10,
          .set = [part](double value, v1::ModelConfig* config,
                        v1::ServableEntry* entry) {
            config->mutable_blend()->mutable_parts(part)->set_weight(value);
            entry->mutable_blend()->mutable_parts(part)->set_weight(value);
          }};
}

// Only ratios matter: where no weight is set, the first part's stays 1.
std::vector<TunableParameter> Tunables(const v1::ModelConfig& model) {
  const v1::BlendConfig& config = model.blend();
  bool anchored = false;
  for (const v1::BlendedServable& part : config.parts()) {
    anchored = anchored || (part.has_weight() && part.weight() > 0);
  }
  std::vector<TunableParameter> tunables;
  for (int i = anchored ? 0 : 1; i < config.parts_size(); ++i) {
    if (config.parts(i).has_weight()) continue;
    tunables.push_back(
        WeightOf(i, config.parts(i).servable(), config.purpose()));
  }
  return tunables;
}

}  // namespace

const ModelFamily& BlendFamily() {
  static constexpr ModelFamily kFamily = {
      .kind = v1::ModelConfig::kBlend,
      .name = "blend",
      .publishes = v1::SERVABLE_KIND_SCORER,
      .fill_defaults = FillDefaults,
      .check = Check,
      .dependencies = Dependencies,
      .learn = Learn,
      .tunables = Tunables,
  };
  return kFamily;
}

}  // namespace customer2vec
