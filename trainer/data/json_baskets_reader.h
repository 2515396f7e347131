// Customers with their baskets, as one JSON object, as rows of interactions.
//
//   {"1": [[0, 1, 2], [3, 4]], "2": [[7], [0, 7]]}
//
//   C2V_ASSIGN_OR_RETURN(
//       std::unique_ptr<InteractionReader> reader,
//       OpenJsonBaskets(config, path, "data.interactions[0].json_baskets",
//                       /*source=*/0, log));
//
// Item ids are texts or whole numbers. The file is read when it is opened: what
// is no such object is refused then, naming the customer. Memory: the file, and
// what simdjson makes of it (about as much again). Not thread-safe.

#ifndef CUSTOMER2VEC_TRAINER_DATA_JSON_BASKETS_READER_H_
#define CUSTOMER2VEC_TRAINER_DATA_JSON_BASKETS_READER_H_

#include <cstddef>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "customer2vec/v1/interactions.pb.h"
#include "trainer/data/bad_row_log.h"
#include "trainer/data/interaction_reader.h"

namespace customer2vec {

// As OpenLinesOfItems(). A customer counts as a row of the file in `log`.
absl::StatusOr<std::unique_ptr<InteractionReader>> OpenJsonBaskets(
    const v1::JsonBaskets& config, const std::string& path,
    absl::string_view field, size_t source, BadRowLog& log);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_DATA_JSON_BASKETS_READER_H_
