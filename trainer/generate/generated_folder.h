// A folder that is made whole or not at all: it is written as
// "<folder>.partial" and renamed.
//
//   C2V_RETURN_IF_ERROR(MakeFolder("shop", [&](const std::string& partial) {
//     return WriteFilesInto(partial);
//   }));

#ifndef CUSTOMER2VEC_TRAINER_GENERATE_GENERATED_FOLDER_H_
#define CUSTOMER2VEC_TRAINER_GENERATE_GENERATED_FOLDER_H_

#include <functional>
#include <string>

#include "absl/status/status.h"

namespace customer2vec {

// ALREADY_EXISTS when there is a file or a folder with something in it at
// `folder` or "<folder>.partial", which a run that was stopped leaves behind;
// otherwise what `fill` returns or the operating system says.
absl::Status MakeFolder(
    const std::string& folder,
    const std::function<absl::Status(const std::string& partial)>& fill);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_GENERATE_GENERATED_FOLDER_H_
