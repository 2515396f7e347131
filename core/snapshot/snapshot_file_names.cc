#include "core/snapshot/snapshot_file_names.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"

namespace customer2vec {
namespace {

constexpr size_t kMaxServableNameBytes = 64;
constexpr size_t kMaxPathBytes = 255;
constexpr size_t kMaxPathParts = 8;

bool IsNameByte(char byte) {
  return absl::ascii_isalnum(byte) || byte == '_' || byte == '-';
}

bool IsPathPart(absl::string_view part) {
  return !part.empty() && part != "." && part != ".." &&
         std::all_of(part.begin(), part.end(),
                     [](char byte) { return IsNameByte(byte) || byte == '.'; });
}

}  // namespace

bool IsServableName(absl::string_view name) {
  return !name.empty() && name.size() <= kMaxServableNameBytes &&
         std::all_of(name.begin(), name.end(), IsNameByte);
}

bool IsSnapshotFilePath(absl::string_view path) {
  if (path == kManifestFile || path == kManifestDigestFile) return false;
  if (path.size() > kMaxPathBytes) return false;
  const std::vector<absl::string_view> parts = absl::StrSplit(path, '/');
  return parts.size() <= kMaxPathParts &&
         std::all_of(parts.begin(), parts.end(), IsPathPart);
}

}  // namespace customer2vec
