#include "trainer/models/content/content_model.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/snapshot/snapshot_file_names.h"
#include "trainer/models/content/term_weights.h"
#include "trainer/models/field_checks.h"

namespace customer2vec {
namespace {

// What stands where nothing is there to choose on.
constexpr double kPopularityWeight = 0.1;

void FillDefaults(v1::ModelConfig* config) {
  v1::ContentConfig* content = config->mutable_content();
  for (v1::ContentField& field : *content->mutable_fields()) {
    if (field.weight() == 0) field.set_weight(1);
  }
  if (!content->has_name_weight()) content->set_name_weight(1);
  if (content->min_items() == 0) content->set_min_items(2);
  if (content->max_item_share() == 0) content->set_max_item_share(0.5);
  if (content->number_bins() == 0) content->set_number_bins(8);
}

absl::Status CheckFields(const v1::ContentConfig& content,
                         const std::string& field) {
  for (int i = 0; i < content.fields_size(); ++i) {
    const v1::ContentField& entry = content.fields(i);
    const std::string path = absl::StrCat(field, ".fields[", i, "]");
    if (entry.attribute().empty()) {
      return InvalidField(path, "attribute",
                          "is empty: name an attribute of the catalogue");
    }
    C2V_RETURN_IF_ERROR(
        FieldChecks(path).Positive("weight", entry.weight()).status());
  }
  return absl::OkStatus();
}

absl::Status Check(const v1::ModelConfig& config, const std::string& field) {
  const v1::ContentConfig& content = config.content();
  C2V_RETURN_IF_ERROR(CheckFields(content, field));
  const double share = content.max_item_share();
  return FieldChecks(field)
      .Weight("name_weight", content.name_weight())
      .That("min_items", content.min_items(), content.min_items() >= 1,
            "1 or more")
      .That("max_item_share", share, share > 0 && share <= 1,
            "a share above 0, up to 1")
      .Range("number_bins", content.number_bins(), 2, 100)
      .ChosenWeight("popularity_weight", content.popularity_weight())
      .status();
}

absl::StatusOr<LearnedModel> Learn(const v1::ModelConfig& config,
                                   const ModelContext& context) {
  const v1::ContentConfig& content = config.content();
  C2V_ASSIGN_OR_RETURN(TermArrays rows,
                       WeighTerms(context.tables.catalogue, content),
                       "content model \"", config.name(), "\"");
  LearnedModel model;
  model.entry.set_name(config.name());
  model.entry.set_kind(v1::SERVABLE_KIND_SCORER);
  v1::ContentSpec* spec = model.entry.mutable_content();
  spec->set_item_count(static_cast<int64_t>(rows.offsets.size() - 1));
  spec->set_term_count(static_cast<int64_t>(rows.term_count));
  spec->set_weight_count(static_cast<int64_t>(rows.weights.size()));
  spec->set_popularity_weight(static_cast<float>(
      content.has_popularity_weight() ? content.popularity_weight()
                                      : kPopularityWeight));
  const auto file = [&](absl::string_view name) {
    return ServableFile(config.name(), name);
  };
  C2V_RETURN_IF_ERROR(
      model.files.Adopt(file("rows.offsets.u64"), std::move(rows.offsets)));
  C2V_RETURN_IF_ERROR(
      model.files.Adopt(file("rows.terms.u32"), std::move(rows.terms)));
  C2V_RETURN_IF_ERROR(
      model.files.Adopt(file("rows.weights.f32"), std::move(rows.weights)));
  return model;
}

std::vector<TunableParameter> Tunables(const v1::ModelConfig& config) {
  if (config.content().has_popularity_weight()) return {};
  return {{.name = "popularity_weight",
           .grid = {0.1, 0, 0.02, 0.3, 1, 3, 10},
           .metric = TuningMetric::kSessionHitRate20,
           .set = [](double value, v1::ModelConfig* config,
                     v1::ServableEntry* entry) {
             config->mutable_content()->set_popularity_weight(value);
             entry->mutable_content()->set_popularity_weight(
                 static_cast<float>(value));
           }}};
}

}  // namespace

const ModelFamily& ContentFamily() {
  static constexpr ModelFamily kFamily = {
      .kind = v1::ModelConfig::kContent,
      .name = "content",
      .publishes = v1::SERVABLE_KIND_SCORER,
      .fill_defaults = FillDefaults,
      .check = Check,
      .dependencies = NoDependencies,
      .learn = Learn,
      .tunables = Tunables,
  };
  return kFamily;
}

}  // namespace customer2vec
