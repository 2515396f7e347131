// The readers that a configuration asks for.
//
//   BadRowLog log(LimitsOf(config.bad_rows()));
//   C2V_ASSIGN_OR_RETURN(auto readers, OpenInteractions(config, root, log));
//   for (const auto& reader : readers) {
//     while (reader->Next()) Use(reader->interaction());
//     C2V_RETURN_IF_ERROR(reader->status());
//   }
//
// Every file is opened and its header mapped before the first row is read, so
// that a wrong name in the last source does not wait for the first. Relative
// paths start at `data_root`; an empty one means the working directory. `log`
// outlives the readers. REQUIRES: config is valid (see data_config.h).

#ifndef CUSTOMER2VEC_TRAINER_DATA_DATA_SOURCES_H_
#define CUSTOMER2VEC_TRAINER_DATA_DATA_SOURCES_H_

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "customer2vec/v1/training_config.pb.h"
#include "trainer/data/bad_row_log.h"
#include "trainer/data/catalogue_reader.h"
#include "trainer/data/edge_reader.h"
#include "trainer/data/interaction_reader.h"

namespace customer2vec {

// Their rows, one reader after the other, are the table of interactions.
absl::StatusOr<std::vector<std::unique_ptr<InteractionReader>>>
OpenInteractions(const v1::DataConfig& config, absl::string_view data_root,
                 BadRowLog& log);

// One source, wherever the configuration has it: `field` is its path there, for
// errors; `number` makes orders of several sources without order ids differ.
// REQUIRES: ValidateInteractionsSource() is OK.
absl::StatusOr<std::unique_ptr<InteractionReader>> OpenInteractionsSource(
    const v1::InteractionsSource& source, absl::string_view data_root,
    const std::string& field, size_t number, BadRowLog& log);

// Their rows, one reader after the other, are the catalogue; values follow
// AttributesOf(config).
absl::StatusOr<std::vector<std::unique_ptr<CatalogueReader>>> OpenCatalogue(
    const v1::DataConfig& config, absl::string_view data_root, BadRowLog& log);

// A reader for each source of edges, in order.
absl::StatusOr<std::vector<std::unique_ptr<EdgeReader>>> OpenEdges(
    const v1::DataConfig& config, absl::string_view data_root, BadRowLog& log);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_DATA_DATA_SOURCES_H_
