// Writes the golden snapshot of the current format. Run once for a format, when
// it is new; the folder is then committed and never changes again.
//
//   write_golden tests/golden/format-1     # an empty folder

#include <cstdio>

#include "absl/status/status.h"
#include "core/testing/test_snapshot.h"

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: write_golden FOLDER\n");
    return 2;
  }
  const absl::Status status = customer2vec::WriteTestSnapshot(argv[1]);
  if (!status.ok()) std::fprintf(stderr, "%s\n", status.ToString().c_str());
  return status.ok() ? 0 : 1;
}
