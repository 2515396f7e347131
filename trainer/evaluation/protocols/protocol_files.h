// The files of a protocol: found plain or compressed, read line by line.
//
//   C2V_RETURN_IF_ERROR(ForEachLine(folder, "beauty.txt",
//                                   [&](absl::string_view line) { ... }));
//
// Thread-safe.

#ifndef CUSTOMER2VEC_TRAINER_EVALUATION_PROTOCOLS_PROTOCOL_FILES_H_
#define CUSTOMER2VEC_TRAINER_EVALUATION_PROTOCOLS_PROTOCOL_FILES_H_

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace customer2vec {

// "<folder>/<name>", or that with .gz or .zst, whichever exists. NOT_FOUND,
// naming the folder, when none does.
absl::StatusOr<std::string> FindProtocolFile(const std::string& folder,
                                             absl::string_view name);

// Calls `use` for each line, without its end, until one fails: that error comes
// back with file and line. Errors of OpenByteSource(); INVALID_ARGUMENT for a
// line longer than a reader takes.
absl::Status ForEachLine(
    const std::string& folder, absl::string_view name,
    const std::function<absl::Status(absl::string_view line)>& use);

// The whole file, decompressed; at most 1 GiB.
absl::StatusOr<std::string> ReadProtocolFile(const std::string& folder,
                                             absl::string_view name);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_EVALUATION_PROTOCOLS_PROTOCOL_FILES_H_
