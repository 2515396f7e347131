#include "core/recommend/servable_choice.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/errors/error_details.h"

namespace customer2vec {
namespace {

std::vector<std::string> KnownNames(const Snapshot& snapshot) {
  std::vector<std::string> names;
  for (const v1::ServableEntry& entry : snapshot.manifest().servables()) {
    names.push_back(entry.name());
  }
  return names;
}

absl::StatusOr<absl::string_view> NameOrDefault(
    absl::string_view name, absl::string_view default_name) {
  if (!name.empty()) return name;
  if (!default_name.empty()) return default_name;
  return ErrorWithReason(absl::StatusCode::kFailedPrecondition,
                         "NO_DEFAULT_SERVABLE",
                         "this snapshot has no default for this call; name a "
                         "servable in model.servable");
}

absl::Status WrongKind(absl::string_view name, absl::string_view wanted) {
  return InvalidField("model.servable",
                      absl::StrCat("\"", name, "\" is not ", wanted));
}

bool IsKnown(const Snapshot& snapshot, absl::string_view name) {
  return snapshot.FindSpace(name) != nullptr ||
         snapshot.FindScorer(name) != nullptr ||
         snapshot.FindPredictor(name) != nullptr;
}

absl::Status Unfit(const Snapshot& snapshot, absl::string_view name,
                   absl::string_view wanted) {
  return IsKnown(snapshot, name)
             ? WrongKind(name, wanted)
             : UnknownName("servable", name, KnownNames(snapshot));
}

}  // namespace

absl::StatusOr<ServableChoice> ChooseServable(const Snapshot& snapshot,
                                              absl::string_view name,
                                              absl::string_view default_name) {
  C2V_ASSIGN_OR_RETURN(name, NameOrDefault(name, default_name));
  ServableChoice choice;
  choice.space = snapshot.FindSpace(name);
  if (choice.space == nullptr) choice.scorer = snapshot.FindScorer(name);
  if (choice.space == nullptr && choice.scorer == nullptr) {
    return Unfit(snapshot, name, "a space or a scorer");
  }
  return choice;
}

absl::StatusOr<const Space*> ChooseSpace(const Snapshot& snapshot,
                                         absl::string_view name,
                                         absl::string_view default_name) {
  C2V_ASSIGN_OR_RETURN(name, NameOrDefault(name, default_name));
  const Space* space = snapshot.FindSpace(name);
  if (space == nullptr) return Unfit(snapshot, name, "a space");
  return space;
}

}  // namespace customer2vec
