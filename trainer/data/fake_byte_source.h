// Bytes for tests of what reads a ByteSource.

#ifndef CUSTOMER2VEC_TRAINER_DATA_FAKE_BYTE_SOURCE_H_
#define CUSTOMER2VEC_TRAINER_DATA_FAKE_BYTE_SOURCE_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "trainer/data/byte_source.h"

namespace customer2vec {

// Bytes from memory, `chunk` at most at a time, then perhaps an error.
class FakeByteSource : public ByteSource {
 public:
  FakeByteSource(std::string text, size_t chunk, absl::Status end = {})
      : text_(std::move(text)), chunk_(chunk), end_(std::move(end)) {}

  absl::StatusOr<size_t> Read(std::span<char> buffer) override {
    const size_t count =
        std::min({chunk_, buffer.size(), text_.size() - position_});
    if (count == 0 && !end_.ok()) return end_;
    std::copy_n(text_.data() + position_, count, buffer.data());
    position_ += count;
    return count;
  }
  uint64_t stored_bytes() const override { return position_; }
  std::string StoredDigest() const override { return ""; }

 private:
  const std::string text_;
  const size_t chunk_;
  const absl::Status end_;
  size_t position_ = 0;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_DATA_FAKE_BYTE_SOURCE_H_
