// c2v-train: the training worker.

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <iostream>

#include "core/base/version.h"
#include "trainer/app/evaluate_command.h"
#include "trainer/app/fit_command.h"
#include "trainer/app/generate_command.h"
#include "trainer/app/generate_payments_command.h"
#include "trainer/app/search_command.h"

namespace customer2vec {
namespace {

int Report(const absl::Status& status) {
  if (status.ok()) return EXIT_SUCCESS;
  std::cerr << "c2v-train: " << status.message() << "\n";
  return EXIT_FAILURE;
}

void AddFit(CLI::App& app, FitFlags& flags) {
  CLI::App* fit = app.add_subcommand(
      "fit", "Learn from a shop's logs, measure, and publish a snapshot");
  fit->add_option("--config", flags.config,
                  "Training configuration, protobuf text format (examples/)")
      ->required();
  fit->add_option(
      "--store", flags.store,
      "Folder of snapshots; made if it is missing. Not needed to --dry-run");
  fit->add_option(
      "--data-root", flags.data_root,
      "Where relative paths of the configuration start (default: here)");
  fit->add_option(
      "--threads", flags.threads,
      "Training threads, instead of the configuration's; 0: all cores");
  fit->add_option("--seed", flags.seed, "Seed, instead of the configuration's");
  fit->add_option("--warm-start", flags.warm_start,
                  "Go on from the vectors of this version in the store, or of "
                  "the \"latest\"; the configuration's warm_start says how");
  fit->add_option("--checkpoint", flags.checkpoint,
                  "Folder where the run saves what it has done: killed, it "
                  "goes on when the same command is given again. One folder a "
                  "run; removed once the snapshot is published");
  fit->add_option("--checkpoint-interval", flags.checkpoint_interval_s,
                  "Seconds of learning that a kill may cost (default: 60)")
      ->check(CLI::NonNegativeNumber);
  fit->add_flag("--dry-run", flags.dry_run, "Check the configuration and stop");
  fit->footer(
      "Example:\n"
      "  c2v-train fit --config examples/complete_journey.textproto \\\n"
      "    --data-root data/complete_journey --store run/snapshots");
}

int Main(int argc, char** argv) {
  CLI::App app(
      "Learns embeddings of items, customers and sessions from a shop's logs");
  app.name("c2v-train");
  app.set_version_flag("--version", std::string(CodeVersion()));
  app.require_subcommand(1);
  FitFlags fit;
  AddFit(app, fit);
  GenerateFlags generate;
  AddGenerate(app, generate);
  GeneratePaymentsFlags payments;
  AddGeneratePayments(app, payments);
  EvaluateFlags evaluate;
  AddEvaluate(app, evaluate);
  SearchFlags search;
  AddSearch(app, search);
  try {
    app.parse(argc, argv);
    if (app.got_subcommand("fit") && fit.store.empty() && !fit.dry_run) {
      throw CLI::RequiredError("--store");
    }
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? EXIT_SUCCESS : 2;
  }
  if (app.got_subcommand("fit"))
    return Report(RunFit(fit, std::cout, std::cerr));
  if (app.got_subcommand("evaluate"))
    return Report(RunEvaluate(evaluate, std::cout, std::cerr));
  if (app.got_subcommand("search"))
    return Report(RunSearch(search, std::cout, std::cerr));
  if (app.got_subcommand("generate-payments"))
    return Report(RunGeneratePayments(payments, std::cout));
  return Report(RunGenerate(generate, std::cout));
}

}  // namespace
}  // namespace customer2vec

int main(int argc, char** argv) { return customer2vec::Main(argc, argv); }
