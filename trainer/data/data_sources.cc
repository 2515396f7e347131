#include "trainer/data/data_sources.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "trainer/data/data_config.h"
#include "trainer/data/instacart_reader.h"
#include "trainer/data/json_baskets_reader.h"
#include "trainer/data/lines_reader.h"

namespace customer2vec {

absl::StatusOr<std::vector<std::unique_ptr<InteractionReader>>>
OpenInteractions(const v1::DataConfig& config, absl::string_view data_root,
                 BadRowLog& log) {
  std::vector<std::unique_ptr<InteractionReader>> readers;
  if (config.has_instacart()) {
    C2V_ASSIGN_OR_RETURN(
        auto reader,
        OpenInstacartInteractions(
            ResolvePath(data_root, config.instacart().folder()), log));
    readers.push_back(std::move(reader));
    return readers;
  }
  for (int i = 0; i < config.interactions_size(); ++i) {
    C2V_ASSIGN_OR_RETURN(
        auto reader, OpenInteractionsSource(
                         config.interactions(i), data_root,
                         absl::StrCat("data.interactions[", i, "]"), i, log));
    readers.push_back(std::move(reader));
  }
  return readers;
}

absl::StatusOr<std::unique_ptr<InteractionReader>> OpenInteractionsSource(
    const v1::InteractionsSource& source, absl::string_view data_root,
    const std::string& field, size_t number, BadRowLog& log) {
  if (source.has_lines()) {
    return OpenLinesOfItems(source.lines(),
                            ResolvePath(data_root, source.lines().path()),
                            field + ".lines", number, log);
  }
  if (source.has_json_baskets()) {
    return OpenJsonBaskets(source.json_baskets(),
                           ResolvePath(data_root, source.json_baskets().path()),
                           field + ".json_baskets", number, log);
  }
  return OpenDelimitedInteractions(
      source.delimited(), ResolvePath(data_root, source.delimited().path()),
      field + ".delimited", log);
}

absl::StatusOr<std::vector<std::unique_ptr<CatalogueReader>>> OpenCatalogue(
    const v1::DataConfig& config, absl::string_view data_root, BadRowLog& log) {
  std::vector<std::unique_ptr<CatalogueReader>> readers;
  if (config.has_instacart()) {
    C2V_ASSIGN_OR_RETURN(
        auto reader,
        OpenInstacartCatalogue(
            ResolvePath(data_root, config.instacart().folder()), log));
    readers.push_back(std::move(reader));
    return readers;
  }
  const std::vector<AttributeSchema> schema = AttributesOf(config);
  for (int i = 0; i < config.catalogue_size(); ++i) {
    const v1::DelimitedCatalogue& source = config.catalogue(i).delimited();
    C2V_ASSIGN_OR_RETURN(
        auto reader,
        OpenDelimitedCatalogue(
            source, ResolvePath(data_root, source.path()),
            absl::StrCat("data.catalogue[", i, "].delimited"), schema, log));
    readers.push_back(std::move(reader));
  }
  return readers;
}

absl::StatusOr<std::vector<std::unique_ptr<EdgeReader>>> OpenEdges(
    const v1::DataConfig& config, absl::string_view data_root, BadRowLog& log) {
  std::vector<std::unique_ptr<EdgeReader>> readers;
  for (int i = 0; i < config.edges_size(); ++i) {
    const v1::DelimitedEdges& source = config.edges(i).delimited();
    C2V_ASSIGN_OR_RETURN(
        auto reader,
        EdgeReader::Open(source, ResolvePath(data_root, source.path()),
                         absl::StrCat("data.edges[", i, "].delimited"), log));
    readers.push_back(std::move(reader));
  }
  return readers;
}

}  // namespace customer2vec
