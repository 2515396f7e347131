#include "trainer/fit/warm_start.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/base/status_macros.h"
#include "trainer/models/model_registry.h"

namespace customer2vec {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// Versions that an error shows.
constexpr size_t kShownVersions = 3;

// WarmStartConfig.max_lost where it is not set.
constexpr double kMaxLost = 0.5;

absl::StatusOr<std::string> Resolve(const SnapshotStore& store,
                                    const std::string& version) {
  C2V_ASSIGN_OR_RETURN(std::vector<std::string> versions, store.ListVersions());
  if (versions.empty()) {
    return absl::NotFoundError(
        "warm_start: the store has no snapshot to go on from: fit once without "
        "--warm-start and warm_start.version");
  }
  if (version == kLatestVersion) return versions.front();
  if (std::ranges::count(versions, version) > 0) return version;
  const size_t count = versions.size();
  versions.resize(std::min(count, kShownVersions));
  return absl::NotFoundError(absl::StrCat(
      "warm_start.version: the store has no \"", version, "\": use \"latest\"",
      " or one of its ", count, ": ", absl::StrJoin(versions, ", "),
      count > kShownVersions ? ", ..." : ""));
}

std::string FamilyName(const v1::ModelConfig& model) {
  const auto family = FindModelFamily(model);
  return family.ok() ? (*family)->name : "unknown";
}

// The message of a model's family.
const Message* FamilyOf(const v1::ModelConfig& model) {
  const auto* oneof = v1::ModelConfig::descriptor()->FindOneofByName("model");
  const auto* reflection = model.GetReflection();
  const FieldDescriptor* field =
      reflection->GetOneofFieldDescriptor(model, oneof);
  return field == nullptr ? nullptr : &reflection->GetMessage(model, field);
}

Message* MutableFamilyOf(v1::ModelConfig* model) {
  const auto* oneof = v1::ModelConfig::descriptor()->FindOneofByName("model");
  const auto* reflection = model->GetReflection();
  const FieldDescriptor* field =
      reflection->GetOneofFieldDescriptor(*model, oneof);
  return field == nullptr ? nullptr : reflection->MutableMessage(model, field);
}

// Copies the parameters that `now` leaves to be chosen. Those are fields of
// their names; a parameter of another shape is left to its default.
void TakeParameters(const v1::ModelConfig& earlier, v1::ModelConfig* now) {
  const auto family = FindModelFamily(*now);
  if (!family.ok()) return;
  const Message& from = *FamilyOf(earlier);
  Message* to = MutableFamilyOf(now);
  for (const TunableParameter& parameter : (*family)->tunables(*now)) {
    const FieldDescriptor* field =
        from.GetDescriptor()->FindFieldByName(parameter.name);
    if (field == nullptr || field->is_repeated()) continue;
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_DOUBLE) continue;
    if (!from.GetReflection()->HasField(from, field)) continue;
    to->GetReflection()->SetDouble(
        to, field, from.GetReflection()->GetDouble(from, field));
  }
}

void TakeDecay(const v1::ModelConfig& earlier, v1::ModelConfig* now) {
  if (!now->has_personal_frequency()) return;
  if (now->personal_frequency().decay() > 0) return;
  now->mutable_personal_frequency()->set_decay(
      earlier.personal_frequency().decay());
}

// Items that anybody took.
int64_t CountTaken(const Tables& tables) {
  return std::ranges::count_if(tables.basket_counts,
                               [](uint32_t count) { return count > 0; });
}

bool HasModel(const v1::TrainingConfig& config, const std::string& name) {
  return std::ranges::any_of(config.models(), [&](const v1::ModelConfig& each) {
    return each.name() == name;
  });
}

}  // namespace

std::string WarmStartLine(const v1::WarmStartReport& report) {
  return absl::StrCat("warm start from ", report.version(),
                      ": items: ", report.known_items(), " go on, ",
                      report.new_items(), " are new, ", report.lost_items(),
                      " are lost; customers: ", report.known_customers(),
                      " go on, ", report.new_customers(), " are new, ",
                      report.lost_customers(), " are lost");
}

absl::StatusOr<std::unique_ptr<const WarmStart>> WarmStart::Load(
    const SnapshotStore& store, v1::TrainingConfig* config) {
  if (config->warm_start().version().empty()) return nullptr;
  C2V_ASSIGN_OR_RETURN(const std::string version,
                       Resolve(store, config->warm_start().version()));
  config->mutable_warm_start()->set_version(version);
  C2V_ASSIGN_OR_RETURN(const std::string folder, store.Fetch(version));
  C2V_ASSIGN_OR_RETURN(std::unique_ptr<const Snapshot> snapshot,
                       Snapshot::Load(folder), "warm start from ", version);
  std::unique_ptr<WarmStart> warm(
      new WarmStart(std::move(snapshot), config->warm_start()));
  C2V_RETURN_IF_ERROR(warm->FindModels(*config));
  return warm;
}

absl::Status WarmStart::FindModels(const v1::TrainingConfig& config) {
  for (const v1::ModelConfig& model : config.models()) {
    bool goes_on = false;
    C2V_RETURN_IF_ERROR(CheckModel(model, &goes_on))
        .With("warm start from ", snapshot_->version(), ": model \"",
              model.name(), "\"");
    if (goes_on) models_.push_back(model.name());
    notes_.push_back(absl::StrCat(
        "warm start: ", model.name(), " (", FamilyName(model), ") ",
        goes_on ? "goes on"
                : absl::StrCat("is learned from nothing: ", WhyNot(model))));
  }
  if (!models_.empty()) return absl::OkStatus();
  std::vector<std::string> there, families;
  for (const ModelFamily* family : ModelFamilies()) {
    if (family->goes_on != nullptr) families.push_back(family->name);
  }
  for (const auto& model : snapshot_->manifest().provenance().config().models())
    there.push_back(absl::StrCat(model.name(), " (", FamilyName(model), ")"));
  return absl::FailedPreconditionError(
      absl::StrCat("warm start from ", snapshot_->version(),
                   ": no model goes on; it has: ", absl::StrJoin(there, ", "),
                   ": name a model of one of the families that do (",
                   absl::StrJoin(families, ", "),
                   ") as it is called there, or fit without --warm-start and "
                   "warm_start.version"));
}

