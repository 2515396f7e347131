#include "core/servables/servable_factory.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/base/status_macros.h"
#include "core/servables/embedding_space_files.h"
#include "core/servables/personal_frequency.h"
#include "core/servables/popularity_scorer.h"
#include "core/servables/repeat_discovery_scorer.h"
#include "core/snapshot/snapshot_file_names.h"
#include "core/snapshot/snapshot_folder.h"

namespace customer2vec {
namespace {

using Entry = v1::ServableEntry;

// What a loader sees, and where it puts what it made.
struct Loading {
  const SnapshotFolder& folder;
  const v1::SnapshotManifest& manifest;
  const Tables& tables;
  std::vector<std::unique_ptr<const Space>>& spaces;
  std::vector<std::unique_ptr<const Scorer>>& scorers;
};

absl::Status Wrong(const Entry& entry, absl::string_view what) {
  return absl::DataLossError(
      absl::StrCat("servable \"", entry.name(), "\": ", what));
}

absl::Status AddEmbeddingSpace(const Entry& entry, Loading& loading) {
  C2V_ASSIGN_OR_RETURN(
      std::unique_ptr<const Space> space,
      LoadEmbeddingSpace(loading.folder, entry, loading.tables));
  loading.spaces.push_back(std::move(space));
  return absl::OkStatus();
}

absl::Status AddPopularity(const Entry& entry, Loading& loading) {
  loading.scorers.push_back(std::make_unique<PopularityScorer>(
      entry.name(), loading.tables.basket_counts, loading.tables.basket_count));
  return absl::OkStatus();
}

absl::Status CheckDecay(const Entry& entry) {
  const float decay = entry.personal_frequency().decay();
  if (decay > 0 && decay <= 1) return absl::OkStatus();
  return Wrong(entry, absl::StrCat("decay ", decay, " is not in (0, 1]"));
}

absl::Status AddPersonalFrequency(const Entry& entry, Loading& loading) {
  C2V_RETURN_IF_ERROR(CheckDecay(entry));
  loading.scorers.push_back(std::make_unique<PersonalFrequencyScorer>(
      entry.name(), loading.tables.histories,
      entry.personal_frequency().decay()));
  return absl::OkStatus();
}

const Entry* FindEntry(const v1::SnapshotManifest& manifest,
                       absl::string_view name) {
  for (const Entry& entry : manifest.servables()) {
    if (entry.name() == name) return &entry;
  }
  return nullptr;
}

const Space* FindSpace(const Loading& loading, absl::string_view name) {
  for (const auto& space : loading.spaces) {
    if (space->name() == name) return space.get();
  }
  return nullptr;
}

absl::Status CheckWeight(const Entry& entry, absl::string_view what,
                         float weight) {
  if (weight >= 0 && std::isfinite(weight)) return absl::OkStatus();
  return Wrong(entry, absl::StrCat(what, " weight ", weight,
                                   " is not a number of at least 0"));
}

absl::Status AddRepeatDiscovery(const Entry& entry, Loading& loading) {
  const v1::RepeatDiscoverySpec& spec = entry.repeat_discovery();
  const Entry* repeat = FindEntry(loading.manifest, spec.repeat_scorer());
  if (repeat == nullptr || !repeat->has_personal_frequency()) {
    return Wrong(entry, absl::StrCat("\"", spec.repeat_scorer(),
                                     "\" is no personal frequency scorer"));
  }
  const Space* space = FindSpace(loading, spec.discovery_space());
  if (space == nullptr) {
    return Wrong(entry,
                 absl::StrCat("\"", spec.discovery_space(), "\" is no space"));
  }
  C2V_RETURN_IF_ERROR(CheckWeight(entry, "discovery", spec.discovery_weight()));
  C2V_RETURN_IF_ERROR(
      CheckWeight(entry, "popularity", spec.popularity_weight()));
  loading.scorers.push_back(std::make_unique<RepeatDiscoveryScorer>(
      entry.name(), loading.tables, repeat->personal_frequency().decay(), space,
      BlendWeights{.popularity = spec.popularity_weight(),
                   .discovery = spec.discovery_weight()}));
  return absl::OkStatus();
}

// One row for each spec. Later stages may refer to what earlier ones made.
struct Loader {
  Entry::SpecCase spec;
  v1::ServableKind kind;
  int stage;
  absl::Status (*add)(const Entry& entry, Loading& loading);
};

constexpr int kStages = 2;
constexpr Loader kLoaders[] = {
    {Entry::kEmbeddingSpace, v1::SERVABLE_KIND_SPACE, 0, AddEmbeddingSpace},
    {Entry::kPopularity, v1::SERVABLE_KIND_SCORER, 0, AddPopularity},
    {Entry::kPersonalFrequency, v1::SERVABLE_KIND_SCORER, 0,
     AddPersonalFrequency},
    {Entry::kRepeatDiscovery, v1::SERVABLE_KIND_SCORER, 1, AddRepeatDiscovery},
};

absl::StatusOr<const Loader*> FindLoader(const Entry& entry) {
  const auto* loader = std::find_if(
      std::begin(kLoaders), std::end(kLoaders),
      [&](const Loader& l) { return l.spec == entry.spec_case(); });
  if (loader == std::end(kLoaders)) {
    return absl::FailedPreconditionError(
        absl::StrCat("servable \"", entry.name(),
                     "\": this program does not know its spec"));
  }
  if (loader->kind != entry.kind()) {
    return Wrong(entry, absl::StrCat("kind ", static_cast<int>(entry.kind()),
                                     " does not fit its spec"));
  }
  return loader;
}

absl::Status CheckName(const Entry& entry,
                       const v1::SnapshotManifest& manifest) {
  if (!IsServableName(entry.name())) {
    return Wrong(entry, "a name is 1 to 64 letters, digits, '_' or '-'");
  }
  if (FindEntry(manifest, entry.name()) != &entry) {
    return Wrong(entry, "the name is taken twice");
  }
  return absl::OkStatus();
}

// An empty default means that its RPCs need a name.
absl::Status CheckDefault(absl::string_view field, const std::string& name,
                          const v1::SnapshotManifest& manifest,
                          std::initializer_list<v1::ServableKind> kinds) {
  if (name.empty()) return absl::OkStatus();
  const Entry* entry = FindEntry(manifest, name);
  if (entry != nullptr &&
      std::find(kinds.begin(), kinds.end(), entry->kind()) != kinds.end()) {
    return absl::OkStatus();
  }
  return absl::DataLossError(
      absl::StrCat("defaults.", field, ": \"", name, "\" is ",
                   entry == nullptr ? "no servable" : "of the wrong kind"));
}

absl::Status CheckDefaults(const v1::SnapshotManifest& manifest) {
  constexpr v1::ServableKind kSpace = v1::SERVABLE_KIND_SPACE;
  constexpr v1::ServableKind kScorer = v1::SERVABLE_KIND_SCORER;
  const v1::ServableDefaults& defaults = manifest.defaults();
  C2V_RETURN_IF_ERROR(CheckDefault("similar_items", defaults.similar_items(),
                                   manifest, {kSpace}));
  C2V_RETURN_IF_ERROR(CheckDefault("customer", defaults.customer(), manifest,
                                   {kSpace, kScorer}));
  C2V_RETURN_IF_ERROR(
      CheckDefault("session", defaults.session(), manifest, {kSpace, kScorer}));
  C2V_RETURN_IF_ERROR(
      CheckDefault("embeddings", defaults.embeddings(), manifest, {kSpace}));
  return CheckDefault("fallback", defaults.fallback(), manifest, {kScorer});
}

}  // namespace

absl::Status LoadServables(
    const SnapshotFolder& folder, const v1::SnapshotManifest& manifest,
    const Tables& tables, std::vector<std::unique_ptr<const Space>>* spaces,
    std::vector<std::unique_ptr<const Scorer>>* scorers,
    std::vector<std::unique_ptr<const Predictor>>* /*predictors*/) {
  Loading loading{folder, manifest, tables, *spaces, *scorers};
  for (int stage = 0; stage < kStages; ++stage) {
    for (const Entry& entry : manifest.servables()) {
      C2V_RETURN_IF_ERROR(CheckName(entry, manifest));
      C2V_ASSIGN_OR_RETURN(const Loader* loader, FindLoader(entry));
      if (loader->stage == stage) {
        C2V_RETURN_IF_ERROR(loader->add(entry, loading));
      }
    }
  }
  return CheckDefaults(manifest);
}

}  // namespace customer2vec
