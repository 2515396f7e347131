// A small snapshot with a structure that tests know, written like a real one.
//
//   ScratchFolder folder;
//   ASSERT_THAT(WriteTestSnapshot(folder.path()), IsOk());
//   C2V_ASSERT_OK_AND_ASSIGN(auto snapshot, Snapshot::Load(folder.path()));
//
// - Items "i00" to "i63", most popular first. Item r is of group r % 6; its
//   name is "Item r of g<group>", but i07 has none. The last four (i60 to i63)
//   were never taken and have no vector.
// - Vectors lie near their group's axis, so that the neighbours of an item are
//   the nine others of its group.
// - Customers "c00" to "c11". Customer c took four items of group c % 6 and
//   i00; c11 only took i60, which has no vector.
// - Servables: space "items", scorers "popular", "again" and "for_you" (the
//   blend); defaults: items, for_you, items, items, popular.
// - Attributes "group" (text, of all items) and "size" (number, of even rows).
// - warmup.json.

#ifndef CUSTOMER2VEC_CORE_TESTING_TEST_SNAPSHOT_H_
#define CUSTOMER2VEC_CORE_TESTING_TEST_SNAPSHOT_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace customer2vec {

inline constexpr size_t kTestItems = 64;
inline constexpr size_t kTestItemsWithVectors = 60;
inline constexpr size_t kTestGroups = 6;
inline constexpr size_t kTestCustomers = 12;
inline constexpr float kTestDecay = 0.75f;

struct TestSnapshotOptions {
  std::string version = "20260102T030405Z-00000001";
  // Other seeds, other vectors: answers differ in their scores.
  uint64_t seed = 1;
  // Whether the space has graphs; else every vector is compared.
  bool graphs = true;
};

// Writes into `folder`, which is there and empty.
absl::Status WriteTestSnapshot(absl::string_view folder,
                               const TestSnapshotOptions& options = {});

// "i07", "c07".
std::string TestItemId(size_t row);
std::string TestCustomerId(size_t row);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_TESTING_TEST_SNAPSHOT_H_
