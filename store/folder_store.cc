#include "store/folder_store.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <functional>
#include <system_error>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "core/base/file.h"
#include "core/base/status_macros.h"

namespace customer2vec {
namespace {

namespace fs = std::filesystem;

constexpr absl::string_view kPendingPrefix = ".pending-";

absl::Status SystemError(const std::error_code& error, absl::string_view path) {
  return absl::ErrnoToStatus(error.value(), path);
}

std::string ToString(absl::string_view text) { return std::string(text); }

bool IsFolder(const std::string& path) {
  struct stat status;
  return lstat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}

// Names in a folder, in no order.
absl::StatusOr<std::vector<std::string>> ListNames(const std::string& folder) {
  std::vector<std::string> names;
  std::error_code error;
  fs::directory_iterator entries(folder, error);
  for (; !error && entries != fs::directory_iterator();
       entries.increment(error)) {
    names.push_back(entries->path().filename().string());
  }
  if (error) return SystemError(error, folder);
  return names;
}

// Makes everything below `folder`, and `folder` itself, durable, deepest first.
absl::Status FsyncTree(const std::string& folder) {
  std::error_code error;
  fs::recursive_directory_iterator entries(folder, error);
  std::vector<std::string> folders = {folder};
  for (; !error && entries != fs::recursive_directory_iterator();
       entries.increment(error)) {
    if (entries->is_directory(error)) {
      folders.push_back(entries->path().string());
    } else {
      C2V_RETURN_IF_ERROR(FsyncFile(entries->path().string()));
    }
  }
  if (error) return SystemError(error, folder);
  for (auto path = folders.rbegin(); path != folders.rend(); ++path) {
    C2V_RETURN_IF_ERROR(FsyncFolder(*path));
  }
  return absl::OkStatus();
}

// The process that `name`, a pending folder's, ends with; 0 if it is none.
pid_t WriterOf(absl::string_view name) {
  if (!absl::ConsumePrefix(&name, kPendingPrefix)) return 0;
  const size_t dash = name.rfind('-');
  int process = 0;
  if (dash == absl::string_view::npos ||
      !IsSnapshotVersion(name.substr(0, dash)) ||
      !absl::SimpleAtoi(name.substr(dash + 1), &process)) {
    return 0;
  }
  return process;
}

bool IsDead(pid_t process) { return kill(process, 0) != 0 && errno == ESRCH; }

class PendingFolder : public PendingSnapshot {
 public:
  PendingFolder(std::string store, std::string version, std::string folder)
      : store_(std::move(store)),
        version_(std::move(version)),
        folder_(std::move(folder)) {}

  ~PendingFolder() override {
    std::error_code ignored;
    if (!published_) fs::remove_all(folder_, ignored);
  }

  const std::string& folder() const override { return folder_; }

  absl::Status Publish() override {
    if (published_) {
      return absl::FailedPreconditionError(
          absl::StrCat(version_, " is published"));
    }
    C2V_RETURN_IF_ERROR(FsyncTree(folder_));
    const std::string path = JoinPath(store_, version_);
    // Fails where the version exists: a published one is never replaced.
    if (renameat2(AT_FDCWD, folder_.c_str(), AT_FDCWD, path.c_str(),
                  RENAME_NOREPLACE) != 0) {
      return absl::ErrnoToStatus(errno, path);
    }
    published_ = true;
    return FsyncFolder(store_);
  }

 private:
  const std::string store_;
  const std::string version_;
  const std::string folder_;
  bool published_ = false;
};

}  // namespace

absl::StatusOr<std::unique_ptr<SnapshotStore>> FolderStore::Open(
    absl::string_view folder) {
  const std::string path = ToString(folder);
  std::error_code error;
  fs::create_directories(path, error);
  if (!fs::is_directory(path)) {
    if (error) return SystemError(error, path);
    return absl::FailedPreconditionError(absl::StrCat(path, " is no folder"));
  }
  return std::unique_ptr<SnapshotStore>(new FolderStore(path));
}

absl::StatusOr<std::vector<std::string>> FolderStore::ListVersions() const {
  C2V_ASSIGN_OR_RETURN(std::vector<std::string> names, ListNames(folder_));
  std::erase_if(names, [this](const std::string& name) {
    return !IsSnapshotVersion(name) || !IsFolder(JoinPath(folder_, name));
  });
  std::sort(names.begin(), names.end(), std::greater<>());
  return names;
}

absl::StatusOr<std::string> FolderStore::Fetch(
    absl::string_view version) const {
  const std::string path = JoinPath(folder_, version);
  if (!IsSnapshotVersion(version) || !IsFolder(path)) {
    return absl::NotFoundError(
        absl::StrCat("no snapshot \"", version, "\" in ", folder_));
  }
  return path;
}

absl::StatusOr<std::unique_ptr<PendingSnapshot>> FolderStore::Begin(
    absl::string_view version) {
  if (!IsSnapshotVersion(version)) {
    return absl::InvalidArgumentError(absl::StrCat(
        "\"", version,
        "\" is no snapshot version: make one by NewSnapshotVersion()"));
  }
  if (Fetch(version).ok()) {
    return absl::AlreadyExistsError(
        absl::StrCat("snapshot ", version, " is published in ", folder_));
  }
  C2V_RETURN_IF_ERROR(RemoveLeftovers());
  const std::string pending =
      JoinPath(folder_, absl::StrCat(kPendingPrefix, version, "-", getpid()));
  if (mkdir(pending.c_str(), 0755) != 0)
    return absl::ErrnoToStatus(errno, pending);
  return std::unique_ptr<PendingSnapshot>(
      new PendingFolder(folder_, ToString(version), pending));
}

absl::Status FolderStore::RemoveLeftovers() const {
  C2V_ASSIGN_OR_RETURN(const std::vector<std::string> names,
                       ListNames(folder_));
  for (const std::string& name : names) {
    const pid_t writer = WriterOf(name);
    if (writer == 0 || !IsDead(writer)) continue;
    std::error_code error;
    fs::remove_all(JoinPath(folder_, name), error);
    if (error) return SystemError(error, JoinPath(folder_, name));
  }
  return absl::OkStatus();
}

}  // namespace customer2vec
