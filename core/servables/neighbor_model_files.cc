#include "core/servables/neighbor_model_files.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/servables/blend_scorer.h"
#include "core/servables/entry_checks.h"
#include "core/servables/item_neighbors.h"
#include "core/servables/popularity_variants.h"
#include "core/servables/repeat_purchase.h"
#include "core/servables/session_knn.h"
#include "core/snapshot/snapshot_file_names.h"

namespace customer2vec {
namespace {

constexpr float kAboveZero = 1e-7f;
constexpr float kAnyWeight = std::numeric_limits<float>::lowest();
constexpr double kMaxWeight = std::numeric_limits<float>::max();
constexpr size_t kMaxParts = 16;

// The files of one servable. Counts of an array are at least 0.
class EntryFiles {
 public:
  EntryFiles(const FileSource& files, const v1::ServableEntry& entry)
      : files_(files), entry_(entry) {}

  template <typename T>
  absl::StatusOr<std::span<const T>> Array(absl::string_view file,
                                           uint64_t count) const {
    return files_.Array<T>(ServableFile(entry_.name(), file), count);
  }

 private:
  const FileSource& files_;
  const v1::ServableEntry& entry_;
};

// Counts that are lengths of arrays in memory.
absl::Status CheckCount(const EntryChecks& checks, absl::string_view name,
                        int64_t count) {
  return checks.Range(name, static_cast<double>(count), 0, 1e15);
}

// --- item neighbours ---

absl::Status CheckItemNeighbors(const EntryChecks& checks,
                                const v1::ItemNeighborsSpec& spec,
                                const Tables& tables) {
  C2V_RETURN_IF_ERROR(checks.Range("item_count", double(spec.item_count()), 0,
                                   double(tables.items.size())));
  C2V_RETURN_IF_ERROR(
      CheckCount(checks, "neighbor_count", spec.neighbor_count()));
  C2V_RETURN_IF_ERROR(
      checks.Range("recency_decay", spec.recency_decay(), kAboveZero, 1));
  return checks.Range("max_events", spec.max_events(), 1, 10000);
}

// --- session-kNN ---

absl::Status CheckSessionKnn(const EntryChecks& checks,
                             const v1::SessionKnnSpec& spec,
                             const Tables& tables) {
  C2V_RETURN_IF_ERROR(checks.Range("item_count", double(spec.item_count()), 0,
                                   double(tables.items.size())));
  C2V_RETURN_IF_ERROR(
      CheckCount(checks, "session_count", spec.session_count()));
  C2V_RETURN_IF_ERROR(CheckCount(checks, "event_count", spec.event_count()));
  C2V_RETURN_IF_ERROR(
      CheckCount(checks, "posting_count", spec.posting_count()));
  const struct {
    absl::string_view name;
    double value, least, most;
  } ranges[] = {
      {"neighbors", double(spec.neighbors()), 1, 100000},
      {"sample_size", double(spec.sample_size()), 1, 1000000},
      {"max_events", double(spec.max_events()), 1, 1000},
      {"position_decay", spec.position_decay(), kAboveZero, 1},
      {"distance_decay", spec.distance_decay(), kAboveZero, 1},
      {"backward_weight", spec.backward_weight(), 0, 1},
      {"repeat_weight", spec.repeat_weight(), 0, kMaxWeight},
      {"repeat_decay", spec.repeat_decay(), kAboveZero, 1},
      {"without_last_item", spec.without_last_item(), 0, 1},
      {"own_votes", spec.own_votes(), 0, 1},
  };
  for (const auto& range : ranges) {
    C2V_RETURN_IF_ERROR(
        checks.Range(range.name, range.value, range.least, range.most));
  }
  return absl::OkStatus();
}

SessionKnnParameters ParametersOf(const v1::SessionKnnSpec& spec) {
  return {.neighbors = static_cast<size_t>(spec.neighbors()),
          .sample_size = static_cast<size_t>(spec.sample_size()),
          .max_events = static_cast<size_t>(spec.max_events()),
          .position_decay = spec.position_decay(),
          .distance_decay = spec.distance_decay(),
          .backward_weight = spec.backward_weight(),
          .repeat_weight = spec.repeat_weight(),
          .repeat_decay = spec.repeat_decay(),
          .without_last_item = spec.without_last_item(),
          .own_votes = spec.own_votes()};
}

absl::StatusOr<SessionLists> MapSessionLists(const EntryFiles& files,
                                             const v1::SessionKnnSpec& spec) {
  SessionLists lists;
  C2V_ASSIGN_OR_RETURN(
      lists.session_offsets,
      files.Array<uint64_t>(kSessionOffsets, spec.session_count() + 1));
  C2V_ASSIGN_OR_RETURN(
      lists.session_items,
      files.Array<uint32_t>(kSessionItems, spec.event_count()));
  C2V_ASSIGN_OR_RETURN(
      lists.session_weights,
      files.Array<float>(kSessionWeights, spec.session_count()));
  C2V_ASSIGN_OR_RETURN(
      lists.posting_offsets,
      files.Array<uint64_t>(kPostingOffsets, spec.item_count() + 1));
  C2V_ASSIGN_OR_RETURN(lists.postings,
                       files.Array<uint32_t>(kPostings, spec.posting_count()));
  C2V_ASSIGN_OR_RETURN(lists.query_weights,
                       files.Array<float>(kQueryWeights, spec.item_count()));
  C2V_ASSIGN_OR_RETURN(lists.item_weights,
                       files.Array<float>(kItemWeights, spec.item_count()));
  return lists;
}

// The merge of postings stands on their order, and each session is long enough
// to hold what the postings say.
absl::Status CheckPostings(const EntryChecks& checks,
                           const SessionLists& lists) {
  for (size_t item = 0; item < lists.item_count(); ++item) {
    const uint64_t end = lists.posting_offsets[item + 1];
    for (uint64_t i = lists.posting_offsets[item]; i < end; ++i) {
      const bool descends = i == lists.posting_offsets[item] ||
                            lists.postings[i] < lists.postings[i - 1];
      if (!descends) return checks.Wrong("postings do not descend");
      if (lists.ItemsOf(lists.postings[i]).empty()) {
        return checks.Wrong("a posting names an empty session");
      }
    }
  }
  return absl::OkStatus();
}

absl::Status CheckSessionLists(const EntryChecks& checks,
                               const SessionLists& lists) {
  C2V_RETURN_IF_ERROR(checks.Offsets("session_offsets", lists.session_offsets,
                                     lists.session_items.size()));
  C2V_RETURN_IF_ERROR(checks.Offsets("posting_offsets", lists.posting_offsets,
                                     lists.postings.size()));
  C2V_RETURN_IF_ERROR(
      checks.Rows("session_items", lists.session_items, lists.item_count()));
  C2V_RETURN_IF_ERROR(
      checks.Rows("postings", lists.postings, lists.session_count()));
  C2V_RETURN_IF_ERROR(
      checks.Weights("session_weights", lists.session_weights, 0));
  C2V_RETURN_IF_ERROR(checks.Weights("query_weights", lists.query_weights, 0));
  C2V_RETURN_IF_ERROR(checks.Weights("item_weights", lists.item_weights, 0));
  return CheckPostings(checks, lists);
}

// --- repeat purchase ---

absl::Status CheckRepeatPurchase(const EntryChecks& checks,
                                 const v1::RepeatPurchaseSpec& spec,
                                 const Tables& tables) {
  if (spec.customer_count() != int64_t(tables.customers.size())) {
    return checks.Wrong(absl::StrCat("customer_count ", spec.customer_count(),
                                     " is not that of the snapshot, ",
                                     tables.customers.size()));
  }
  C2V_RETURN_IF_ERROR(CheckCount(checks, "entry_count", spec.entry_count()));
  C2V_RETURN_IF_ERROR(checks.Range("neighbors", spec.neighbors(), 0, 10000));
  C2V_RETURN_IF_ERROR(checks.Range("alpha", spec.alpha(), 0, 1));
  C2V_RETURN_IF_ERROR(
      checks.Range("group_decay", spec.group_decay(), kAboveZero, 1));
  return checks.Range("popularity_weight", spec.popularity_weight(), 0,
                      kMaxWeight);
}

absl::StatusOr<PurchaseVectors> MapPurchaseVectors(
    const EntryFiles& files, const v1::RepeatPurchaseSpec& spec) {
  PurchaseVectors vectors;
  const uint64_t customers = spec.customer_count();
  C2V_ASSIGN_OR_RETURN(vectors.offsets,
                       files.Array<uint64_t>(kPurchaseOffsets, customers + 1));
  C2V_ASSIGN_OR_RETURN(
      vectors.items, files.Array<uint32_t>(kPurchaseItems, spec.entry_count()));
  C2V_ASSIGN_OR_RETURN(vectors.weights, files.Array<float>(kPurchaseWeights,
                                                           spec.entry_count()));
  C2V_ASSIGN_OR_RETURN(vectors.groups,
                       files.Array<uint32_t>(kPurchaseGroups, customers));
  C2V_ASSIGN_OR_RETURN(
      vectors.neighbors,
      files.Array<uint32_t>(kPurchaseNeighbors, customers * spec.neighbors()));
  return vectors;
}

absl::Status CheckPurchaseVectors(const EntryChecks& checks,
                                  const PurchaseVectors& vectors,
                                  size_t items) {
  C2V_RETURN_IF_ERROR(
      checks.Offsets("offsets", vectors.offsets, vectors.items.size()));
  C2V_RETURN_IF_ERROR(checks.Rows("items", vectors.items, items));
  C2V_RETURN_IF_ERROR(checks.Weights("weights", vectors.weights, 0));
  for (const uint32_t neighbor : vectors.neighbors) {
    if (neighbor == kNoNeighbor || neighbor < vectors.customer_count()) {
      continue;
    }
    return checks.Wrong(
        absl::StrCat("neighbors: row ", neighbor, " is no customer"));
  }
  return absl::OkStatus();
}

// --- blends ---

absl::StatusOr<ScoreScale> ScaleOf(const EntryChecks& checks,
                                   v1::ScoreScale scale) {
  switch (scale) {
    case v1::SCORE_SCALE_SUM:
      return ScoreScale::kSum;
    case v1::SCORE_SCALE_TOP:
      return ScoreScale::kTop;
    case v1::SCORE_SCALE_SOFTMAX:
      return ScoreScale::kSoftmax;
    case v1::SCORE_SCALE_RANGE:
      return ScoreScale::kRange;
    default:
      return checks.Wrong("a part has no scale that this program knows");
  }
}

bool IsBlend(const v1::SnapshotManifest& manifest, absl::string_view name) {
  for (const v1::ServableEntry& entry : manifest.servables()) {
    if (entry.name() == name) return entry.has_blend();
  }
  return false;
}

absl::StatusOr<BlendPart> MakePart(const EntryChecks& checks,
                                   const v1::BlendedServable& spec,
                                   const v1::SnapshotManifest& manifest,
                                   const ServableSet& earlier) {
  BlendPart part;
  part.space = earlier.FindSpace(spec.servable());
  if (part.space == nullptr) part.scorer = earlier.FindScorer(spec.servable());
  if (part.space == nullptr && part.scorer == nullptr) {
    return checks.Wrong(
        absl::StrCat("\"", spec.servable(), "\" is no space and no scorer"));
  }
  if (IsBlend(manifest, spec.servable())) {
    return checks.Wrong(
        absl::StrCat("\"", spec.servable(), "\" is a blend itself"));
  }
  C2V_RETURN_IF_ERROR(checks.Range("weight", spec.weight(), 0, kMaxWeight));
  C2V_RETURN_IF_ERROR(checks.Range("power", spec.power(), kAboveZero, 1000));
  part.weight = static_cast<float>(spec.weight());
  part.power = static_cast<float>(spec.power());
  C2V_ASSIGN_OR_RETURN(part.scale, ScaleOf(checks, spec.scale()));
  return part;
}

absl::StatusOr<BlendOptions> OptionsOf(const EntryChecks& checks,
                                       const v1::BlendSpec& spec) {
  BlendOptions options;
  if (spec.method() != v1::BLEND_METHOD_SCORES &&
      spec.method() != v1::BLEND_METHOD_RANKS) {
    return checks.Wrong("its method is none that this program knows");
  }
  if (spec.method() == v1::BLEND_METHOD_RANKS) {
    options.method = BlendMethod::kRanks;
  }
  C2V_RETURN_IF_ERROR(checks.Range("depth", spec.depth(), 1, 100000));
  C2V_RETURN_IF_ERROR(
      checks.Range("rank_constant", spec.rank_constant(), kAboveZero, 1e9));
  options.depth = spec.depth();
  options.rank_constant = spec.rank_constant();
  return options;
}

// Items' shares of all baskets.
std::vector<float> SharesOf(const Tables& tables) {
  const float share_of_one = 1.0f / std::max<uint64_t>(1, tables.basket_count);
  std::vector<float> shares;
  for (const uint32_t count : tables.basket_counts) {
    shares.push_back(count * share_of_one);
  }
  return shares;
}

}  // namespace

absl::StatusOr<std::unique_ptr<const Scorer>> LoadItemNeighbors(
    const FileSource& files, const v1::ServableEntry& entry,
    const Tables& tables) {
  const EntryChecks checks(entry);
  const EntryFiles own(files, entry);
  const v1::ItemNeighborsSpec& spec = entry.item_neighbors();
  C2V_RETURN_IF_ERROR(CheckItemNeighbors(checks, spec, tables));
  ItemNeighborLists lists;
  C2V_ASSIGN_OR_RETURN(
      lists.offsets,
      own.Array<uint64_t>(kItemNeighborOffsets, spec.item_count() + 1));
  C2V_ASSIGN_OR_RETURN(
      lists.neighbors,
      own.Array<uint32_t>(kItemNeighborRows, spec.neighbor_count()));
  C2V_ASSIGN_OR_RETURN(lists.weights, own.Array<float>(kItemNeighborWeights,
                                                       spec.neighbor_count()));
  C2V_RETURN_IF_ERROR(
      checks.Offsets("offsets", lists.offsets, lists.neighbors.size()));
  C2V_RETURN_IF_ERROR(
      checks.Rows("neighbors", lists.neighbors, lists.item_count()));
  C2V_RETURN_IF_ERROR(checks.Weights("weights", lists.weights, kAnyWeight));
  return std::make_unique<ItemNeighborsScorer>(
      entry.name(), lists, tables.histories,
      QueryEventOptions{.max_events = static_cast<size_t>(spec.max_events()),
                        .recency_decay = spec.recency_decay()});
}

absl::StatusOr<std::unique_ptr<const Scorer>> LoadSessionKnn(
    const FileSource& files, const v1::ServableEntry& entry,
    const Tables& tables) {
  const EntryChecks checks(entry);
  const v1::SessionKnnSpec& spec = entry.session_knn();
  C2V_RETURN_IF_ERROR(CheckSessionKnn(checks, spec, tables));
  C2V_ASSIGN_OR_RETURN(const SessionLists lists,
                       MapSessionLists(EntryFiles(files, entry), spec));
  C2V_RETURN_IF_ERROR(CheckSessionLists(checks, lists));
  return std::make_unique<SessionKnnScorer>(
      entry.name(), lists, ParametersOf(spec), tables.histories);
}

absl::StatusOr<std::unique_ptr<const Scorer>> LoadRepeatPurchase(
    const FileSource& files, const v1::ServableEntry& entry,
    const Tables& tables) {
  const EntryChecks checks(entry);
  const v1::RepeatPurchaseSpec& spec = entry.repeat_purchase();
  C2V_RETURN_IF_ERROR(CheckRepeatPurchase(checks, spec, tables));
  C2V_ASSIGN_OR_RETURN(const PurchaseVectors vectors,
                       MapPurchaseVectors(EntryFiles(files, entry), spec));
  C2V_RETURN_IF_ERROR(
      CheckPurchaseVectors(checks, vectors, tables.basket_counts.size()));
  return std::make_unique<RepeatPurchaseScorer>(
      entry.name(), vectors,
      RepeatPurchaseParameters{.alpha = spec.alpha(),
                               .group_decay = spec.group_decay(),
                               .popularity_weight = spec.popularity_weight()},
      tables);
}

absl::StatusOr<std::unique_ptr<const Scorer>> LoadBlend(
    const v1::ServableEntry& entry, const v1::SnapshotManifest& manifest,
    const Tables& tables, const ServableSet& earlier) {
  const EntryChecks checks(entry);
  const v1::BlendSpec& spec = entry.blend();
  C2V_RETURN_IF_ERROR(
      checks.Range("number of parts", spec.parts_size(), 1, kMaxParts));
  C2V_ASSIGN_OR_RETURN(const BlendOptions options, OptionsOf(checks, spec));
  std::vector<BlendPart> parts;
  for (const v1::BlendedServable& each : spec.parts()) {
    C2V_ASSIGN_OR_RETURN(parts.emplace_back(),
                         MakePart(checks, each, manifest, earlier));
  }
  return std::make_unique<BlendScorer>(entry.name(), std::move(parts), options,
                                       tables.histories, tables.items.size());
}

absl::StatusOr<std::unique_ptr<const Scorer>> LoadPopularityVariant(
    const FileSource& files, const v1::ServableEntry& entry,
    const Tables& tables) {
  const EntryChecks checks(entry);
  const v1::PopularitySpec& spec = entry.popularity();
  std::vector<float> weights = SharesOf(tables);
  if (spec.decayed()) {
    C2V_ASSIGN_OR_RETURN(const auto decayed,
                         EntryFiles(files, entry)
                             .Array<float>(kPopularityWeights, weights.size()));
    C2V_RETURN_IF_ERROR(checks.Weights("weights", decayed, 0));
    weights.assign(decayed.begin(), decayed.end());
  }
  if (spec.category().empty()) {
    return std::make_unique<RecentPopularityScorer>(entry.name(),
                                                    std::move(weights));
  }
  const auto attribute = tables.catalogue.FindAttribute(spec.category());
  if (!attribute || tables.catalogue.IsNumber(*attribute)) {
    return checks.Wrong(absl::StrCat("\"", spec.category(),
                                     "\" is no category of the catalogue"));
  }
  return std::make_unique<CategoryPopularityScorer>(
      entry.name(), tables.catalogue, *attribute, std::move(weights),
      tables.histories);
}

std::vector<std::string> BlendPartNames(const v1::ServableEntry& entry) {
  std::vector<std::string> names;
  for (const v1::BlendedServable& part : entry.blend().parts()) {
    names.push_back(part.servable());
  }
  return names;
}

}  // namespace customer2vec
