#include "server/testing/test_store.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "core/testing/test_snapshot.h"
#include "store/folder_store.h"

namespace customer2vec {
namespace {

// 2026-01-01 00:00:00 UTC; versions come a second apart.
constexpr int64_t kFirstVersion = 1767225600;

}  // namespace

TestStore::TestStore() {
  auto store = FolderStore::Open(folder_.path());
  EXPECT_TRUE(store.ok()) << store.status();
  store_ = *std::move(store);
}

std::string TestStore::Publish() {
  return PublishAnd([](const auto&) {});
}

std::string TestStore::PublishCorrupt() {
  return PublishAnd([this](const std::string& folder) { FlipBit(folder); });
}

void TestStore::Repair(const std::string& version) {
  FlipBit(folder_.Path(version));
}

void TestStore::Remove(const std::string& version) {
  std::filesystem::remove_all(folder_.Path(version));
}

void TestStore::WriteStrayFile(absl::string_view path,
                               absl::string_view bytes) {
  folder_.Write(path, bytes);
}

std::string TestStore::item_id() const { return TestItemId(7); }
std::string TestStore::customer_id() const { return TestCustomerId(3); }

std::string TestStore::PublishAnd(
    const std::function<void(const std::string& folder)>& before_publish) {
  const uint64_t number = ++published_;
  const std::string version =
      NewSnapshotVersion(kFirstVersion + static_cast<int64_t>(number), number);
  auto pending = store_->Begin(version);
  EXPECT_TRUE(pending.ok()) << pending.status();
  const std::string& folder = (*pending)->folder();
  absl::Status status =
      WriteTestSnapshot(folder, {.version = version, .seed = number});
  EXPECT_TRUE(status.ok()) << status;
  before_publish(folder);
  status = (*pending)->Publish();
  EXPECT_TRUE(status.ok()) << status;
  return version;
}

void TestStore::FlipBit(const std::string& snapshot_folder) {
  const std::string path = JoinPath(snapshot_folder, corrupt_file());
  std::fstream file(path, std::ios::binary | std::ios::in | std::ios::out);
  char byte = 0;
  EXPECT_TRUE(file.get(byte)) << path;
  file.seekp(0);
  file.put(static_cast<char>(byte ^ 1));
  EXPECT_TRUE(file.flush()) << path;
}

}  // namespace customer2vec
