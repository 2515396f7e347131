#include "core/base/file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"

namespace customer2vec {
namespace {

constexpr size_t kPieceBytes = 256 << 10;

absl::Status SystemError(absl::string_view what, absl::string_view path) {
  return absl::ErrnoToStatus(errno, absl::StrCat(path, ": cannot ", what));
}

absl::StatusOr<OpenedFile> OpenForReading(absl::string_view path, int flags) {
  const std::string name(path);
  // O_NONBLOCK: opening a FIFO nobody writes to would wait for ever.
  FileDescriptor fd(
      open(name.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | flags));
  if (fd.get() < 0 && errno == ELOOP && (flags & O_NOFOLLOW) != 0) {
    return absl::FailedPreconditionError(
        absl::StrCat(path, ": is a symbolic link, not a regular file"));
  }
  if (fd.get() < 0) return SystemError("open", path);
  struct stat info;
  if (fstat(fd.get(), &info) != 0) return SystemError("stat", path);
  if (!S_ISREG(info.st_mode)) {
    return absl::FailedPreconditionError(
        absl::StrCat(path, ": is not a regular file"));
  }
  return OpenedFile{std::move(fd), static_cast<uint64_t>(info.st_size)};
}

// The folder that holds `path`.
std::string FolderOf(absl::string_view path) {
  const size_t slash = path.rfind('/');
  if (slash == absl::string_view::npos) return ".";
  return std::string(path.substr(0, std::max<size_t>(slash, 1)));
}

}  // namespace

std::string JoinPath(absl::string_view folder, absl::string_view name) {
  if (folder.empty()) return std::string(name);
  return absl::StrCat(folder, folder.back() == '/' ? "" : "/", name);
}

absl::StatusOr<std::string> ReadFileToString(absl::string_view path,
                                             uint64_t max_bytes) {
  C2V_ASSIGN_OR_RETURN(OpenedFile file, OpenForReading(path, 0));
  return ReadToString(file, path, max_bytes);
}

absl::StatusOr<std::string> ReadToString(const OpenedFile& file,
                                         absl::string_view path,
                                         uint64_t max_bytes) {
  std::string text;
  std::string piece;
  do {
    C2V_RETURN_IF_ERROR(
        file_internal::ReadPiece(file.fd.get(), path, text.size(), &piece));
    text += piece;
    if (text.size() > max_bytes) {
      return absl::ResourceExhaustedError(absl::StrCat(
          path, ": is longer than the limit of ", max_bytes, " bytes"));
    }
  } while (!piece.empty());
  return text;
}

absl::Status WriteFileDurably(absl::string_view path, absl::string_view bytes) {
  const std::string target(path);
  const std::string temporary = absl::StrCat(path, ".tmp-", getpid());
  unlink(temporary.c_str());  // left by a writer that died with our number
  C2V_ASSIGN_OR_RETURN(FileWriter file, FileWriter::Create(temporary));
  absl::Status written = file.Append(bytes);
  if (written.ok()) written = file.Sync();
  if (written.ok() && rename(temporary.c_str(), target.c_str()) != 0) {
    written = SystemError("be replaced", path);
  }
  if (!written.ok()) unlink(temporary.c_str());
  C2V_RETURN_IF_ERROR(written);
  return FsyncFolder(FolderOf(path));
}

absl::Status FsyncFile(absl::string_view path) {
  C2V_ASSIGN_OR_RETURN(const OpenedFile file, OpenRegularFile(path));
  if (fsync(file.fd.get()) != 0) return SystemError("flush", path);
  return absl::OkStatus();
}

absl::Status FsyncFolder(absl::string_view path) {
  const std::string name(path);
  FileDescriptor fd(open(name.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (fd.get() < 0) return SystemError("open", path);
  if (fsync(fd.get()) != 0) return SystemError("flush", path);
  return absl::OkStatus();
}

absl::StatusOr<OpenedFile> OpenRegularFile(absl::string_view path) {
  return OpenForReading(path, O_NOFOLLOW);
}

FileDescriptor& FileDescriptor::operator=(FileDescriptor&& other) noexcept {
  std::swap(fd_, other.fd_);
  return *this;
}

FileDescriptor::~FileDescriptor() {
  if (fd_ >= 0) close(fd_);
}

absl::StatusOr<FileWriter> FileWriter::Create(absl::string_view path) {
  const std::string name(path);
  FileDescriptor fd(
      open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644));
  if (fd.get() < 0) return SystemError("create", path);
  return FileWriter(std::move(fd), path);
}

absl::Status FileWriter::Append(absl::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = write(fd_.get(), bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return SystemError("write", path_);
    bytes.remove_prefix(count);
  }
  return absl::OkStatus();
}

absl::Status FileWriter::Sync() {
  if (fsync(fd_.get()) != 0) return SystemError("flush", path_);
  return absl::OkStatus();
}

absl::StatusOr<MappedFile> MappedFile::Open(absl::string_view path) {
  C2V_ASSIGN_OR_RETURN(OpenedFile file, OpenRegularFile(path));
  return Map(file, path);
}

absl::StatusOr<MappedFile> MappedFile::Map(const OpenedFile& file,
                                           absl::string_view path) {
  if (file.size == 0) return MappedFile();
  void* data =
      mmap(nullptr, file.size, PROT_READ, MAP_SHARED, file.fd.get(), 0);
  if (data == MAP_FAILED) return SystemError("map", path);
  return MappedFile(static_cast<const char*>(data), file.size);
}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
  std::swap(data_, other.data_);
  std::swap(size_, other.size_);
  return *this;
}

MappedFile::~MappedFile() {
  if (data_ != nullptr) munmap(const_cast<char*>(data_), size_);
}

absl::Status file_internal::ReadPiece(int fd, absl::string_view path,
                                      uint64_t offset, std::string* buffer) {
  buffer->resize(kPieceBytes);
  size_t filled = 0;
  while (filled < kPieceBytes) {
    const ssize_t count = pread(fd, buffer->data() + filled,
                                kPieceBytes - filled, offset + filled);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return SystemError("read", path);
    if (count == 0) break;
    filled += count;
  }
  buffer->resize(filled);
  return absl::OkStatus();
}

}  // namespace customer2vec
