// Whether bytes are well-formed UTF-8: ids and names go into protobuf strings
// and JSON, which take nothing else.
//
//   IsValidUtf8("Crème brûlée");  // true
//   IsValidUtf8("\xff\xfe");      // false
//
// The definition is Unicode 15, table 3-7: no overlong forms, no surrogates,
// nothing above U+10FFFF. Pure, O(n); ASCII goes eight bytes a step.

#ifndef CUSTOMER2VEC_CORE_BASE_UTF8_H_
#define CUSTOMER2VEC_CORE_BASE_UTF8_H_

#include "absl/strings/string_view.h"

namespace customer2vec {

[[nodiscard]] bool IsValidUtf8(absl::string_view text);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_BASE_UTF8_H_
