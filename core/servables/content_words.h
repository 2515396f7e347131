// The words of a text, as content2vec makes tokens of names and descriptions.
//
//   ContentWords("Ice Cream, 1.5 QT")   // {"ice", "cream", "1", "5", "qt"}
//
// A word is a run of letters and digits; ASCII letters become lower case, and
// every byte of a character beyond ASCII is a letter as it stands, so that
// words of any UTF-8 text stay whole. Repeats stay. Pure; thread-safe.

#ifndef CUSTOMER2VEC_CORE_SERVABLES_CONTENT_WORDS_H_
#define CUSTOMER2VEC_CORE_SERVABLES_CONTENT_WORDS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace customer2vec {

std::vector<std::string> ContentWords(absl::string_view text);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_SERVABLES_CONTENT_WORDS_H_
