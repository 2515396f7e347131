#include "trainer/generate/text_file_writer.h"

#include <zlib.h>

#include <cerrno>
#include <cstring>

#include "absl/strings/str_cat.h"

namespace customer2vec {

constexpr size_t kBufferBytes = 64 << 10;

void TextFileWriter::Free::operator()(gzFile_s* file) const { gzclose(file); }

absl::StatusOr<TextFileWriter> TextFileWriter::Create(const std::string& path,
                                                      bool gzip) {
  // zlib writes plain files too: "T" is transparent, without a header.
  gzFile_s* file = gzopen(path.c_str(), gzip ? "wb6" : "wbT");
  if (file == nullptr) {
    return absl::ErrnoToStatus(errno, absl::StrCat("cannot create ", path));
  }
  return TextFileWriter(path, file);
}

void TextFileWriter::Append(absl::string_view text) {
  buffer_.append(text.data(), text.size());
  if (buffer_.size() >= kBufferBytes) Flush();
}

void TextFileWriter::Flush() {
  if (!buffer_.empty() && gzwrite(file_.get(), buffer_.data(),
                                  static_cast<unsigned>(buffer_.size())) <= 0) {
    failed_ = true;
  }
  buffer_.clear();
}

absl::Status TextFileWriter::Close() {
  errno = 0;
  Flush();
  if (gzclose(file_.release()) != Z_OK) failed_ = true;
  if (!failed_) return absl::OkStatus();
  return absl::UnavailableError(absl::StrCat(
      path_, ": could not be written whole",
      errno != 0 ? absl::StrCat(": ", std::strerror(errno)) : std::string()));
}

}  // namespace customer2vec
