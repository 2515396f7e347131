// `c2v-train search`: the command line of a search for better settings.

#ifndef CUSTOMER2VEC_TRAINER_APP_SEARCH_COMMAND_H_
#define CUSTOMER2VEC_TRAINER_APP_SEARCH_COMMAND_H_

#include <CLI/CLI.hpp>
#include <iosfwd>
#include <optional>
#include <string>

#include "absl/status/status.h"

namespace customer2vec {

struct SearchFlags {
  std::string config;  // path of a text-format TrainingConfig
  std::string search;  // path of a text-format SearchConfig
  std::string data_root;
  std::string journal;
  std::optional<int> trials;      // instead of the search's
  std::optional<double> minutes;  // instead of the search's
};

// Adds the subcommand to `app`; its values go to `flags`, which outlives it.
void AddSearch(CLI::App& app, SearchFlags& flags);

// Searches, and prints the best configuration as text format to `out`.
absl::Status RunSearch(const SearchFlags& flags, std::ostream& out,
                       std::ostream& log);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_APP_SEARCH_COMMAND_H_
