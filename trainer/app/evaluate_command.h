// `c2v-train evaluate`: the command line of a comparison of models.

#ifndef CUSTOMER2VEC_TRAINER_APP_EVALUATE_COMMAND_H_
#define CUSTOMER2VEC_TRAINER_APP_EVALUATE_COMMAND_H_

#include <CLI/CLI.hpp>
#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"

namespace customer2vec {

struct EvaluateFlags {
  std::string config;  // path of a text-format TrainingConfig
  std::string data_root;
  // What follows stands in place of the configuration's, where it is given.
  std::string protocol;
  std::vector<std::string> models;
  std::optional<int> seeds;
  std::string reference;
  std::string diversity_attribute;
  std::string json;      // where the report goes as JSON; empty: nowhere
  std::string markdown;  // where the table goes; empty: to `out`
  std::optional<int> threads;
  std::optional<uint64_t> seed;  // the first one
};

// Adds the subcommand to `app`; its values go to `flags`, which outlives it.
void AddEvaluate(CLI::App& app, EvaluateFlags& flags);

// Reads, learns, measures. Progress goes to `log`.
absl::Status RunEvaluate(const EvaluateFlags& flags, std::ostream& out,
                         std::ostream& log);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_APP_EVALUATE_COMMAND_H_
