// What tests of log readers share: a log read whole, as text.

#ifndef CUSTOMER2VEC_TRAINER_DATA_LOG_READER_TEST_UTIL_H_
#define CUSTOMER2VEC_TRAINER_DATA_LOG_READER_TEST_UTIL_H_

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/base/status_matchers.h"
#include "trainer/data/log_reader.h"

namespace customer2vec {

// Reads a log; bad lines never stop it.
struct ReadLog {
  explicit ReadLog(const LogFile& file,
                   const BadRowLimits& limits = {.max_ratio = 1}) {
    BadRowLog log(limits);
    auto reader = OpenLog(file, log);
    status = reader.status();
    if (!reader.ok()) return;
    while ((*reader)->Next()) {
      std::string event;
      for (const LogValue& value : (*reader)->values()) {
        absl::StrAppend(&event, event.empty() ? "" : " ",
                        (*reader)->fields()[value.field], "=", value.text);
      }
      events.push_back(event);
      lines.push_back((*reader)->line());
    }
    status = (*reader)->status();
    omitted_values = (*reader)->omitted_values();
    bad_rows = log.files()[0].samples();
    bad_row_count = log.files()[0].bad_rows();
    bytes = log.files()[0].bytes();
  }

  absl::Status status;
  std::vector<std::string> events;  // "event=buy price=1.5"
  std::vector<uint64_t> lines;
  std::vector<BadRow> bad_rows;
  uint64_t bad_row_count = 0;
  uint64_t omitted_values = 0;
  uint64_t bytes = 0;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_DATA_LOG_READER_TEST_UTIL_H_
