// Which build this is.
//
//   std::cout << "c2v " << CodeVersion();   // "0.1.0+3f2a1bc"

#ifndef CUSTOMER2VEC_CORE_BASE_VERSION_H_
#define CUSTOMER2VEC_CORE_BASE_VERSION_H_

#include "absl/strings/string_view.h"

namespace customer2vec {

// The project's version and, for a build from a git checkout, the short commit
// it was configured at.
absl::string_view CodeVersion();

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_BASE_VERSION_H_
