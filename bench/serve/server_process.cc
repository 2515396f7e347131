#include "bench/serve/server_process.h"

#include <fcntl.h>
#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "core/base/status_macros.h"

namespace customer2vec::bench {
namespace {

constexpr absl::Duration kPollInterval = absl::Milliseconds(20);

// In the child, between fork and exec: only what is safe there.
[[noreturn]] void Execute(char* const* argv, const char* log, int core) {
  prctl(PR_SET_PDEATHSIG, SIGTERM);
  const int output = open(log, O_WRONLY | O_CREAT | O_TRUNC, 0644);
  dup2(output, STDOUT_FILENO);
  dup2(output, STDERR_FILENO);
  if (PinToCore(core).ok()) execv(argv[0], argv);
  _exit(127);
}

std::string ReadText(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

}  // namespace

absl::Status PinToCore(int core) {
  cpu_set_t cores;
  CPU_ZERO(&cores);
  CPU_SET(core, &cores);
  if (sched_setaffinity(0, sizeof(cores), &cores) == 0) return absl::OkStatus();
  return absl::UnavailableError(
      absl::StrCat("cannot run on core ", core, ": ", std::strerror(errno)));
}

absl::StatusOr<std::map<std::string, int>> ParsePorts(const std::string& json) {
  google::protobuf::Struct object;
  if (!google::protobuf::util::JsonStringToMessage(json, &object).ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat("not an object of ports: ", json));
  }
  std::map<std::string, int> ports;
  for (const auto& [name, value] : object.fields()) {
    ports[name] = static_cast<int>(value.number_value());
  }
  return ports;
}

absl::StatusOr<std::unique_ptr<ServerProcess>> ServerProcess::Start(
    std::vector<std::string> command, const std::string& ports_file, int core,
    absl::Duration timeout) {
  command.insert(command.end(), {"--ports-file", ports_file});
  unlink(ports_file.c_str());
  std::vector<char*> argv;
  for (std::string& word : command) argv.push_back(word.data());
  argv.push_back(nullptr);
  const std::string log = absl::StrCat(ports_file, ".log");
  const pid_t pid = fork();
  if (pid < 0) return absl::UnavailableError("cannot fork");
  if (pid == 0) Execute(argv.data(), log.c_str(), core);
  std::unique_ptr<ServerProcess> server(new ServerProcess(pid));
  C2V_RETURN_IF_ERROR(server->WaitForPorts(ports_file, timeout))
      .With(command[0], " (see ", log, ")");
  return server;
}

ServerProcess::~ServerProcess() {
  if (ended_) return;
  kill(pid_, SIGTERM);
  waitpid(pid_, nullptr, 0);
}

bool ServerProcess::HasEnded() {
  if (!ended_) ended_ = waitpid(pid_, nullptr, WNOHANG) == pid_;
  return ended_;
}

absl::Status ServerProcess::WaitForPorts(const std::string& ports_file,
                                         absl::Duration timeout) {
  const absl::Time end = absl::Now() + timeout;
  while (access(ports_file.c_str(), R_OK) != 0) {
    if (HasEnded()) return absl::UnavailableError("ended before it listened");
    if (absl::Now() > end) {
      return absl::UnavailableError(absl::StrCat(
          "does not listen after ", absl::FormatDuration(timeout)));
    }
    absl::SleepFor(kPollInterval);
  }
  C2V_ASSIGN_OR_RETURN(ports_, ParsePorts(ReadText(ports_file)));
  return absl::OkStatus();
}

std::string ServerProcess::Address(const std::string& name) const {
  const auto port = ports_.find(name);
  return port == ports_.end() ? "" : absl::StrCat("127.0.0.1:", port->second);
}

absl::Duration ServerProcess::CpuTime() const {
  clockid_t clock;
  timespec time;
  if (clock_getcpuclockid(pid_, &clock) != 0 ||
      clock_gettime(clock, &time) != 0) {
    return absl::ZeroDuration();
  }
  return absl::DurationFromTimespec(time);
}

}  // namespace customer2vec::bench
