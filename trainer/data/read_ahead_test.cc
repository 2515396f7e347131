#include "trainer/data/read_ahead.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "core/base/random.h"
#include "core/base/scratch_folder.h"
#include "core/base/sha256.h"
#include "core/base/status_macros.h"
#include "core/base/status_matchers.h"
#include "trainer/data/test_archives.h"

namespace customer2vec {
namespace {

using ::testing::HasSubstr;

constexpr size_t kBlock = kReadAheadBytes;

// Gives `text` in pieces of `piece` bytes, then an error where there is one.
class FakeSource final : public ByteSource {
 public:
  FakeSource(std::string text, size_t piece, absl::Status end,
             std::atomic<size_t>* given)
      : text_(std::move(text)),
        piece_(piece),
        end_(std::move(end)),
        given_(given) {}

  absl::StatusOr<size_t> Read(std::span<char> buffer) override {
    const size_t count =
        std::min({piece_, buffer.size(), text_.size() - *given_});
    std::copy_n(text_.data() + *given_, count, buffer.data());
    *given_ += count;
    if (count == 0 && !end_.ok()) return end_;
    return count;
  }
  uint64_t stored_bytes() const override { return *given_; }
  std::string StoredDigest() const override { return "digest"; }

 private:
  const std::string text_;
  const size_t piece_;
  const absl::Status end_;
  std::atomic<size_t>* const given_;
};

class ReadAheadTest : public ::testing::Test {
 protected:
  std::unique_ptr<ByteSource> Open(size_t size, size_t piece,
                                   absl::Status end = absl::OkStatus()) {
    given_ = 0;
    return ReadAhead(std::make_unique<FakeSource>(Text(size), piece,
                                                  std::move(end), &given_));
  }

  static std::string Text(size_t size) {
    Random random(1);
    std::string text(size, 0);
    for (char& byte : text) byte = static_cast<char>(random.Below(256));
    return text;
  }

  // What comes before the end or the error, which goes to `end`.
  static std::string ReadAll(ByteSource& source, size_t chunk,
                             absl::Status* end) {
    std::string all;
    std::vector<char> buffer(chunk);
    while (true) {
      const absl::StatusOr<size_t> count = source.Read(buffer);
      *end = count.status();
      if (!count.ok() || *count == 0) return all;
      all.append(buffer.data(), *count);
    }
  }

  std::atomic<size_t> given_ = 0;
};

TEST_F(ReadAheadTest, GivesTheSameBytesHoweverTheyAreAskedFor) {
  for (const size_t size : {size_t{0}, size_t{1}, kBlock - 1, kBlock,
                            kBlock + 1, 9 * kBlock + 17}) {
    for (const size_t chunk : {size_t{999}, kBlock, 3 * kBlock}) {
      for (const size_t piece : {size_t{1000}, 2 * kBlock}) {
        const auto source = Open(size, piece);
        absl::Status end;
        ASSERT_EQ(ReadAll(*source, chunk, &end), Text(size));
        ASSERT_THAT(end, IsOk());
        EXPECT_EQ(source->stored_bytes(), size);
        EXPECT_EQ(source->StoredDigest(), "digest");
        char byte;
        EXPECT_EQ(*source->Read({&byte, 1}), 0u) << "and stays at the end";
      }
    }
  }
}

TEST_F(ReadAheadTest, AnErrorComesAfterTheBytesBeforeItAndStays) {
  for (const size_t size : {size_t{0}, size_t{5}, kBlock, 9 * kBlock + 17}) {
    const auto source = Open(size, 1000, absl::DataLossError("cut short"));
    absl::Status end;
    EXPECT_EQ(ReadAll(*source, 4096, &end), Text(size));
    EXPECT_THAT(end,
                StatusIs(absl::StatusCode::kDataLoss, HasSubstr("cut short")));
    char byte;
    EXPECT_THAT(source->Read({&byte, 1}),
                StatusIs(absl::StatusCode::kDataLoss, HasSubstr("cut short")));
  }
}

TEST_F(ReadAheadTest, ReadsNothingUntilItIsAsked) {
  Open(9 * kBlock, kBlock);
  EXPECT_EQ(given_, 0u);
}

// The caller holds one block, the thread one more than are ready.
TEST_F(ReadAheadTest, GoesNoFurtherAheadThanItsBlocks) {
  const auto source = Open(100 * kBlock, kBlock);
  char byte;
  ASSERT_EQ(*source->Read({&byte, 1}), 1u);
  while (given_ < (1 + kReadAheadBlocks) * kBlock) std::this_thread::yield();
  for (int i = 0; i < 1000; ++i) std::this_thread::yield();
  EXPECT_LE(given_, (2 + kReadAheadBlocks) * kBlock);
}

TEST_F(ReadAheadTest, EndsBeforeItsSourceDoes) {
  for (int i = 0; i < 20; ++i) {
    const auto source = Open(100 * kBlock, kBlock);
    std::vector<char> buffer(1 + i * kBlock / 4);
    ASSERT_THAT(source->Read(buffer), IsOk());
  }
}

// Files that are large enough to be read ahead by OpenByteSource().
TEST_F(ReadAheadTest, LargeFilesAreWholeOrSaidToBeCut) {
  const ScratchFolder folder;
  const std::string text = Text(3 << 20);
  for (const auto& [name, stored] :
       {std::pair("a.csv", text), std::pair("a.csv.gz", Gzip(text)),
        std::pair("a.csv.zst", Zstd(text))}) {
    C2V_ASSERT_OK_AND_ASSIGN(const auto source,
                             OpenByteSource(folder.Write(name, stored)));
    absl::Status end;
    EXPECT_EQ(ReadAll(*source, 100000, &end), text);
    EXPECT_THAT(end, IsOk());
    EXPECT_EQ(source->stored_bytes(), stored.size());
    EXPECT_EQ(source->StoredDigest(), Sha256Hex(stored));
    if (stored == text) continue;
    C2V_ASSERT_OK_AND_ASSIGN(const auto cut,
                             OpenByteSource(folder.Write(
                                 name, stored.substr(0, stored.size() / 2))));
    ReadAll(*cut, 100000, &end);
    EXPECT_THAT(end,
                StatusIs(absl::StatusCode::kDataLoss, HasSubstr("too early")));
  }
}

}  // namespace
}  // namespace customer2vec
