#include "core/snapshot/table_files.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/snapshot/snapshot_file_names.h"

namespace customer2vec {
namespace {

// The files of a vocabulary.
struct VocabularyFiles {
  absl::string_view offsets;
  absl::string_view bytes;
  absl::string_view buckets;
};
constexpr VocabularyFiles kItemFiles = {kItemIdOffsets, kItemIdBytes,
                                        kItemIdBuckets};
constexpr VocabularyFiles kCustomerFiles = {
    kCustomerIdOffsets, kCustomerIdBytes, kCustomerIdBuckets};

absl::Status WriteVocabulary(const VocabularyArrays& arrays,
                             const VocabularyFiles& files,
                             SnapshotWriter* writer) {
  C2V_RETURN_IF_ERROR(
      writer->WriteArray<uint64_t>(files.offsets, arrays.offsets));
  C2V_RETURN_IF_ERROR(writer->WriteArray<char>(files.bytes, arrays.bytes));
  return writer->WriteArray<uint32_t>(files.buckets, arrays.buckets);
}

absl::Status WriteTexts(const TextsArrays& texts, absl::string_view offsets,
                        absl::string_view bytes, SnapshotWriter* writer) {
  C2V_RETURN_IF_ERROR(writer->WriteArray<uint64_t>(offsets, texts.offsets));
  return writer->WriteArray<char>(bytes, texts.bytes);
}

absl::Status WriteAttribute(const AttributeArrays& attribute, size_t number,
                            SnapshotWriter* writer) {
  const auto file = [number](absl::string_view name) {
    return AttributeFile(number, name);
  };
  C2V_RETURN_IF_ERROR(WriteTexts(attribute.values, file(kAttributeValueOffsets),
                                 file(kAttributeValueBytes), writer));
  C2V_RETURN_IF_ERROR(writer->WriteArray<uint32_t>(file(kAttributeValueIds),
                                                   attribute.value_ids));
  C2V_RETURN_IF_ERROR(writer->WriteArray<uint64_t>(
      file(kAttributePostingOffsets), attribute.posting_offsets));
  return writer->WriteArray<uint32_t>(file(kAttributePostingRows),
                                      attribute.posting_rows);
}

absl::Status WriteHistories(const CustomerHistoriesArrays& histories,
                            SnapshotWriter* writer) {
  C2V_RETURN_IF_ERROR(
      writer->WriteArray<uint64_t>(kHistoryOffsets, histories.offsets));
  C2V_RETURN_IF_ERROR(writer->WriteArray<uint32_t>(kCustomerBasketCounts,
                                                   histories.basket_counts));
  return writer->WriteArray<HistoryEntry>(kHistoryEntries, histories.entries);
}

void Describe(const TablesArrays& arrays, v1::SnapshotManifest* manifest) {
  manifest->set_item_count(arrays.items.offsets.size() - 1);
  manifest->set_customer_count(arrays.customers.offsets.size() - 1);
  manifest->set_basket_count(arrays.basket_count);
  manifest->clear_attributes();
  for (const AttributeArrays& attribute : arrays.catalogue.attributes) {
    v1::CatalogueAttribute* described = manifest->add_attributes();
    described->set_name(attribute.name);
    described->set_type(attribute.is_number ? v1::ATTRIBUTE_TYPE_NUMBER
                                            : v1::ATTRIBUTE_TYPE_CATEGORY);
    described->set_value_count(attribute.values.offsets.size() - 1);
  }
}

absl::StatusOr<VocabularyView> LoadVocabulary(const SnapshotFolder& folder,
                                              const VocabularyFiles& files,
                                              uint64_t count) {
  VocabularyView view;
  C2V_ASSIGN_OR_RETURN(view.offsets,
                       folder.Array<uint64_t>(files.offsets, count + 1));
  C2V_ASSIGN_OR_RETURN(view.bytes, folder.Array<char>(files.bytes));
  C2V_ASSIGN_OR_RETURN(view.buckets, folder.Array<uint32_t>(files.buckets));
  return view;
}

absl::StatusOr<TextsView> LoadTexts(const SnapshotFolder& folder,
                                    absl::string_view offsets,
                                    absl::string_view bytes, uint64_t count) {
  TextsView texts;
  C2V_ASSIGN_OR_RETURN(texts.offsets,
                       folder.Array<uint64_t>(offsets, count + 1));
  C2V_ASSIGN_OR_RETURN(texts.bytes, folder.Array<char>(bytes));
  return texts;
}

absl::StatusOr<AttributeView> LoadAttribute(
    const SnapshotFolder& folder, size_t number,
    const v1::CatalogueAttribute& described) {
  const auto file = [number](absl::string_view name) {
    return AttributeFile(number, name);
  };
  const uint64_t values = described.value_count();
  AttributeView view{
      .name = described.name(),
      .is_number = described.type() == v1::ATTRIBUTE_TYPE_NUMBER};
  C2V_ASSIGN_OR_RETURN(view.values,
                       LoadTexts(folder, file(kAttributeValueOffsets),
                                 file(kAttributeValueBytes), values));
  C2V_ASSIGN_OR_RETURN(view.value_ids,
                       folder.Array<uint32_t>(file(kAttributeValueIds),
                                              folder.manifest().item_count()));
  C2V_ASSIGN_OR_RETURN(
      view.posting_offsets,
      folder.Array<uint64_t>(file(kAttributePostingOffsets), values + 1));
  C2V_ASSIGN_OR_RETURN(view.posting_rows,
                       folder.Array<uint32_t>(file(kAttributePostingRows)));
  return view;
}

absl::StatusOr<CatalogueView> LoadCatalogue(const SnapshotFolder& folder) {
  const v1::SnapshotManifest& manifest = folder.manifest();
  CatalogueView view;
  C2V_ASSIGN_OR_RETURN(view.names,
                       LoadTexts(folder, kItemNameOffsets, kItemNameBytes,
                                 manifest.item_count()));
  for (int i = 0; i < manifest.attributes_size(); ++i) {
    C2V_ASSIGN_OR_RETURN(AttributeView attribute,
                         LoadAttribute(folder, i, manifest.attributes(i)));
    view.attributes.push_back(std::move(attribute));
  }
  return view;
}

absl::StatusOr<CustomerHistoriesView> LoadHistories(
    const SnapshotFolder& folder) {
  const uint64_t customers = folder.manifest().customer_count();
  CustomerHistoriesView view;
  C2V_ASSIGN_OR_RETURN(view.offsets,
                       folder.Array<uint64_t>(kHistoryOffsets, customers + 1));
  C2V_ASSIGN_OR_RETURN(
      view.basket_counts,
      folder.Array<uint32_t>(kCustomerBasketCounts, customers));
  C2V_ASSIGN_OR_RETURN(view.entries,
                       folder.Array<HistoryEntry>(kHistoryEntries));
  return view;
}

absl::Status CheckManifest(const v1::SnapshotManifest& manifest) {
  if (manifest.item_count() < 0 || manifest.customer_count() < 0 ||
      manifest.basket_count() < 0) {
    return absl::DataLossError("a count is negative");
  }
  for (const v1::CatalogueAttribute& attribute : manifest.attributes()) {
    if (attribute.value_count() < 0) {
      return absl::DataLossError(absl::StrCat("attribute ", attribute.name(),
                                              " has a negative value_count"));
    }
    if (attribute.type() != v1::ATTRIBUTE_TYPE_CATEGORY &&
        attribute.type() != v1::ATTRIBUTE_TYPE_NUMBER) {
      return absl::DataLossError(
          absl::StrCat("attribute ", attribute.name(), " has unknown type ",
                       static_cast<int>(attribute.type())));
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status WriteTables(const TablesArrays& arrays, SnapshotWriter* writer,
                         v1::SnapshotManifest* manifest) {
  const absl::Status check = CreateTables(arrays.view()).status();
  if (!check.ok()) return absl::InvalidArgumentError(check.message());
  C2V_RETURN_IF_ERROR(WriteVocabulary(arrays.items, kItemFiles, writer));
  C2V_RETURN_IF_ERROR(WriteTexts(arrays.catalogue.names, kItemNameOffsets,
                                 kItemNameBytes, writer));
  for (size_t i = 0; i < arrays.catalogue.attributes.size(); ++i) {
    C2V_RETURN_IF_ERROR(
        WriteAttribute(arrays.catalogue.attributes[i], i, writer));
  }
  C2V_RETURN_IF_ERROR(
      writer->WriteArray<uint32_t>(kItemBasketCounts, arrays.basket_counts));
  C2V_RETURN_IF_ERROR(
      WriteVocabulary(arrays.customers, kCustomerFiles, writer));
  C2V_RETURN_IF_ERROR(WriteHistories(arrays.histories, writer));
  Describe(arrays, manifest);
  return absl::OkStatus();
}

absl::StatusOr<Tables> LoadTables(const SnapshotFolder& folder) {
  const v1::SnapshotManifest& manifest = folder.manifest();
  C2V_RETURN_IF_ERROR(CheckManifest(manifest))
      .With(folder.path(), "/", kManifestFile);
  TablesView view{.basket_count =
                      static_cast<uint64_t>(manifest.basket_count())};
  C2V_ASSIGN_OR_RETURN(
      view.items, LoadVocabulary(folder, kItemFiles, manifest.item_count()));
  C2V_ASSIGN_OR_RETURN(view.catalogue, LoadCatalogue(folder));
  C2V_ASSIGN_OR_RETURN(
      view.basket_counts,
      folder.Array<uint32_t>(kItemBasketCounts, manifest.item_count()));
  C2V_ASSIGN_OR_RETURN(
      view.customers,
      LoadVocabulary(folder, kCustomerFiles, manifest.customer_count()));
  C2V_ASSIGN_OR_RETURN(view.histories, LoadHistories(folder));
  C2V_ASSIGN_OR_RETURN(Tables tables, CreateTables(view), folder.path());
  return tables;
}

}  // namespace customer2vec
