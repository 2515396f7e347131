// c2v-server: answers recommendations and embeddings over gRPC.

#include <grpc/support/log.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <system_error>

#include "core/base/version.h"
#include "server/app/server.h"
#include "server/app/server_options.h"
#include "server/app/termination.h"

namespace customer2vec {
namespace {

// OpenBLAS, which comes with FAISS, starts a thread a core while it is being
// loaded, before main(). Requests are what runs in parallel here, so the
// program starts itself again with the variable that OpenBLAS reads.
void KeepBlasSingleThreaded(char** argv) {
  constexpr char kVariable[] = "OPENBLAS_NUM_THREADS";
  if (std::getenv(kVariable) != nullptr) return;
  setenv(kVariable, "1", /*overwrite=*/1);
  std::error_code error;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", error);
  if (!error) execv(program.c_str(), argv);  // returns only if it failed
}

// gRPC's own messages, in our log.
void LogFromGrpc(gpr_log_func_args* args) {
  const auto level = args->severity == GPR_LOG_SEVERITY_ERROR
                         ? spdlog::level::warn
                         : spdlog::level::debug;
  spdlog::log(level, "grpc: {}", args->message);
}

void SetUpLog(const ServerOptions& options) {
  auto logger = std::make_shared<spdlog::logger>(
      "c2v-server", std::make_shared<spdlog::sinks::stderr_sink_mt>());
  spdlog::set_default_logger(std::move(logger));
  spdlog::set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %l %v",
                      spdlog::pattern_time_type::utc);
  spdlog::set_level(spdlog::level::from_str(options.log_level));
  spdlog::flush_on(spdlog::level::info);
  gpr_set_log_function(&LogFromGrpc);
}

int Main(int argc, char** argv) {
  const ParsedFlags flags = ParseFlags(argc, argv);
  if (!flags.options) return flags.exit_code;
  KeepBlasSingleThreaded(argv);
  BlockTerminationSignals();
  SetUpLog(*flags.options);
  spdlog::info("starting version={} pid={}", std::string(CodeVersion()),
               getpid());
  const auto server = Server::Start(*flags.options);
  if (!server.ok()) {
    spdlog::critical("cannot start: {}", server.status().ToString());
    return EXIT_FAILURE;
  }
  const int signal = WaitForTermination();
  spdlog::info("draining signal={} delay_ms={}", signal,
               flags.options->drain_delay_ms);
  (*server)->BeginDrain();
  WaitForTermination(std::chrono::milliseconds(flags.options->drain_delay_ms));
  (*server)->FinishDrain();
  return EXIT_SUCCESS;
}

}  // namespace
}  // namespace customer2vec

int main(int argc, char** argv) { return customer2vec::Main(argc, argv); }
