#include "trainer/data/byte_source.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include <cerrno>
#include <cstring>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "core/base/sha256.h"
#include "core/base/status_macros.h"
#include "trainer/data/read_ahead.h"

namespace customer2vec {
namespace {

constexpr size_t kBufferBytes = 256 << 10;
// A smaller file is read before a thread has begun.
constexpr uint64_t kReadAheadFrom = 1 << 20;

absl::Status ErrnoStatus(const std::string& path, int error) {
  const std::string message = absl::StrCat(path, ": ", std::strerror(error));
  switch (error) {
    case ENOENT:
    case ENOTDIR:
      return absl::NotFoundError(message);
    case EACCES:
    case EPERM:
      return absl::PermissionDeniedError(message);
    default:
      return absl::UnavailableError(message);
  }
}

absl::Status EndsTooEarly(const std::string& path, absl::string_view format) {
  return absl::DataLossError(
      absl::StrCat(path, ": the ", format,
                   " data ends too early; the file is cut short, fetch or "
                   "compress it again"));
}

absl::Status Damaged(const std::string& path, absl::string_view format,
                     absl::string_view reason) {
  return absl::DataLossError(
      absl::StrCat(path, ": not valid ", format, " data (", reason,
                   "); fetch or compress the file again"));
}

// A file as it is stored.
class PlainSource final : public ByteSource {
 public:
  PlainSource(std::string path, int descriptor)
      : path_(std::move(path)), descriptor_(descriptor) {}
  ~PlainSource() override { close(descriptor_); }
  PlainSource(const PlainSource&) = delete;
  PlainSource& operator=(const PlainSource&) = delete;

  absl::StatusOr<size_t> Read(std::span<char> buffer) override {
    ssize_t count;
    do {
      count = read(descriptor_, buffer.data(), buffer.size());
    } while (count < 0 && errno == EINTR);
    if (count < 0) return ErrnoStatus(path_, errno);
    hash_.Update(absl::string_view(buffer.data(), count));
    bytes_ += count;
    return count;
  }

  uint64_t stored_bytes() const override { return bytes_; }
  std::string StoredDigest() const override { return hash_.HexDigest(); }
  const std::string& path() const { return path_; }

 private:
  const std::string path_;
  const int descriptor_;
  uint64_t bytes_ = 0;
  Sha256 hash_;
};

// What gzip and zstd share: feeding a decoder from a file and telling a whole
// file from a cut one.
class CompressedSource : public ByteSource {
 public:
  CompressedSource(std::unique_ptr<PlainSource> file, absl::string_view format)
      : file_(std::move(file)), format_(format), buffer_(kBufferBytes) {}

  uint64_t stored_bytes() const override { return file_->stored_bytes(); }
  std::string StoredDigest() const override { return file_->StoredDigest(); }

  absl::StatusOr<size_t> Read(std::span<char> out) override {
    while (true) {
      C2V_RETURN_IF_ERROR(Refill());
      // Also without input: decoded bytes may still wait inside the decoder.
      C2V_ASSIGN_OR_RETURN(const size_t count, Decode(out));
      if (count > 0) return count;
      if (pending_.empty() && at_end_) break;
    }
    if (inside_ || stored_bytes() == 0) return EndsTooEarly(path(), format_);
    return 0;
  }

 protected:
  // Decodes from the front of `pending_`, removing what it used, and keeps
  // `inside_` up to date. Returns the bytes written to `out`.
  virtual absl::StatusOr<size_t> Decode(std::span<char> out) = 0;

  absl::Status DamagedBy(absl::string_view reason) const {
    return Damaged(path(), format_, reason);
  }

  std::span<char> pending_;  // stored bytes not decoded yet
  bool inside_ = false;      // a member or frame has begun and not ended

 private:
  const std::string& path() const { return file_->path(); }

  absl::Status Refill() {
    if (!pending_.empty() || at_end_) return absl::OkStatus();
    C2V_ASSIGN_OR_RETURN(const size_t count, file_->Read(buffer_));
    pending_ = std::span(buffer_).first(count);
    at_end_ = count == 0;
    return absl::OkStatus();
  }

