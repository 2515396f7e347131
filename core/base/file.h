// Files as the project needs them: read with a limit, written so that they are
// durable, mapped read-only.
//
//   C2V_ASSIGN_OR_RETURN(std::string text,
//                        ReadFileToString("config.textproto", 1 << 20));
//   C2V_RETURN_IF_ERROR(WriteFileDurably("manifest.json", json));
//   C2V_ASSIGN_OR_RETURN(MappedFile rows, MappedFile::Open("input.f32"));
//   rows.bytes();
//
// Every error carries the path and the system's own words: NOT_FOUND,
// PERMISSION_DENIED, RESOURCE_EXHAUSTED (disk full) and so on, as
// absl::ErrnoToStatus maps them; FAILED_PRECONDITION for what is not a regular
// file.

#ifndef CUSTOMER2VEC_CORE_BASE_FILE_H_
#define CUSTOMER2VEC_CORE_BASE_FILE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace customer2vec {

// "folder/name"; "name" where the folder is empty.
std::string JoinPath(absl::string_view folder, absl::string_view name);

// The whole file. Symbolic links are followed. RESOURCE_EXHAUSTED when it is
// longer than `max_bytes`; no more than that is ever read.
absl::StatusOr<std::string> ReadFileToString(absl::string_view path,
                                             uint64_t max_bytes);

// Puts a file with these bytes at `path`, whole or not at all, also after a
// power failure: a temporary sibling is written, flushed and renamed over it.
absl::Status WriteFileDurably(absl::string_view path, absl::string_view bytes);

// Makes a file's bytes durable, whoever wrote them.
absl::Status FsyncFile(absl::string_view path);

// Makes what was created, renamed or removed in a folder durable.
absl::Status FsyncFolder(absl::string_view path);

// An open file descriptor; closes it. Move-only, not thread-safe.
class FileDescriptor {
 public:
  FileDescriptor() = default;
  explicit FileDescriptor(int fd) : fd_(fd) {}
  FileDescriptor(FileDescriptor&& other) noexcept
      : fd_(std::exchange(other.fd_, -1)) {}
  FileDescriptor& operator=(FileDescriptor&& other) noexcept;
  ~FileDescriptor();

  int get() const { return fd_; }

 private:
  int fd_ = -1;
};

// A file's length and open descriptor.
struct OpenedFile {
  FileDescriptor fd;
  uint64_t size = 0;
};

// Opens a regular file for reading; refuses links (FAILED_PRECONDITION), so
// that a name inside a folder cannot lead out of it. Never blocks on a FIFO.
absl::StatusOr<OpenedFile> OpenRegularFile(absl::string_view path);

// The whole of an opened file; errors as ReadFileToString().
absl::StatusOr<std::string> ReadToString(const OpenedFile& file,
                                         absl::string_view path,
                                         uint64_t max_bytes);

// Reads an opened file from its start in pieces of bounded size and hands each
// to `consume`, a callable taking absl::string_view.
template <typename Consume>
absl::Status ReadInPieces(const OpenedFile& file, absl::string_view path,
                          Consume consume);

// Writes a new file piece by piece.
//
//   C2V_ASSIGN_OR_RETURN(FileWriter file, FileWriter::Create(path));
//   C2V_RETURN_IF_ERROR(file.Append(bytes));
//   C2V_RETURN_IF_ERROR(file.Sync());
//
// Move-only, not thread-safe. Without Sync() the bytes may be lost.
class FileWriter {
 public:
  // ALREADY_EXISTS if there is something at `path`.
  static absl::StatusOr<FileWriter> Create(absl::string_view path);

  absl::Status Append(absl::string_view bytes);
  // Everything appended reaches the disk.
  absl::Status Sync();

 private:
  FileWriter(FileDescriptor fd, absl::string_view path)
      : fd_(std::move(fd)), path_(path) {}

  FileDescriptor fd_;
  std::string path_;
};

// A regular file, mapped read-only; page-aligned, so any array of numbers in it
// is aligned. Empty files have empty bytes. The file must not be truncated
// while it is mapped: the system ends a process that reads past its end.
// Move-only; safe for concurrent reads.
class MappedFile {
 public:
  static absl::StatusOr<MappedFile> Open(absl::string_view path);
  static absl::StatusOr<MappedFile> Map(const OpenedFile& file,
                                        absl::string_view path);

  MappedFile() = default;
  MappedFile(MappedFile&& other) noexcept
      : data_(std::exchange(other.data_, nullptr)),
        size_(std::exchange(other.size_, 0)) {}
  MappedFile& operator=(MappedFile&& other) noexcept;
  ~MappedFile();

  absl::string_view bytes() const { return {data_, size_}; }

 private:
  MappedFile(const char* data, size_t size) : data_(data), size_(size) {}

  const char* data_ = nullptr;
  size_t size_ = 0;
};

namespace file_internal {

// Reads up to 256 KiB at `offset` into `buffer`; fewer only at the end.
absl::Status ReadPiece(int fd, absl::string_view path, uint64_t offset,
                       std::string* buffer);

}  // namespace file_internal

template <typename Consume>
absl::Status ReadInPieces(const OpenedFile& file, absl::string_view path,
                          Consume consume) {
  std::string buffer;
  for (uint64_t offset = 0;; offset += buffer.size()) {
    absl::Status read =
        file_internal::ReadPiece(file.fd.get(), path, offset, &buffer);
    if (!read.ok() || buffer.empty()) return read;
    consume(absl::string_view(buffer));
  }
}

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_BASE_FILE_H_
