// Files of a snapshot that are not on disk yet: what a model learned, in the
// form in which it will be published.
//
//   MemoryFiles files;
//   C2V_RETURN_IF_ERROR(files.Adopt(SpaceFile("items", "input.f32"),
//                                   std::move(vectors)));   // no copy
//   C2V_ASSIGN_OR_RETURN(auto space, LoadEmbeddingSpace(files, entry, tables));
//   ... measure what will be served ...
//   C2V_RETURN_IF_ERROR(files.CopyTo(&writer));
//
// Move-only; views of the bytes stay valid when the object moves. Not
// thread-safe while written to, safe for concurrent reads.

#ifndef CUSTOMER2VEC_CORE_SNAPSHOT_MEMORY_FILES_H_
#define CUSTOMER2VEC_CORE_SNAPSHOT_MEMORY_FILES_H_

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/snapshot/file_source.h"

namespace customer2vec {

class MemoryFiles final : public FileSource, public FileSink {
 public:
  MemoryFiles() = default;
  MemoryFiles(MemoryFiles&&) = default;
  MemoryFiles& operator=(MemoryFiles&&) = default;

  bool Has(absl::string_view file) const override;
  absl::StatusOr<absl::string_view> File(absl::string_view file) const override;
  std::string NameOf(absl::string_view file) const override;

  absl::Status WriteFile(absl::string_view path,
                         absl::string_view bytes) override;

  // Keeps the values themselves instead of a copy; errors of WriteFile().
  template <typename T>
  absl::Status Adopt(absl::string_view path, std::vector<T> values) {
    static_assert(std::is_trivially_copyable_v<T>);
    auto owner = std::make_shared<const std::vector<T>>(std::move(values));
    const absl::string_view bytes(reinterpret_cast<const char*>(owner->data()),
                                  owner->size() * sizeof(T));
    return Insert(path, {std::move(owner), bytes});
  }

  // Writes every file, in order of their paths.
  absl::Status CopyTo(FileSink* sink) const;

 private:
  struct Entry {
    std::shared_ptr<const void> owner;
    absl::string_view bytes;
  };

  absl::Status Insert(absl::string_view path, Entry entry);

  std::map<std::string, Entry, std::less<>> files_;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_SNAPSHOT_MEMORY_FILES_H_
