// Logs of web servers: Common and Combined Log Format, as Apache and nginx
// write them.
//
//   10.0.0.7 - ann [10/Oct/2026:13:55:36 +0200] "GET /shop/42?a=b HTTP/1.1" 200
//   2326 "https://example.org/x" "Mozilla/5.0 (X11; Linux) ... Firefox/117.0"
//
// (one line in the file) gives host, user, time, method, path=/shop/{id},
// status=2xx, bytes=2326, referrer=example.org and agent=Firefox. "-" is no
// value. The last two quoted texts may be missing (Common Log Format), what
// follows them is left out. A request that is none, as port scanners send,
// leaves the line without method and path.

#ifndef CUSTOMER2VEC_TRAINER_DATA_WEB_LOG_READER_H_
#define CUSTOMER2VEC_TRAINER_DATA_WEB_LOG_READER_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "trainer/data/bad_row_log.h"
#include "trainer/data/log_reader.h"

namespace customer2vec {

// A line taken apart, nothing interpreted; what is not there is empty. Quoted
// texts keep their backslashes.
struct WebLogLine {
  absl::string_view host;
  absl::string_view user;
  absl::string_view time;  // "10/Oct/2026:13:55:36 +0200"
  absl::string_view method;
  absl::string_view target;  // path and query
  absl::string_view status;  // three digits
  absl::string_view bytes;
  absl::string_view referrer;
  absl::string_view agent;
};

// Fills `parts`, which view `line`. Returns what is wrong with the line, empty
// when nothing is.
absl::string_view ParseWebLogLine(absl::string_view line, WebLogLine* parts);

// Adds the file to `log`, which outlives the reader. Errors of
// OpenByteSource().
absl::StatusOr<std::unique_ptr<LogReader>> OpenWebLog(const std::string& path,
                                                      BadRowLog& log);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_DATA_WEB_LOG_READER_H_
