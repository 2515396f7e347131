// Writes a text file in pieces, plain or compressed by gzip.
//
//   C2V_ASSIGN_OR_RETURN(TextFileWriter file,
//                        TextFileWriter::Create("orders.csv.gz",
//                        /*gzip=*/true));
//   file.Append("order_id,user_id\n");
//   C2V_RETURN_IF_ERROR(file.Close());
//
// The same text gives the same bytes: no time and no name stand in the header.
// Move-only, not thread-safe.

#ifndef CUSTOMER2VEC_TRAINER_GENERATE_TEXT_FILE_WRITER_H_
#define CUSTOMER2VEC_TRAINER_GENERATE_TEXT_FILE_WRITER_H_

#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

struct gzFile_s;

namespace customer2vec {

class TextFileWriter {
 public:
  // Replaces what was at `path`.
  static absl::StatusOr<TextFileWriter> Create(const std::string& path,
                                               bool gzip);

  // A failure shows in Close().
  void Append(absl::string_view text);

  // The file's end. UNAVAILABLE, with the file's name, when not everything
  // could be written.
  absl::Status Close();

 private:
  struct Free {
    void operator()(gzFile_s* file) const;
  };

  TextFileWriter(const std::string& path, gzFile_s* file)
      : path_(path), file_(file) {}
  void Flush();

  std::string path_;
  std::unique_ptr<gzFile_s, Free> file_;
  std::string buffer_;
  bool failed_ = false;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_GENERATE_TEXT_FILE_WRITER_H_
