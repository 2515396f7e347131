// Publishes one snapshot after another into a store, for publish_kill_test to
// kill at any instant.
//
//   publish STORE          # until it is killed
//   publish STORE 1        # one, then exit
//
// Prints each version once Publish() said that it is there.

#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <limits>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "core/base/random.h"
#include "core/base/status_macros.h"
#include "core/testing/test_snapshot.h"
#include "store/folder_store.h"

namespace customer2vec {
namespace {

absl::Status PublishOne(SnapshotStore& store, uint64_t number) {
  // Another version than any other process makes in this second.
  const uint64_t entropy =
      SplitMix64(static_cast<uint64_t>(getpid()) << 32 | number);
  const std::string version = NewSnapshotVersion(time(nullptr), entropy);
  C2V_ASSIGN_OR_RETURN(std::unique_ptr<PendingSnapshot> pending,
                       store.Begin(version));
  C2V_RETURN_IF_ERROR(
      WriteTestSnapshot(pending->folder(), {.version = version}));
  C2V_RETURN_IF_ERROR(pending->Publish());
  std::printf("%s\n", version.c_str());
  std::fflush(stdout);
  return absl::OkStatus();
}

absl::Status PublishMany(const char* folder, long count) {
  C2V_ASSIGN_OR_RETURN(std::unique_ptr<SnapshotStore> store,
                       FolderStore::Open(folder));
  for (long i = 0; i < count; ++i) {
    C2V_RETURN_IF_ERROR(PublishOne(*store, i));
  }
  return absl::OkStatus();
}

}  // namespace
}  // namespace customer2vec

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  const long count =
      argc > 2 ? std::atol(argv[2]) : std::numeric_limits<long>::max();
  const absl::Status status = customer2vec::PublishMany(argv[1], count);
  if (!status.ok()) std::fprintf(stderr, "%s\n", status.ToString().c_str());
  return status.ok() ? 0 : 1;
}
