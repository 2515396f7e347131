// The process and the build: process_* under the names that every Prometheus
// client library uses, and c2v_build_info.
//
//   ProcessMetrics process;
//   std::string page = MetricsText({&process});
//
// Read from /proc/self at each scrape; what cannot be read is left out, so that
// a graph shows a gap and not a zero. Immutable, thread-safe.

#ifndef CUSTOMER2VEC_SERVER_METRICS_PROCESS_METRICS_H_
#define CUSTOMER2VEC_SERVER_METRICS_PROCESS_METRICS_H_

#include <prometheus/collectable.h>
#include <prometheus/metric_family.h>

#include <optional>
#include <vector>

#include "absl/strings/string_view.h"

namespace customer2vec {

// What /proc/self/stat says, in base units.
struct ProcessStat {
  double cpu_seconds = 0;    // user and system
  double start_seconds = 0;  // after boot
  double virtual_bytes = 0;
  double resident_bytes = 0;
  double threads = 0;
};

// Parses a line of /proc/<pid>/stat (proc(5)); nothing if it is not one. The
// name of the command may hold anything, brackets and spaces too.
std::optional<ProcessStat> ParseProcessStat(absl::string_view line,
                                            double ticks_per_second,
                                            double page_bytes);

class ProcessMetrics final : public prometheus::Collectable {
 public:
  std::vector<prometheus::MetricFamily> Collect() const override;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_SERVER_METRICS_PROCESS_METRICS_H_
