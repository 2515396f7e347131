#include "core/testing/test_snapshot.h"

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "core/base/random.h"
#include "core/base/status_macros.h"
#include "core/index/hnsw_index.h"
#include "core/recommend/warmup.h"
#include "core/servables/embedding_space_files.h"
#include "core/servables/embedding_vectors.h"
#include "core/snapshot/snapshot.h"
#include "core/snapshot/snapshot_file_names.h"
#include "core/snapshot/snapshot_writer.h"
#include "core/snapshot/table_files.h"
#include "core/tables/tables_arrays.h"
#include "customer2vec/v1/manifest.pb.h"

namespace customer2vec {
namespace {

constexpr size_t kDimension = 8;
constexpr uint32_t kBaskets = 400;
constexpr size_t kItemWithoutName = 7;

size_t GroupOf(size_t item) { return item % kTestGroups; }

std::vector<std::string> Ids(size_t count, std::string (*id)(size_t)) {
  std::vector<std::string> ids;
  for (size_t row = 0; row < count; ++row) ids.push_back(id(row));
  return ids;
}

absl::StatusOr<CatalogueArrays> MakeCatalogue() {
  std::vector<std::string> names;
  AttributeColumn group{.name = "group"};
  AttributeColumn size{.name = "size", .is_number = true};
  for (size_t row = 0; row < kTestItems; ++row) {
    const std::string group_name = absl::StrCat("g", GroupOf(row));
    names.push_back(row == kItemWithoutName
                        ? ""
                        : absl::StrCat("Item ", row, " of ", group_name));
    group.values.push_back(group_name);
    size.values.push_back(row % 2 == 0 ? absl::StrCat(row) : "");
  }
  return BuildCatalogue(names, std::vector{std::move(group), std::move(size)});
}

HistoryEntry Entry(size_t item, uint32_t count) {
  return {.item = static_cast<uint32_t>(item),
          .basket_count = count,
          .last_basket = 2,
          .decayed_count = 0.75f * static_cast<float>(count),
          .last_time = 1767225600};
}

// What customer `c` took; the last customer is the one without vectors.
std::vector<HistoryEntry> HistoryOf(size_t c) {
  if (c + 1 == kTestCustomers) return {Entry(kTestItemsWithVectors, 1)};
  std::vector<HistoryEntry> entries;
  for (size_t i = 0; i < 4; ++i) {
    const size_t item = GroupOf(c) + (i + c / kTestGroups + 1) * kTestGroups;
    entries.push_back(Entry(item, static_cast<uint32_t>(1 + i % 3)));
  }
  entries.push_back(Entry(0, 1));
  std::sort(entries.begin(), entries.end(),
            [](const HistoryEntry& a, const HistoryEntry& b) {
              return a.item < b.item;
            });
  return entries;
}

CustomerHistoriesArrays MakeHistories() {
  CustomerHistoriesArrays histories;
  for (size_t c = 0; c < kTestCustomers; ++c) {
    for (const HistoryEntry& entry : HistoryOf(c)) {
      histories.entries.push_back(entry);
    }
    histories.offsets.push_back(histories.entries.size());
    histories.basket_counts.push_back(4);
  }
  return histories;
}

absl::StatusOr<TablesArrays> MakeTables() {
  TablesArrays tables;
  C2V_ASSIGN_OR_RETURN(tables.items,
                       BuildVocabulary(Ids(kTestItems, TestItemId)));
  C2V_ASSIGN_OR_RETURN(tables.catalogue, MakeCatalogue());
  for (size_t row = 0; row < kTestItems; ++row) {
    tables.basket_counts.push_back(
        row < kTestItemsWithVectors
            ? static_cast<uint32_t>(3 * (kTestItemsWithVectors - row))
            : 0);
  }
  tables.basket_count = kBaskets;
  C2V_ASSIGN_OR_RETURN(tables.customers,
                       BuildVocabulary(Ids(kTestCustomers, TestCustomerId)));
  tables.histories = MakeHistories();
  return tables;
}

// Near the axis of each item's group.
std::vector<float> GroupVectors(double noise, Random* random) {
  std::vector<float> vectors;
  for (size_t row = 0; row < kTestItemsWithVectors; ++row) {
    for (size_t i = 0; i < kDimension; ++i) {
      const double axis = i == GroupOf(row) ? 2 : 0;
      vectors.push_back(static_cast<float>(axis + noise * random->Normal()));
    }
  }
  return vectors;
}

absl::StatusOr<v1::ServableEntry> WriteSpace(const TestSnapshotOptions& options,
                                             const TablesArrays& tables,
                                             SnapshotWriter* writer) {
  Random random(options.seed);
  const std::vector<float> input = GroupVectors(0.2, &random);
  const std::vector<float> output = GroupVectors(0.2, &random);
  C2V_ASSIGN_OR_RETURN(
      const CustomerHistories histories,
      CustomerHistories::Create(tables.histories.view(), kTestItems));
  const std::vector<float> customers =
      RollUpCustomers(kDimension, input, histories);
  C2V_ASSIGN_OR_RETURN(const EmbeddingVectors vectors,
                       EmbeddingVectors::Create(
                           {kDimension, input, output, customers},
                           tables.basket_counts, /*popularity_weight=*/0.25f));
  if (!options.graphs) {
    return WriteEmbeddingSpace("items", vectors, {}, {}, writer);
  }
  const HnswOptions graph{.links = 8};
  C2V_ASSIGN_OR_RETURN(const auto similar,
                       HnswIndex::Build(vectors.similar(), graph));
  C2V_ASSIGN_OR_RETURN(const auto next,
                       HnswIndex::Build(vectors.next(), graph));
  return WriteEmbeddingSpace("items", vectors,
                             {.graph = similar.get(), .search_beam = 64},
                             {.graph = next.get(), .search_beam = 64}, writer);
}

v1::ServableEntry* AddScorer(const char* name, v1::SnapshotManifest* manifest) {
  v1::ServableEntry* entry = manifest->add_servables();
  entry->set_name(name);
  entry->set_kind(v1::SERVABLE_KIND_SCORER);
  return entry;
}

void AddScorers(v1::SnapshotManifest* manifest) {
  // The blend first: entries may name later ones.
  v1::RepeatDiscoverySpec* blend =
      AddScorer("for_you", manifest)->mutable_repeat_discovery();
  blend->set_repeat_scorer("again");
  blend->set_discovery_space("items");
  blend->set_discovery_weight(0.5f);
  blend->set_popularity_weight(0.25f);
  AddScorer("popular", manifest)->mutable_popularity();
  AddScorer("again", manifest)
      ->mutable_personal_frequency()
      ->set_decay(kTestDecay);
}

void FillDescription(const TestSnapshotOptions& options,
                     v1::SnapshotManifest* manifest) {
  manifest->set_version(options.version);
  manifest->mutable_create_time()->set_seconds(1767322800);
  v1::ServableDefaults* defaults = manifest->mutable_defaults();
  defaults->set_similar_items("items");
  defaults->set_customer("for_you");
  defaults->set_session("items");
  defaults->set_embeddings("items");
  defaults->set_fallback("popular");
  v1::EvaluationFigure* figure = manifest->add_evaluation();
  figure->set_servable("for_you");
  figure->set_task("customer");
  figure->set_metric("recall");
  figure->set_cutoff(10);
  figure->set_value(0.25);
  figure->set_case_count(11);
  manifest->mutable_provenance()->set_code_version("test");
}

// Loads what is written so far for its own answers.
absl::Status WriteWarmup(absl::string_view folder, SnapshotWriter* writer) {
  C2V_ASSIGN_OR_RETURN(const auto snapshot, Snapshot::Load(folder));
  C2V_ASSIGN_OR_RETURN(const v1::WarmupRequests warmup, BuildWarmup(*snapshot));
  C2V_ASSIGN_OR_RETURN(const std::string json, WarmupToJson(warmup));
  return writer->WriteFile(kWarmupFile, json);
}

}  // namespace

absl::Status WriteTestSnapshot(absl::string_view folder,
                               const TestSnapshotOptions& options) {
  C2V_ASSIGN_OR_RETURN(SnapshotWriter writer, SnapshotWriter::Create(folder));
  C2V_ASSIGN_OR_RETURN(const TablesArrays tables, MakeTables());
  v1::SnapshotManifest manifest;
  FillDescription(options, &manifest);
  C2V_RETURN_IF_ERROR(WriteTables(tables, &writer, &manifest));
  AddScorers(&manifest);
  C2V_ASSIGN_OR_RETURN(*manifest.add_servables(),
                       WriteSpace(options, tables, &writer));
  C2V_RETURN_IF_ERROR(writer.WriteManifest(manifest));
  C2V_RETURN_IF_ERROR(WriteWarmup(folder, &writer));
  return writer.WriteManifest(manifest);
}

std::string TestItemId(size_t row) { return absl::StrFormat("i%02d", row); }

std::string TestCustomerId(size_t row) { return absl::StrFormat("c%02d", row); }

}  // namespace customer2vec
