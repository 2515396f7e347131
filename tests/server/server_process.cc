#include "tests/server/server_process.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace customer2vec {
namespace {

constexpr std::chrono::minutes kPatience(1);

// Starts c2v-server with stdout and stderr in a pipe, whose other end comes
// back.
pid_t Spawn(const std::vector<std::string>& arguments, int* output) {
  int ends[2];
  EXPECT_EQ(pipe2(ends, O_CLOEXEC), 0);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDERR_FILENO);
  std::vector<char*> argv = {const_cast<char*>(C2V_SERVER_PROGRAM)};
  for (const std::string& argument : arguments) {
    argv.push_back(const_cast<char*>(argument.c_str()));
  }
  argv.push_back(nullptr);
  pid_t pid = -1;
  EXPECT_EQ(posix_spawn(&pid, C2V_SERVER_PROGRAM, &actions, nullptr,
                        argv.data(), environ),
            0);
  posix_spawn_file_actions_destroy(&actions);
  close(ends[1]);
  *output = ends[0];
  return pid;
}

int WaitFor(pid_t pid) {
  int status = 0;
  EXPECT_EQ(waitpid(pid, &status, 0), pid);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

std::shared_ptr<grpc::Channel> ChannelTo(int port) {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_ENABLE_RETRIES, 0);
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  return grpc::CreateCustomChannel(absl::StrCat("127.0.0.1:", port),
                                   grpc::InsecureChannelCredentials(),
                                   arguments);
}

int Number(const std::string& text, const std::string& after) {
  const size_t found = text.find(after);
  int number = 0;
  if (found != std::string::npos) {
    const size_t start = found + after.size();
    const size_t end = text.find_first_not_of("0123456789", start);
    EXPECT_TRUE(absl::SimpleAtoi(text.substr(start, end - start), &number));
  }
  return number;
}

}  // namespace

ServerProcess::ServerProcess(const std::string& store,
                             const std::vector<std::string>& flags) {
  std::vector<std::string> arguments = {
      "--store",        store,         "--listen",      "127.0.0.1:0",
      "--admin-listen", "127.0.0.1:0", "--http-listen", "127.0.0.1:0"};
  arguments.insert(arguments.end(), flags.begin(), flags.end());
  int output = -1;
  pid_ = Spawn(arguments, &output);
  reader_ = std::thread([this, output] { ReadLog(output); });
  WaitForLog("listening ");
  ReadPorts();
}

ServerProcess::~ServerProcess() {
  if (pid_ > 0) {
    Signal(SIGKILL);
    Wait();
  }
  reader_.join();
}

std::shared_ptr<grpc::Channel> ServerProcess::Channel() const {
  return ChannelTo(grpc_port_);
}

std::shared_ptr<grpc::Channel> ServerProcess::AdminChannel() const {
  return ChannelTo(admin_port_);
}

void ServerProcess::WaitForLog(const std::string& text) {
  std::unique_lock lock(mutex_);
  const bool found = changed_.wait_for(lock, kPatience, [&] {
    return ended_ || log_.find(text) != std::string::npos;
  });
  EXPECT_TRUE(found && log_.find(text) != std::string::npos)
      << "no \"" << text << "\" in the log:\n"
      << log_;
}

std::string ServerProcess::log() const {
  std::lock_guard lock(mutex_);
  return log_;
}

std::string ServerProcess::Http(const std::string& path) const {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(http_port_);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  std::string response;
  if (connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof(address)) ==
      0) {
    const std::string request =
        absl::StrCat("GET ", path, " HTTP/1.1\r\nHost: test\r\n\r\n");
    EXPECT_EQ(write(fd, request.data(), request.size()), request.size());
    char buffer[4096];
    for (ssize_t n; (n = read(fd, buffer, sizeof(buffer))) > 0;) {
      response.append(buffer, n);
    }
  }
  close(fd);
  return response;
}

void ServerProcess::Signal(int signal) const { kill(pid_, signal); }

int ServerProcess::Wait() {
  const int code = WaitFor(pid_);
  pid_ = -1;
  return code;
}

int ServerProcess::Terminate() {
  Signal(SIGTERM);
  return Wait();
}

void ServerProcess::ReadLog(int fd) {
  char buffer[4096];
  for (ssize_t n; (n = read(fd, buffer, sizeof(buffer))) > 0;) {
    std::lock_guard lock(mutex_);
    log_.append(buffer, n);
    changed_.notify_all();
  }
  close(fd);
  std::lock_guard lock(mutex_);
  ended_ = true;
  changed_.notify_all();
}

void ServerProcess::ReadPorts() {
  const std::string text = log();
  grpc_port_ = Number(text, " grpc=");
  admin_port_ = Number(text, " admin=");
  http_port_ = Number(text, " http=");
  EXPECT_GT(grpc_port_, 0) << text;
}

ProgramResult RunServer(const std::vector<std::string>& arguments) {
  ProgramResult result;
  int output = -1;
  const pid_t pid = Spawn(arguments, &output);
  char buffer[4096];
  for (ssize_t n; (n = read(output, buffer, sizeof(buffer))) > 0;) {
    result.output.append(buffer, n);
  }
  close(output);
  result.exit_code = WaitFor(pid);
  return result;
}

}  // namespace customer2vec
