// A folder of a test's own, gone with the object.
//
//   ScratchFolder folder;
//   folder.Write("broken.json", "{");
//   EXPECT_THAT(Read(folder.Path("broken.json")), ...);
//
// Not thread-safe.

#ifndef CUSTOMER2VEC_CORE_BASE_SCRATCH_FOLDER_H_
#define CUSTOMER2VEC_CORE_BASE_SCRATCH_FOLDER_H_

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "absl/strings/string_view.h"
#include "core/base/file.h"

namespace customer2vec {

class ScratchFolder {
 public:
  ScratchFolder() : path_(::testing::TempDir() + "c2v-XXXXXX") {
    if (mkdtemp(path_.data()) == nullptr) path_.clear();
    EXPECT_FALSE(path_.empty()) << "no scratch folder";
  }
  ~ScratchFolder() { std::filesystem::remove_all(path_); }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;

  const std::string& path() const { return path_; }
  std::string Path(absl::string_view name) const {
    return JoinPath(path_, name);
  }

  // Writes a file with exactly these bytes, whatever was there before.
  std::string Write(absl::string_view name, absl::string_view bytes) const {
    std::string path = Path(name);
    std::filesystem::create_directories(
        std::filesystem::path(path).parent_path());
    std::ofstream(path, std::ios::binary).write(bytes.data(), bytes.size());
    return path;
  }

  std::string Read(absl::string_view name) const {
    std::ifstream file(Path(name), std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }

 private:
  std::string path_;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_BASE_SCRATCH_FOLDER_H_
