#include "bench/train/timed_command.h"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

namespace customer2vec::bench {
namespace {

constexpr int64_t kBytesAKilobyte = 1024;  // of ru_maxrss

absl::Status CheckExit(const std::string& program, int status) {
  if (WIFSIGNALED(status)) {
    return absl::AbortedError(
        absl::StrCat(program, " was ended by signal ", WTERMSIG(status)));
  }
  if (WEXITSTATUS(status) == 0) return absl::OkStatus();
  return absl::AbortedError(
      absl::StrCat(program, " ended with status ", WEXITSTATUS(status)));
}

}  // namespace

absl::StatusOr<Usage> RunTimed(std::vector<std::string> command) {
  std::vector<char*> argv;
  for (std::string& word : command) argv.push_back(word.data());
  argv.push_back(nullptr);
  const absl::Time start = absl::Now();
  const pid_t pid = fork();
  if (pid < 0) return absl::UnavailableError("cannot fork");
  if (pid == 0) {
    dup2(STDERR_FILENO, STDOUT_FILENO);
    execv(argv[0], argv.data());
    _exit(127);
  }
  int status = 0;
  rusage usage;
  if (wait4(pid, &status, 0, &usage) != pid) {
    return absl::UnavailableError(absl::StrCat("cannot wait for ", command[0]));
  }
  const absl::Duration wall = absl::Now() - start;
  if (absl::Status exit = CheckExit(command[0], status); !exit.ok())
    return exit;
  return Usage{.wall = wall,
               .cpu = absl::DurationFromTimeval(usage.ru_utime) +
                      absl::DurationFromTimeval(usage.ru_stime),
               .max_resident_bytes = usage.ru_maxrss * kBytesAKilobyte};
}

}  // namespace customer2vec::bench
