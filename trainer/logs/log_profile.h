// The first pass over a log: what each field looks like.
//
//   C2V_ASSIGN_OR_RETURN(auto reader, OpenLog(file, log));
//   C2V_ASSIGN_OR_RETURN(const LogProfile profile,
//                        ProfileLog(*reader, {.sample_size = 20000}));

#ifndef CUSTOMER2VEC_TRAINER_LOGS_LOG_PROFILE_H_
#define CUSTOMER2VEC_TRAINER_LOGS_LOG_PROFILE_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "customer2vec/v1/log_models.pb.h"
#include "trainer/data/log_reader.h"
#include "trainer/logs/field_profile.h"

namespace customer2vec {

struct LogProfile {
  v1::LogFormat format = v1::LOG_FORMAT_UNSPECIFIED;
  uint64_t events = 0;
  uint64_t omitted_values = 0;       // see LogReader
  std::vector<FieldProfile> fields;  // by the reader's number
};

struct ProfileOptions {
  size_t sample_size =
      20000;  // numbers of a field that quantiles are taken from
  uint64_t seed = 1;
};

// Reads the log to its end. Errors are the reader's.
absl::StatusOr<LogProfile> ProfileLog(LogReader& reader,
                                      const ProfileOptions& options);

// Calls use(text) for each value that a field's text stands for: delimited logs
// write lists as "a|b|c", the others have arrays. Empty ones are left out.
template <typename Use>
void ForEachElement(v1::LogFormat format, absl::string_view text, Use use) {
  if (format != v1::LOG_FORMAT_DELIMITED) return use(text);
  while (!text.empty()) {
    const absl::string_view element = text.substr(0, text.find('|'));
    if (!element.empty()) use(element);
    text.remove_prefix(element.size() < text.size() ? element.size() + 1
                                                    : text.size());
  }
}

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_LOGS_LOG_PROFILE_H_