  const std::unique_ptr<PlainSource> file_;
  const absl::string_view format_;
  std::vector<char> buffer_;
  bool at_end_ = false;
};

class GzipSource final : public CompressedSource {
 public:
  explicit GzipSource(std::unique_ptr<PlainSource> file)
      : CompressedSource(std::move(file), "gzip") {
    // 15 + 16: the largest window, and a gzip header instead of zlib's.
    initialized_ = inflateInit2(&stream_, 15 + 16) == Z_OK;
  }
  ~GzipSource() override {
    if (initialized_) inflateEnd(&stream_);
  }

 protected:
  absl::StatusOr<size_t> Decode(std::span<char> out) override {
    if (!initialized_) return absl::ResourceExhaustedError("zlib: no memory");
    if (pending_.empty() && !inside_) return 0;
    inside_ = true;
    stream_.next_in = reinterpret_cast<Bytef*>(pending_.data());
    stream_.avail_in = pending_.size();
    stream_.next_out = reinterpret_cast<Bytef*>(out.data());
    stream_.avail_out = out.size();
    const int result = inflate(&stream_, Z_NO_FLUSH);
    pending_ = pending_.last(stream_.avail_in);
    if (result == Z_STREAM_END) {
      inside_ = false;
      inflateReset(&stream_);  // another member may follow
    } else if (result != Z_OK && result != Z_BUF_ERROR) {  // it wants more
      return DamagedBy(stream_.msg != nullptr ? stream_.msg : zError(result));
    }
    return out.size() - stream_.avail_out;
  }

 private:
  z_stream stream_{};
  bool initialized_ = false;
};

class ZstdSource final : public CompressedSource {
 public:
  explicit ZstdSource(std::unique_ptr<PlainSource> file)
      : CompressedSource(std::move(file), "zstd"),
        stream_(ZSTD_createDStream()) {}

 protected:
  absl::StatusOr<size_t> Decode(std::span<char> out) override {
    if (stream_ == nullptr) {
      return absl::ResourceExhaustedError("zstd: no memory");
    }
    if (pending_.empty() && !inside_) return 0;
    ZSTD_inBuffer input{pending_.data(), pending_.size(), 0};
    ZSTD_outBuffer output{out.data(), out.size(), 0};
    const size_t result = ZSTD_decompressStream(stream_.get(), &output, &input);
    if (ZSTD_isError(result)) return DamagedBy(ZSTD_getErrorName(result));
    pending_ = pending_.subspan(input.pos);
    inside_ = result != 0;
    return output.pos;
  }

 private:
  struct Free {
    void operator()(ZSTD_DStream* stream) const { ZSTD_freeDStream(stream); }
  };
  const std::unique_ptr<ZSTD_DStream, Free> stream_;
};

// `size` is what the system says it is: 0 for a pipe.
absl::StatusOr<std::unique_ptr<PlainSource>> OpenPlain(const std::string& path,
                                                       uint64_t* size) {
  const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return ErrnoStatus(path, errno);
  auto source = std::make_unique<PlainSource>(path, descriptor);
  struct stat info;
  if (fstat(descriptor, &info) != 0) return ErrnoStatus(path, errno);
  if (S_ISDIR(info.st_mode)) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, ": is a folder; name a file in it"));
  }
  *size = info.st_size;
  return source;
}

std::unique_ptr<ByteSource> Decoding(const std::string& path,
                                     std::unique_ptr<PlainSource> file) {
  if (absl::EndsWith(path, ".gz")) {
    return std::make_unique<GzipSource>(std::move(file));
  }
  if (absl::EndsWith(path, ".zst")) {
    return std::make_unique<ZstdSource>(std::move(file));
  }
  return file;
}

}  // namespace

absl::StatusOr<std::unique_ptr<ByteSource>> OpenByteSource(
    const std::string& path) {
  uint64_t size = 0;
  C2V_ASSIGN_OR_RETURN(std::unique_ptr<PlainSource> file,
                       OpenPlain(path, &size));
  std::unique_ptr<ByteSource> source = Decoding(path, std::move(file));
  if (size < kReadAheadFrom) return source;
  return ReadAhead(std::move(source));
}

absl::string_view WithoutCompressionSuffix(absl::string_view path) {
  if (!absl::ConsumeSuffix(&path, ".gz")) absl::ConsumeSuffix(&path, ".zst");
  return path;
}

}  // namespace customer2vec
