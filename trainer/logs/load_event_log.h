// From the configuration's logs to events: two passes over each file, one to
// find out what its fields are, one to read the events.
//
//   BadRowLog bad_rows(LimitsOf(config.bad_rows()));
//   C2V_ASSIGN_OR_RETURN(
//       const EventLog log,
//       LoadEventLog(config, /*data_root=*/"data", {.seed = 1}, bad_rows));
//   std::cerr << DescribeLogReport(log.reports[0]);
//
// Lines that are no events, and events without a time or with an id too long,
// are bad rows under the configuration's policy. Events with neither customer
// nor session are left out and counted in the report.
//
// Memory beside the events: what FieldProfile says for each field.

#ifndef CUSTOMER2VEC_TRAINER_LOGS_LOAD_EVENT_LOG_H_
#define CUSTOMER2VEC_TRAINER_LOGS_LOAD_EVENT_LOG_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "customer2vec/v1/training_config.pb.h"
#include "trainer/data/bad_row_log.h"
#include "trainer/logs/event_log.h"

namespace customer2vec {

struct EventLogOptions {
  uint64_t seed = 1;
};

// Reads `config.logs`; no logs give no events. Relative paths start at
// `data_root`. Files are added to `bad_rows`. Errors name the field of the
// configuration, or the file and line, and what to do: INVALID_ARGUMENT for a
// bad configuration, too many bad rows, no event at all, or sources of which
// only some have times; those of OpenByteSource() for files.
absl::StatusOr<EventLog> LoadEventLog(const v1::DataConfig& config,
                                      absl::string_view data_root,
                                      const EventLogOptions& options,
                                      BadRowLog& bad_rows);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_LOGS_LOAD_EVENT_LOG_H_
