// A measured figure, as the line of JSON that scripts/bench prints.
//
//   Figure figure = {.name = "session_vs_echo", .value = 9100, .unit =
//   "calls/s"}; figure.peer = "echo"; figure.peer_value = 52000; figure.ratio =
//   0.175; std::cout << ToJsonLine(figure);
//
// Figures that were not taken are null, never zero. Pure functions,
// thread-safe.

#ifndef CUSTOMER2VEC_BENCH_FIGURE_FIGURE_H_
#define CUSTOMER2VEC_BENCH_FIGURE_FIGURE_H_

#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace customer2vec::bench {

struct Figure {
  std::string name;
  double value = 0;
  std::string unit;
  // What it is compared with, in the same run; empty where there is no peer.
  std::string peer;
  std::optional<double> peer_value;
  std::optional<double> ratio;
  // What was run, so that anybody can run it again.
  std::string command;
  std::string peer_version;
  std::string peer_command;
  // Spread over `seeds` runs with other seeds.
  std::optional<double> sd;
  std::optional<int> seeds;
  // Further numbers of the same run, by name: "p99_us", "recall".
  std::vector<std::pair<std::string, double>> more;
};

// One line, closed by a newline. Not a number and infinities become null.
std::string ToJsonLine(const Figure& figure);

struct MeanAndSd {
  double mean;
  std::optional<double> sd;  // of a sample; nothing for fewer than two values
};

// REQUIRES: `values` is not empty.
MeanAndSd Summarize(std::span<const double> values);

// The middle value, or the mean of the two in the middle. REQUIRES: not empty.
double Median(std::vector<double> values);

// The value below which `share` of the values lie (nearest rank). REQUIRES: not
// empty, 0 < share <= 1.
double Quantile(std::vector<double> values, double share);

}  // namespace customer2vec::bench

#endif  // CUSTOMER2VEC_BENCH_FIGURE_FIGURE_H_
