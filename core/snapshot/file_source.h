// Where the files of a snapshot are read from and written to: two small
// interfaces, so that what loads a servable need not know whether its files lie
// in a published folder or in the memory of a training run.
//
//   absl::Status Save(std::span<const float> input, FileSink* sink) {
//     return sink->WriteArray<float>(SpaceFile("items", "input.f32"), input);
//   }
//   absl::StatusOr<std::span<const float>> Load(const FileSource& files) {
//     return files.Array<float>(SpaceFile("items", "input.f32"), rows * 200);
//   }
//
// Arrays are raw little-endian numbers, row after row. A source is immutable
// while it is read, safe for concurrent use, and outlives the views it gives; a
// sink is not thread-safe.

#ifndef CUSTOMER2VEC_CORE_SNAPSHOT_FILE_SOURCE_H_
#define CUSTOMER2VEC_CORE_SNAPSHOT_FILE_SOURCE_H_

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <type_traits>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace customer2vec {

static_assert(std::endian::native == std::endian::little,
              "arrays in a snapshot are little-endian and used as they are");

class FileSource {
 public:
  virtual ~FileSource() = default;

  virtual bool Has(absl::string_view file) const = 0;

  // Its bytes, aligned for any number. NOT_FOUND when there is no such file.
  virtual absl::StatusOr<absl::string_view> File(
      absl::string_view file) const = 0;

  // What errors call the file: its whole path.
  virtual std::string NameOf(absl::string_view file) const = 0;

  // The file as exactly `count` values. DATA_LOSS, with the file's name, when
  // there is none or it has another length.
  template <typename T>
  absl::StatusOr<std::span<const T>> Array(absl::string_view file,
                                           uint64_t count) const {
    static_assert(std::is_trivially_copyable_v<T>);
    absl::StatusOr<absl::string_view> bytes =
        ArrayBytes(file, sizeof(T), &count);
    if (!bytes.ok()) return bytes.status();
    return std::span(reinterpret_cast<const T*>(bytes->data()),
                     static_cast<size_t>(count));
  }

  // The same with as many values as the file holds.
  template <typename T>
  absl::StatusOr<std::span<const T>> Array(absl::string_view file) const {
    static_assert(std::is_trivially_copyable_v<T>);
    absl::StatusOr<absl::string_view> bytes =
        ArrayBytes(file, sizeof(T), nullptr);
    if (!bytes.ok()) return bytes.status();
    return std::span(reinterpret_cast<const T*>(bytes->data()),
                     bytes->size() / sizeof(T));
  }

 private:
  // Bytes of a file of `*count` values, or of any whole number of them.
  absl::StatusOr<absl::string_view> ArrayBytes(absl::string_view file,
                                               size_t value_bytes,
                                               const uint64_t* count) const;
};

class FileSink {
 public:
  virtual ~FileSink() = default;

  // INVALID_ARGUMENT when the path may not stand in a manifest
  // (IsSnapshotFilePath); ALREADY_EXISTS when it was written before.
  virtual absl::Status WriteFile(absl::string_view path,
                                 absl::string_view bytes) = 0;

  // The values as they lie in memory.
  template <typename T>
  absl::Status WriteArray(absl::string_view path, std::span<const T> values) {
    static_assert(std::is_trivially_copyable_v<T>);
    return WriteFile(
        path, absl::string_view(reinterpret_cast<const char*>(values.data()),
                                values.size_bytes()));
  }
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_SNAPSHOT_FILE_SOURCE_H_
