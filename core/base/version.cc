#include "core/base/version.h"

#ifndef C2V_CODE_VERSION
#error "C2V_CODE_VERSION comes from core/base/CMakeLists.txt"
#endif

namespace customer2vec {

absl::string_view CodeVersion() { return C2V_CODE_VERSION; }

}  // namespace customer2vec
