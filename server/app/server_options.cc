#include "server/app/server_options.h"

#include <CLI/CLI.hpp>

#include "core/base/version.h"

namespace customer2vec {
namespace {

constexpr char kDescription[] =
    "Serves recommendations and embeddings from the newest good snapshot of a "
    "store.";
constexpr char kFooter[] =
    "Example:\n"
    "  c2v-server --store run/snapshots\n"
    "  grpcurl -plaintext localhost:50051 list\n"
    "\n"
    "Starts without a snapshot too and is NOT_SERVING until one has loaded.\n"
    "SIGTERM and SIGINT drain and exit 0; a second one cuts the drain delay "
    "short.";
constexpr int kUsageError = 2;

// HOST:PORT, with a number for the port.
std::string CheckAddress(const std::string& address) {
  const size_t colon = address.rfind(':');
  const std::string port =
      colon == std::string::npos ? "" : address.substr(colon + 1);
  if (colon == 0 || port.empty() || port.size() > 5 ||
      port.find_first_not_of("0123456789") != std::string::npos ||
      std::stoi(port) > 65535) {
    return "\"" + address + "\" is no address; give HOST:PORT";
  }
  return "";
}

void AddListeners(CLI::App* app, ServerOptions* options) {
  const CLI::Validator address(CheckAddress, "HOST:PORT");
  app->add_option("--listen", options->listen,
                  "Where recommendations, embeddings and events are served")
      ->check(address)
      ->capture_default_str();
  app->add_option("--admin-listen", options->admin_listen,
                  "Where snapshots are administered")
      ->check(address)
      ->capture_default_str();
  app->add_option("--http-listen", options->http_listen,
                  "Where /metrics, /healthz and /readyz are")
      ->check(address)
      ->capture_default_str();
  app->add_option("--ports-file", options->ports_file,
                  "Gets the ports as JSON once all listen: "
                  "{\"grpc\":N,\"admin\":N,\"http\":N}");
}

void AddTimes(CLI::App* app, ServerOptions* options) {
  app->add_option("--poll-interval-ms", options->poll_interval_ms,
                  "Time between looks at the store")
      ->check(CLI::Range(1, 3'600'000))
      ->capture_default_str();
  app->add_option("--drain-delay-ms", options->drain_delay_ms,
                  "Time to serve on as NOT_SERVING after SIGTERM, for load "
                  "balancers to notice")
      ->check(CLI::Range(0, 600'000))
      ->capture_default_str();
  app->add_option("--drain-timeout-ms", options->drain_timeout_ms,
                  "Time that calls get to end in after that")
      ->check(CLI::Range(0, 600'000))
      ->capture_default_str();
}

void AddExecutor(CLI::App* app, ServerOptions* options) {
  app->add_option("--executor-threads", options->executor_threads,
                  "Threads for long calls; 0 is one a core")
      ->check(CLI::Range(0, 1024))
      ->capture_default_str();
  app->add_option("--executor-queue", options->executor_queue,
                  "Long calls that may wait for a thread; more are refused")
      ->check(CLI::Range(1, 100'000))
      ->capture_default_str();
}

}  // namespace

ParsedFlags ParseFlags(int argc, const char* const* argv) {
  ServerOptions options;
  CLI::App app(kDescription, "c2v-server");
  app.footer(kFooter);
  app.set_version_flag("--version", "c2v-server " + std::string(CodeVersion()));
  app.add_option("--store", options.store, "Folder of published snapshots")
      ->required();
  AddListeners(&app, &options);
  AddTimes(&app, &options);
  AddExecutor(&app, &options);
  app.add_option("--log-level", options.log_level, "What to log on stderr")
      ->check(CLI::IsMember({"trace", "debug", "info", "warn", "error", "off"}))
      ->capture_default_str();
  app.add_flag("!--no-reflection", options.reflection,
               "Do not tell callers which services there are");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return {.exit_code = app.exit(error) == 0 ? 0 : kUsageError};
  }
  return {.options = options};
}

}  // namespace customer2vec
