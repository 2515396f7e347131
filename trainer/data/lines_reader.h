// Baskets and sessions, a line each, as rows of interactions.
//
//   C2V_ASSIGN_OR_RETURN(
//       std::unique_ptr<InteractionReader> reader,
//       OpenLinesOfItems(config, path, "data.interactions[0].lines",
//                        /*source=*/0, log));
//
// A line is an order of its own; its items keep their places. A line without an
// item, one that is too long, is no UTF-8 or has an id above 512 bytes is a bad
// row. Not thread-safe.

#ifndef CUSTOMER2VEC_TRAINER_DATA_LINES_READER_H_
#define CUSTOMER2VEC_TRAINER_DATA_LINES_READER_H_

#include <cstddef>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "customer2vec/v1/interactions.pb.h"
#include "trainer/data/bad_row_log.h"
#include "trainer/data/interaction_reader.h"

namespace customer2vec {

// `path` is config.path, resolved; `field` is the configuration's path to
// `config`, for errors; `source` makes orders of several files differ.
// REQUIRES: config is valid (see data_config.h).
absl::StatusOr<std::unique_ptr<InteractionReader>> OpenLinesOfItems(
    const v1::LinesOfItems& config, const std::string& path,
    absl::string_view field, size_t source, BadRowLog& log);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_DATA_LINES_READER_H_
