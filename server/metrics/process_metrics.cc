#include "server/metrics/process_metrics.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <system_error>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "core/base/version.h"
#include "server/metrics/metric_family.h"

namespace customer2vec {
namespace {

std::string ReadText(const char* path) {
  std::ifstream file(path);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

// When the machine was started, in Unix seconds; 0 where it is not said.
double BootSeconds() {
  for (absl::string_view line : absl::StrSplit(ReadText("/proc/stat"), '\n')) {
    const std::vector<absl::string_view> words = absl::StrSplit(line, ' ');
    double seconds;
    if (words.size() == 2 && words[0] == "btime" &&
        absl::SimpleAtod(words[1], &seconds)) {
      return seconds;
    }
  }
  return 0;
}

// Files that are open; the one that counts them is among them.
std::optional<double> OpenFiles() {
  std::error_code error;
  std::filesystem::directory_iterator entries("/proc/self/fd", error);
  if (error) return std::nullopt;
  return static_cast<double>(std::distance(begin(entries), end(entries)));
}

std::optional<double> MaxFiles() {
  rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return std::nullopt;
  return static_cast<double>(limit.rlim_cur);
}

prometheus::MetricFamily One(prometheus::MetricFamily family, double value) {
  AddGauge(value, {}, &family);
  family.metric.back().counter.value = value;  // the type says which counts
  return family;
}

void AppendStat(std::vector<prometheus::MetricFamily>* families) {
  const std::optional<ProcessStat> stat = ParseProcessStat(
      ReadText("/proc/self/stat"), static_cast<double>(sysconf(_SC_CLK_TCK)),
      static_cast<double>(sysconf(_SC_PAGESIZE)));
  if (!stat) return;
  families->push_back(One(CounterFamily("process_cpu_seconds_total",
                                        "User and system CPU time spent."),
                          stat->cpu_seconds));
  families->push_back(
      One(GaugeFamily("process_virtual_memory_bytes", "Virtual memory size."),
          stat->virtual_bytes));
  families->push_back(One(GaugeFamily("process_resident_memory_bytes",
                                      "Resident memory size, with the pages of "
                                      "mapped snapshots that were touched."),
                          stat->resident_bytes));
  families->push_back(
      One(GaugeFamily("process_threads", "Threads."), stat->threads));
  if (const double boot = BootSeconds(); boot > 0) {
    families->push_back(One(GaugeFamily("process_start_time_seconds",
                                        "When it started, in Unix seconds."),
                            boot + stat->start_seconds));
  }
}

}  // namespace

std::optional<ProcessStat> ParseProcessStat(absl::string_view line,
                                            double ticks_per_second,
                                            double page_bytes) {
  const size_t name_end = line.rfind(')');
  if (name_end == absl::string_view::npos) return std::nullopt;
  const std::vector<absl::string_view> fields =
      absl::StrSplit(line.substr(name_end + 1), ' ', absl::SkipEmpty());
  // proc(5) counts from 1 and the first of these is its number 3.
  const auto field = [&fields](size_t number, double* value) {
    return number - 3 < fields.size() &&
           absl::SimpleAtod(fields[number - 3], value);
  };
  double user, system, threads, start, virtual_bytes, resident_pages;
  if (!field(14, &user) || !field(15, &system) || !field(20, &threads) ||
      !field(22, &start) || !field(23, &virtual_bytes) ||
      !field(24, &resident_pages)) {
    return std::nullopt;
  }
  return ProcessStat{.cpu_seconds = (user + system) / ticks_per_second,
                     .start_seconds = start / ticks_per_second,
                     .virtual_bytes = virtual_bytes,
                     .resident_bytes = resident_pages * page_bytes,
                     .threads = threads};
}

std::vector<prometheus::MetricFamily> ProcessMetrics::Collect() const {
  std::vector<prometheus::MetricFamily> families;
  auto build = GaugeFamily("c2v_build_info", "The build that runs; always 1.");
  AddGauge(1, {{"version", std::string(CodeVersion())}}, &build);
  families.push_back(std::move(build));
  AppendStat(&families);
  if (const auto open = OpenFiles()) {
    families.push_back(
        One(GaugeFamily("process_open_fds", "File descriptors open."), *open));
  }
  if (const auto max = MaxFiles()) {
    families.push_back(
        One(GaugeFamily("process_max_fds", "File descriptors allowed."), *max));
  }
  return families;
}

}  // namespace customer2vec
