#include "trainer/models/attribute_affinity/attribute_affinity_model.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "core/base/status_macros.h"
#include "core/servables/attribute_affinity.h"
#include "trainer/models/attribute_affinity/affinity_weights.h"
#include "trainer/models/field_checks.h"

namespace customer2vec {
namespace {

bool HasWeight(const v1::AttributeGroup& group) {
  return group.has_customer_weight() || group.has_session_weight() ||
         group.has_popularity_weight() || group.has_size_weight();
}

bool HasWeights(const AttributeGroups::Kinds& kinds) {
  return std::any_of(kinds.begin(), kinds.end(), HasWeight);
}

void FillDefaults(v1::ModelConfig* model) {
  v1::AttributeAffinityConfig* config = model->mutable_attribute_affinity();
  if (config->hidden_share() == 0) config->set_hidden_share(0.05);
  if (config->hidden_sets() == 0) config->set_hidden_sets(6);
  if (config->hidden_min_count() == 0) config->set_hidden_min_count(20);
}

absl::Status CheckGroup(const v1::AttributeGroup& group,
                        const std::string& field) {
  if (group.attributes().empty()) {
    return InvalidField(field, "attributes",
                        "is missing: name attributes of the catalogue");
  }
  for (const double weight : {group.customer_weight(), group.session_weight(),
                              group.popularity_weight(), group.size_weight()}) {
    if (!std::isfinite(weight)) {
      return absl::InvalidArgumentError(absl::StrCat(
          field, ": a weight is ", weight, ": use finite numbers"));
    }
  }
  return absl::OkStatus();
}

absl::Status Check(const v1::ModelConfig& model, const std::string& field) {
  const v1::AttributeAffinityConfig& config = model.attribute_affinity();
  for (int i = 0; i < config.groups_size(); ++i) {
    C2V_RETURN_IF_ERROR(
        CheckGroup(config.groups(i), absl::StrCat(field, ".groups[", i, "]")));
  }
  const double share = config.hidden_share();
  return FieldChecks(field)
      .That("max_basket_count", config.max_basket_count(),
            config.max_basket_count() >= 0,
            "a number of at least 0, or leave it out")
      .That("hidden_share", share, share >= 0 && share <= 0.5,
            "a number in (0, 0.5], or leave it out")
      .Count("hidden_sets", config.hidden_sets(), 100)
      .That("hidden_min_count", config.hidden_min_count(),
            config.hidden_min_count() >= 0,
            "a number of at least 1, or leave it out")
      .status();
}

// Each category attribute alone.
AttributeGroups::Kinds DefaultKinds(const Catalogue& catalogue) {
  AttributeGroups::Kinds kinds;
  for (size_t i = 0; i < catalogue.attribute_count(); ++i) {
    if (catalogue.IsNumber(i)) continue;
    kinds.Add()->add_attributes(std::string(catalogue.AttributeName(i)));
  }
  return kinds;
}

void Report(absl::string_view name, const AttributeGroups::Kinds& kinds,
            const ProgressLine& progress) {
  if (!progress) return;
  for (const v1::AttributeGroup& kind : kinds) {
    progress(absl::StrFormat(
        "%s: %s: customer %.3f, session %.3f, popularity %.3f, size %.3f", name,
        absl::StrJoin(kind.attributes(), " and "), kind.customer_weight(),
        kind.session_weight(), kind.popularity_weight(), kind.size_weight()));
  }
}

// Sets what is unset, so that the manifest says all.
void WriteWeights(AttributeGroups::Kinds kinds,
                  v1::AttributeAffinitySpec* spec) {
  for (v1::AttributeGroup& kind : kinds) {
    kind.set_customer_weight(kind.customer_weight());
    kind.set_session_weight(kind.session_weight());
    kind.set_popularity_weight(kind.popularity_weight());
    kind.set_size_weight(kind.size_weight());
  }
  *spec->mutable_groups() = std::move(kinds);
}

absl::StatusOr<AttributeGroups::Kinds> KindsOf(
    const v1::AttributeAffinityConfig& config, const ModelContext& context) {
  const Catalogue& catalogue = context.tables.catalogue;
  AttributeGroups::Kinds kinds =
      config.groups().empty() ? DefaultKinds(catalogue) : config.groups();
  if (kinds.empty()) {
    return absl::FailedPreconditionError(
        "the catalogue has no category attribute; map one in data.catalogue");
  }
  if (HasWeights(kinds)) return kinds;
  return LearnAffinityWeights(
      std::move(kinds), context.corpus, catalogue,
      {.hidden_share = config.hidden_share(),
       .hidden_sets = config.hidden_sets(),
       .hidden_min_count = static_cast<uint32_t>(config.hidden_min_count()),
       .seed = context.seed});
}

absl::StatusOr<LearnedModel> Learn(const v1::ModelConfig& model,
                                   const ModelContext& context) {
  const v1::AttributeAffinityConfig& config = model.attribute_affinity();
  C2V_ASSIGN_OR_RETURN(AttributeGroups::Kinds kinds, KindsOf(config, context),
                       model.name());
  // Names of attributes are known to be right before anything is published.
  C2V_RETURN_IF_ERROR(AttributeGroups::Create(kinds, context.tables.catalogue,
                                              context.tables.basket_counts)
                          .status())
      .With(model.name());
  Report(model.name(), kinds, context.progress);
  LearnedModel learned;
  learned.entry.set_name(model.name());
  learned.entry.set_kind(v1::SERVABLE_KIND_SCORER);
  v1::AttributeAffinitySpec* spec = learned.entry.mutable_attribute_affinity();
  WriteWeights(std::move(kinds), spec);
  if (config.has_max_basket_count()) {
    spec->set_max_basket_count(config.max_basket_count());
  }
  return learned;
}

}  // namespace

const ModelFamily& AttributeAffinityFamily() {
  static constexpr ModelFamily kFamily = {
      .kind = v1::ModelConfig::kAttributeAffinity,
      .name = "attribute_affinity",
      .publishes = v1::SERVABLE_KIND_SCORER,
      .fill_defaults = FillDefaults,
      .check = Check,
      .dependencies = NoDependencies,
      .learn = Learn,
      .tunables = NoTunables,
  };
  return kFamily;
}

}  // namespace customer2vec
