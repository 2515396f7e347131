// Files for tests of the readers: written plain or compressed into a folder of
// the test's own, which goes away with the object.
//
//   TestFolder folder;
//   const std::string path = folder.Write("a.csv.gz", Gzip("item\nmilk\n"));
//
// Not thread-safe.

#ifndef CUSTOMER2VEC_TRAINER_DATA_TEST_FILES_H_
#define CUSTOMER2VEC_TRAINER_DATA_TEST_FILES_H_

#include <string>

#include "absl/strings/string_view.h"

namespace customer2vec {

class TestFolder {
 public:
  TestFolder();
  ~TestFolder();
  TestFolder(const TestFolder&) = delete;
  TestFolder& operator=(const TestFolder&) = delete;

  const std::string& path() const { return path_; }
  std::string Path(absl::string_view name) const;

  // Writes a file with exactly these bytes and returns its path.
  std::string Write(absl::string_view name, absl::string_view bytes) const;

 private:
  std::string path_;
};

// One gzip member, one zstd frame.
std::string Gzip(absl::string_view text);
std::string Zstd(absl::string_view text);

// The whole file, as stored.
std::string ReadWhole(const std::string& path);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_DATA_TEST_FILES_H_
