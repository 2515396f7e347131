// A store of small real snapshots, made in no time, for tests.
//
//   TestStore store;
//   std::string version = store.Publish();
//   std::string broken = store.PublishCorrupt();   // one bit is wrong
//   ServerOptions options{.store = store.folder()};
//
// Each version is newer than the one before. Not thread-safe.

#ifndef CUSTOMER2VEC_SERVER_TESTING_TEST_STORE_H_
#define CUSTOMER2VEC_SERVER_TESTING_TEST_STORE_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/strings/string_view.h"
#include "core/base/scratch_folder.h"
#include "store/snapshot_store.h"

namespace customer2vec {

class TestStore {
 public:
  TestStore();

  // Publishes a snapshot and returns its version.
  std::string Publish();

  // The same with one bit of corrupt_file() flipped.
  std::string PublishCorrupt();

  // Flips the bit back.
  void Repair(const std::string& version);

  // Removes a version from the store.
  void Remove(const std::string& version);

  // Puts something into the store that is no snapshot.
  void WriteStrayFile(absl::string_view path, absl::string_view bytes);

  const std::string& folder() const { return folder_.path(); }
  const SnapshotStore* store() const { return store_.get(); }

  // In every snapshot: an item with neighbours, a customer with a history.
  std::string item_id() const;
  std::string customer_id() const;

  // The file that PublishCorrupt() damages, relative to the snapshot.
  std::string corrupt_file() const { return "spaces/items/input.f32"; }

 private:
  std::string PublishAnd(
      const std::function<void(const std::string& folder)>& before_publish);
  void FlipBit(const std::string& snapshot_folder);

  ScratchFolder folder_;
  std::unique_ptr<SnapshotStore> store_;
  int published_ = 0;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_SERVER_TESTING_TEST_STORE_H_
