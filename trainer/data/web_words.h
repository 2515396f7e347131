// Words of few values from the long texts of web logs.
//
//   PathTemplate("/shop/42/reviews?page=3");     // "/shop/{id}/reviews"
//   HostOf("https://www.Example.org:443/x");     // "example.org"
//   AgentFamily("Mozilla/5.0 ... Firefox/117");  // "Firefox"
//
// Pure functions, for any bytes.

#ifndef CUSTOMER2VEC_TRAINER_DATA_WEB_WORDS_H_
#define CUSTOMER2VEC_TRAINER_DATA_WEB_WORDS_H_

#include <string>

#include "absl/strings/string_view.h"

namespace customer2vec {

// The path of a request target without scheme, host, query and fragment.
// Segments that name one of many become "{id}": those of digits alone, those
// that hold a digit and are of 16 or more hexadecimal digits and dashes, and
// those of 32 or more letters, digits, dashes and underscores with a digit
// among them. A slash at the end is dropped. An empty target gives an empty
// text.
std::string PathTemplate(absl::string_view target);

// The host of a URL in small letters, without user, port and a leading "www.";
// empty when the text is no URL with a host.
std::string HostOf(absl::string_view url);

// The family of a user agent: a browser, "bot", "script" (curl and libraries),
// or "other". Looks for the names that agents give themselves, the most telling
// first, as nearly all claim to be Mozilla and Safari.
absl::string_view AgentFamily(absl::string_view agent);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_DATA_WEB_WORDS_H_
