#include "trainer/data/read_ahead.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace customer2vec {
namespace {

// Bytes, and what came after them: nothing yet, the end, or an error.
struct Block {
  std::vector<char> bytes;
  bool is_last = false;
  absl::Status status;
};

class ReadAheadSource final : public ByteSource {
 public:
  explicit ReadAheadSource(std::unique_ptr<ByteSource> source)
      : source_(std::move(source)) {}

  ~ReadAheadSource() override {
    {
      std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    changed_.notify_all();
    if (thread_.joinable()) thread_.join();
  }

  absl::StatusOr<size_t> Read(std::span<char> buffer) override {
    if (!thread_.joinable()) thread_ = std::thread([this] { Fill(); });
    while (taken_ == block_.bytes.size()) {
      if (!block_.is_last) {
        NextBlock();
      } else if (block_.status.ok()) {
        return 0;
      } else {
        return block_.status;
      }
    }
    const size_t count = std::min(buffer.size(), block_.bytes.size() - taken_);
    std::copy_n(block_.bytes.data() + taken_, count, buffer.data());
    taken_ += count;
    return count;
  }

  // At the end the thread has let go of the source: it gives the last block
  // away and does nothing more.
  uint64_t stored_bytes() const override { return source_->stored_bytes(); }
  std::string StoredDigest() const override { return source_->StoredDigest(); }

 private:
  // Waits for the next block and takes it in place of the one that is used up,
  // whose memory goes back.
  void NextBlock() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !ready_.empty(); });
    std::swap(block_, ready_.front());
    spare_.push_back(std::move(ready_.front().bytes));
    ready_.pop_front();
    taken_ = 0;
    changed_.notify_all();
  }

  // The thread: fills blocks until one is the last.
  void Fill() {
    Block block;
    while (WaitForRoom(&block)) {
      FillBlock(&block);
      const bool is_last = block.is_last;
      {
        std::lock_guard lock(mutex_);
        ready_.push_back(std::move(block));
      }
      changed_.notify_all();
      if (is_last) return;
      block = {};
    }
  }

  // False when nobody waits for more.
  bool WaitForRoom(Block* block) {
    std::unique_lock lock(mutex_);
    changed_.wait(
        lock, [this] { return stopping_ || ready_.size() < kReadAheadBlocks; });
    if (!spare_.empty()) {
      block->bytes = std::move(spare_.back());
      spare_.pop_back();
    }
    return !stopping_;
  }

  void FillBlock(Block* block) {
    block->bytes.resize(kReadAheadBytes);
    size_t filled = 0;
    while (filled < kReadAheadBytes && !block->is_last) {
      const absl::StatusOr<size_t> count =
          source_->Read(std::span(block->bytes).subspan(filled));
      if (count.ok()) filled += *count;
      block->is_last = !count.ok() || *count == 0;
      block->status = count.status();
    }
    block->bytes.resize(filled);
  }

  const std::unique_ptr<ByteSource> source_;  // the thread's, while it runs
  std::thread thread_;

  // The caller's.
  Block block_;
  size_t taken_ = 0;  // bytes of it

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Block> ready_;
  std::vector<std::vector<char>> spare_;  // memory to fill again
  bool stopping_ = false;
};

}  // namespace

std::unique_ptr<ByteSource> ReadAhead(std::unique_ptr<ByteSource> source) {
  return std::make_unique<ReadAheadSource>(std::move(source));
}

}  // namespace customer2vec