absl::Status WarmStart::CheckModel(const v1::ModelConfig& model,
                                   bool* goes_on) const {
  constexpr char kRemedy[] =
      ": set it as it was, rename the model so that it is learned anew, or fit "
      "without --warm-start and warm_start.version";
  C2V_ASSIGN_OR_RETURN(const ModelFamily* family, FindModelFamily(model));
  const v1::ModelConfig* earlier = EarlierConfig(model.name());
  if (family->goes_on == nullptr || earlier == nullptr) return absl::OkStatus();
  if (earlier->model_case() != model.model_case()) {
    return absl::FailedPreconditionError(
        absl::StrCat("is ", FamilyName(*earlier), " there and ", family->name,
                     " here", kRemedy));
  }
  const absl::Status fits = family->goes_on(*earlier, model);
  if (!fits.ok()) {
    return absl::Status(fits.code(), absl::StrCat(fits.message(), kRemedy));
  }
  *goes_on = true;
  return absl::OkStatus();
}

// Why a model that could be checked does not go on.
std::string WarmStart::WhyNot(const v1::ModelConfig& model) const {
  const auto family = FindModelFamily(model);
  if (family.ok() && (*family)->goes_on == nullptr) {
    return absl::StrCat(
        "models of this family never go on",
        (*family)->why_anew == nullptr ? "" : ", as ",
        (*family)->why_anew == nullptr ? "" : (*family)->why_anew);
  }
  return absl::StrCat(snapshot_->version(), " has no model of that name");
}

// A model that the snapshot was configured with and serves.
const v1::ModelConfig* WarmStart::EarlierConfig(const std::string& name) const {
  if (snapshot_->FindSpace(name) == nullptr &&
      snapshot_->FindScorer(name) == nullptr) {
    return nullptr;
  }
  for (const auto& model :
       snapshot_->manifest().provenance().config().models()) {
    if (model.name() == name) return &model;
  }
  return nullptr;
}

std::optional<EarlierModel> WarmStart::Find(const v1::ModelConfig& model,
                                            const Tables& now) const {
  if (std::ranges::count(models_, model.name()) == 0) return std::nullopt;
  return EarlierModel(*snapshot_, *EarlierConfig(model.name()), now, settings_);
}

v1::WarmStartReport WarmStart::Report(const Corpus& now) const {
  const Tables& then = snapshot_->tables();
  const CorpusArrays& arrays = now.arrays();
  v1::WarmStartReport report;
  report.set_version(snapshot_->version());
  report.set_generation(
      1 + snapshot_->manifest().provenance().warm_start().generation());
  *report.mutable_models() = {models_.begin(), models_.end()};
  int64_t known = 0, still_taken = 0;
  for (size_t row = 0; row < arrays.item_ids.size(); ++row) {
    const auto found = then.items.Find(arrays.item_ids[row]);
    if (!found.has_value()) continue;
    ++known;
    still_taken +=
        then.basket_counts[*found] > 0 && now.basket_counts()[row] > 0;
  }
  report.set_known_items(known);
  report.set_new_items(static_cast<int64_t>(arrays.item_ids.size()) - known);
  report.set_lost_items(CountTaken(then) - still_taken);
  known = std::ranges::count_if(arrays.customer_ids, [&](const auto& id) {
    return then.customers.Find(id).has_value();
  });
  report.set_known_customers(known);
  report.set_new_customers(static_cast<int64_t>(arrays.customer_ids.size()) -
                           known);
  report.set_lost_customers(static_cast<int64_t>(then.customers.size()) -
                            known);
  return report;
}

absl::Status WarmStart::CheckLost(const v1::WarmStartReport& report) const {
  const int64_t taken = CountTaken(snapshot_->tables());
  const double max_lost =
      settings_.has_max_lost() ? settings_.max_lost() : kMaxLost;
  const auto lost = static_cast<double>(report.lost_items());
  if (lost <= max_lost * static_cast<double>(taken)) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrCat(
      "warm start from ", snapshot_->version(), ": nobody takes ",
      report.lost_items(), " of its ", taken,
      " items in the data of this run, and what the data lack is lost: give "
      "the whole history, not only its new lines; or, if they have indeed gone "
      "out of use, raise warm_start.max_lost, which is ",
      max_lost));
}

void WarmStart::TakeChoices(v1::TrainingConfig* config) const {
  const v1::TrainingConfig& earlier =
      snapshot_->manifest().provenance().config();
  for (v1::ModelConfig& model : *config->mutable_models()) {
    for (const v1::ModelConfig& there : earlier.models()) {
      if (there.name() != model.name()) continue;
      if (there.model_case() != model.model_case()) continue;
      TakeParameters(there, &model);
      TakeDecay(there, &model);
    }
  }
  v1::DefaultsConfig* defaults = config->mutable_defaults();
  const v1::DefaultsConfig& then = earlier.defaults();
  if (defaults->customer().empty() && HasModel(*config, then.customer())) {
    defaults->set_customer(then.customer());
  }
  if (defaults->session().empty() && HasModel(*config, then.session())) {
    defaults->set_session(then.session());
  }
}

}  // namespace customer2vec
