// What was found in a log, for people.
//
//   std::cerr << DescribeLogReport(report);
//   // events.jsonl: JSON Lines, 100003 events of 6593 customers in 7612
//   sessions
//   //   field    kind      events  distinct  becomes   why
//   //   user_id  category  100003      6593  customer  guessed from its name
//   ...
//   //   price    number     13597      1043  bins      numbers: ..8, 8..12.5,
//   ...
//   //   note: no field names the session: ...

#ifndef CUSTOMER2VEC_TRAINER_LOGS_LOG_REPORT_H_
#define CUSTOMER2VEC_TRAINER_LOGS_LOG_REPORT_H_

#include <string>

#include "customer2vec/v1/log_models.pb.h"

namespace customer2vec {

// A line a field; ends with a line end. Text of the log is escaped.
std::string DescribeLogReport(const v1::LogReport& report);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_LOGS_LOG_REPORT_H_
