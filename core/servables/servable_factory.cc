#include "core/servables/servable_factory.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/base/status_macros.h"
#include "core/servables/attribute_affinity.h"
#include "core/servables/concat_space_files.h"
#include "core/servables/customer_neighbors_files.h"
#include "core/servables/embedding_space_files.h"
#include "core/servables/factorization_machine_scorer.h"
#include "core/servables/feature_servable_files.h"
#include "core/servables/latent_factor_files.h"
#include "core/servables/neighbor_model_files.h"
#include "core/servables/personal_frequency.h"
#include "core/servables/popularity_scorer.h"
#include "core/servables/repeat_discovery_scorer.h"
#include "core/snapshot/snapshot_file_names.h"

namespace customer2vec {
namespace {

using Entry = v1::ServableEntry;

// What a loader sees, and where it puts what it made.
struct Loading {
  const FileSource& files;
  const v1::SnapshotManifest& manifest;
  const Tables& tables;
  ServableSet& servables;
};

absl::Status Wrong(const Entry& entry, absl::string_view what) {
  return absl::DataLossError(
      absl::StrCat("servable \"", entry.name(), "\": ", what));
}

absl::Status AddEmbeddingSpace(const Entry& entry, Loading& loading) {
  C2V_ASSIGN_OR_RETURN(
      std::unique_ptr<const Space> space,
      LoadEmbeddingSpace(loading.files, entry, loading.tables));
  if (entry.embedding_space().has_concat()) {
    C2V_ASSIGN_OR_RETURN(
        space, LoadConcatSpace(loading.files, entry, loading.servables,
                               std::move(space)));
  }
  loading.servables.Add(std::move(space));
  return absl::OkStatus();
}

absl::Status AddCustomerNeighbors(const Entry& entry, Loading& loading) {
  C2V_ASSIGN_OR_RETURN(
      std::unique_ptr<const Scorer> scorer,
      LoadCustomerNeighbors(loading.files, entry, loading.tables,
                            loading.servables));
  loading.servables.Add(std::move(scorer));
  return absl::OkStatus();
}

absl::Status AddItemNeighbors(const Entry& entry, Loading& loading) {
  C2V_ASSIGN_OR_RETURN(std::unique_ptr<const Scorer> scorer,
                       LoadItemNeighbors(loading.files, entry, loading.tables));
  loading.servables.Add(std::move(scorer));
  return absl::OkStatus();
}

absl::Status AddSessionKnn(const Entry& entry, Loading& loading) {
  C2V_ASSIGN_OR_RETURN(std::unique_ptr<const Scorer> scorer,
                       LoadSessionKnn(loading.files, entry, loading.tables));
  loading.servables.Add(std::move(scorer));
  return absl::OkStatus();
}

absl::Status AddRepeatPurchase(const Entry& entry, Loading& loading) {
  C2V_ASSIGN_OR_RETURN(
      std::unique_ptr<const Scorer> scorer,
      LoadRepeatPurchase(loading.files, entry, loading.tables));
  loading.servables.Add(std::move(scorer));
  return absl::OkStatus();
}

absl::Status AddBlend(const Entry& entry, Loading& loading) {
  C2V_ASSIGN_OR_RETURN(
      std::unique_ptr<const Scorer> scorer,
      LoadBlend(entry, loading.manifest, loading.tables, loading.servables));
  loading.servables.Add(std::move(scorer));
  return absl::OkStatus();
}

absl::Status AddLatentFactors(const Entry& entry, Loading& loading) {
  C2V_ASSIGN_OR_RETURN(std::unique_ptr<const Space> space,
                       LoadLatentFactors(loading.files, entry, loading.tables));
  loading.servables.Add(std::move(space));
  return absl::OkStatus();
}

absl::Status AddFactorizationMachine(const Entry& entry, Loading& loading) {
  C2V_ASSIGN_OR_RETURN(
      std::unique_ptr<const Scorer> scorer,
      LoadFactorizationMachine(loading.files, entry, loading.tables));
  loading.servables.Add(std::move(scorer));
  return absl::OkStatus();
}

absl::Status AddPopularity(const Entry& entry, Loading& loading) {
  const v1::PopularitySpec& spec = entry.popularity();
  if (spec.decayed() || !spec.category().empty()) {
    C2V_ASSIGN_OR_RETURN(
        std::unique_ptr<const Scorer> scorer,
        LoadPopularityVariant(loading.files, entry, loading.tables));
    loading.servables.Add(std::move(scorer));
    return absl::OkStatus();
  }
  loading.servables.Add(std::make_unique<PopularityScorer>(
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
  auto scorer = std::make_unique<PersonalFrequencyScorer>(
      entry.name(), loading.tables.histories,
      entry.personal_frequency().decay());
  if (entry.personal_frequency().fill_popular()) {
    scorer->FillBy(loading.tables.basket_counts, loading.tables.basket_count);
  }
  loading.servables.Add(std::move(scorer));
  return absl::OkStatus();
}

const Entry* FindEntry(const v1::SnapshotManifest& manifest,
                       absl::string_view name) {
  for (const Entry& entry : manifest.servables()) {
    if (entry.name() == name) return &entry;
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
  const Space* space = loading.servables.FindSpace(spec.discovery_space());
  if (space == nullptr) {
    return Wrong(entry,
                 absl::StrCat("\"", spec.discovery_space(), "\" is no space"));
  }
  C2V_RETURN_IF_ERROR(CheckWeight(entry, "discovery", spec.discovery_weight()));
  C2V_RETURN_IF_ERROR(
      CheckWeight(entry, "popularity", spec.popularity_weight()));
  loading.servables.Add(std::make_unique<RepeatDiscoveryScorer>(
      entry.name(), loading.tables, repeat->personal_frequency().decay(), space,
      BlendWeights{.popularity = spec.popularity_weight(),
                   .discovery = spec.discovery_weight()}));
  return absl::OkStatus();
}

absl::Status AddContent(const Entry& entry, Loading& loading) {
  C2V_ASSIGN_OR_RETURN(std::unique_ptr<const Scorer> scorer,
                       LoadContentScorer(loading.files, entry, loading.tables));
  loading.servables.Add(std::move(scorer));
  return absl::OkStatus();
}

absl::Status AddSegments(const Entry& entry, Loading& loading) {
  C2V_ASSIGN_OR_RETURN(
      std::unique_ptr<const Scorer> scorer,
      LoadSegmentsScorer(loading.files, entry, loading.tables));
  loading.servables.Add(std::move(scorer));
  return absl::OkStatus();
}

absl::Status AddLogistic(const Entry& entry, Loading& loading) {
  C2V_ASSIGN_OR_RETURN(
      std::unique_ptr<const Predictor> predictor,
      LoadLogisticPredictor(loading.files, entry, loading.tables,
                            loading.servables));
  loading.servables.Add(std::move(predictor));
  return absl::OkStatus();
}

absl::Status AddAttributeAffinity(const Entry& entry, Loading& loading) {
  const v1::AttributeAffinitySpec& spec = entry.attribute_affinity();
  absl::StatusOr<AttributeGroups> groups = AttributeGroups::Create(
      spec.groups(), loading.tables.catalogue, loading.tables.basket_counts);
  if (!groups.ok()) return Wrong(entry, groups.status().message());
  if (spec.max_basket_count() < 0) {
    return Wrong(entry, "the basket count is below 0");
  }
  std::optional<uint32_t> max_basket_count;
  if (spec.has_max_basket_count()) max_basket_count = spec.max_basket_count();
  loading.servables.Add(std::make_unique<AttributeAffinityScorer>(
      entry.name(), *std::move(groups), loading.tables.histories,
      loading.tables.basket_counts, max_basket_count));
  return absl::OkStatus();
}

std::vector<std::string> NoParts(const Entry& /*entry*/) { return {}; }

std::vector<std::string> PartsOfCustomerNeighbors(const Entry& entry) {
  return {entry.customer_neighbors().space()};
}

std::vector<std::string> PartsOfRepeatDiscovery(const Entry& entry) {
  return {entry.repeat_discovery().repeat_scorer(),
          entry.repeat_discovery().discovery_space()};
}

std::vector<std::string> PartsOfLogistic(const Entry& entry) {
  std::vector<std::string> spaces;
  for (const v1::LogisticInput& input : entry.logistic().inputs()) {
    if (!input.space().empty()) spaces.push_back(input.space());
  }
  return spaces;
}

// One row for each spec.
struct Loader {
  Entry::SpecCase spec;
  v1::ServableKind kind;
  // Names of the servables it is made of, which are loaded before it.
  std::vector<std::string> (*parts)(const Entry& entry);
  absl::Status (*add)(const Entry& entry, Loading& loading);
};

constexpr Loader kLoaders[] = {
    {Entry::kEmbeddingSpace, v1::SERVABLE_KIND_SPACE, ConcatPartNames,
     AddEmbeddingSpace},
    {Entry::kCustomerNeighbors, v1::SERVABLE_KIND_SCORER,
     PartsOfCustomerNeighbors, AddCustomerNeighbors},
    {Entry::kPopularity, v1::SERVABLE_KIND_SCORER, NoParts, AddPopularity},
    {Entry::kPersonalFrequency, v1::SERVABLE_KIND_SCORER, NoParts,
     AddPersonalFrequency},
    {Entry::kRepeatDiscovery, v1::SERVABLE_KIND_SCORER, PartsOfRepeatDiscovery,
     AddRepeatDiscovery},
    {Entry::kContent, v1::SERVABLE_KIND_SCORER, NoParts, AddContent},
    {Entry::kSegments, v1::SERVABLE_KIND_SCORER, NoParts, AddSegments},
    {Entry::kLogistic, v1::SERVABLE_KIND_PREDICTOR, PartsOfLogistic,
     AddLogistic},
    {Entry::kItemNeighbors, v1::SERVABLE_KIND_SCORER, NoParts,
     AddItemNeighbors},
    {Entry::kSessionKnn, v1::SERVABLE_KIND_SCORER, NoParts, AddSessionKnn},
    {Entry::kRepeatPurchase, v1::SERVABLE_KIND_SCORER, NoParts,
     AddRepeatPurchase},
    {Entry::kBlend, v1::SERVABLE_KIND_SCORER, BlendPartNames, AddBlend},
    {Entry::kLatentFactors, v1::SERVABLE_KIND_SPACE, NoParts, AddLatentFactors},
    {Entry::kFactorizationMachine, v1::SERVABLE_KIND_SCORER, NoParts,
     AddFactorizationMachine},
    {Entry::kAttributeAffinity, v1::SERVABLE_KIND_SCORER, NoParts,
     AddAttributeAffinity},
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
                                   manifest, {kSpace, kScorer}));
  C2V_RETURN_IF_ERROR(CheckDefault("customer", defaults.customer(), manifest,
                                   {kSpace, kScorer}));
  C2V_RETURN_IF_ERROR(
      CheckDefault("session", defaults.session(), manifest, {kSpace, kScorer}));
  C2V_RETURN_IF_ERROR(
      CheckDefault("embeddings", defaults.embeddings(), manifest, {kSpace}));
  return CheckDefault("fallback", defaults.fallback(), manifest, {kScorer});
}

// Whether everything that the manifest has of the entry's parts is loaded.
// Parts that it lacks are for the loader to complain about.
bool IsReady(const Entry& entry, const Loader& loader, const Loading& loading) {
  const std::vector<std::string> parts = loader.parts(entry);
  return std::all_of(parts.begin(), parts.end(), [&](const std::string& part) {
    return loading.servables.Contains(part) ||
           FindEntry(loading.manifest, part) == nullptr;
  });
}

// Loads what is ready, and keeps the others in `waiting`.
absl::Status LoadReady(Loading& loading, std::vector<const Entry*>* waiting) {
  std::vector<const Entry*> still_waiting;
  for (const Entry* entry : *waiting) {
    C2V_ASSIGN_OR_RETURN(const Loader* loader, FindLoader(*entry));
    if (IsReady(*entry, *loader, loading)) {
      C2V_RETURN_IF_ERROR(loader->add(*entry, loading));
    } else {
      still_waiting.push_back(entry);
    }
  }
  *waiting = std::move(still_waiting);
  return absl::OkStatus();
}

}  // namespace

std::vector<std::string> PartsOf(const v1::ServableEntry& entry) {
  const absl::StatusOr<const Loader*> loader = FindLoader(entry);
  return loader.ok() ? (*loader)->parts(entry) : std::vector<std::string>();
}

absl::Status LoadServable(const FileSource& files,
                          const v1::ServableEntry& entry,
                          const v1::SnapshotManifest& manifest,
                          const Tables& tables, ServableSet* servables) {
  Loading loading{files, manifest, tables, *servables};
  C2V_ASSIGN_OR_RETURN(const Loader* loader, FindLoader(entry));
  return loader->add(entry, loading);
}

absl::Status LoadServables(const FileSource& files,
                           const v1::SnapshotManifest& manifest,
                           const Tables& tables, ServableSet* servables) {
  Loading loading{files, manifest, tables, *servables};
  std::vector<const Entry*> waiting;
  for (const Entry& entry : manifest.servables()) {
    C2V_RETURN_IF_ERROR(CheckName(entry, manifest));
    waiting.push_back(&entry);
  }
  while (!waiting.empty()) {
    const size_t before = waiting.size();
    C2V_RETURN_IF_ERROR(LoadReady(loading, &waiting));
    if (waiting.size() == before) {
      return Wrong(*waiting.front(), "it is made of itself, in a circle");
    }
  }
  return CheckDefaults(manifest);
}

}  // namespace customer2vec
