#include "core/snapshot/snapshot_manifest.h"

#include <google/protobuf/util/json_util.h>

#include <algorithm>
#include <set>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "core/base/file.h"
#include "core/base/sha256.h"
#include "core/base/status_macros.h"
#include "core/snapshot/snapshot_file_names.h"

namespace customer2vec {
namespace {

namespace json = google::protobuf::util;

// Protobuf has string pieces of its own.
std::string Message(const json::Status& status) {
  return std::string(status.message().data(), status.message().size());
}

absl::Status Parse(absl::string_view text, bool ignore_unknown_fields,
                   v1::SnapshotManifest* manifest) {
  json::JsonParseOptions options;
  options.ignore_unknown_fields = ignore_unknown_fields;
  manifest->Clear();
  const json::Status parsed =
      json::JsonStringToMessage({text.data(), text.size()}, manifest, options);
  if (parsed.ok()) return absl::OkStatus();
  return absl::DataLossError(Message(parsed));
}

bool IsSha256(absl::string_view digest) {
  return digest.size() == 64 &&
         std::all_of(digest.begin(), digest.end(), [](char digit) {
           return absl::ascii_isdigit(digit) || (digit >= 'a' && digit <= 'f');
         });
}

// As sha256sum(1) writes it.
std::string DigestLine(absl::string_view manifest) {
  return absl::StrCat(Sha256Hex(manifest), "  ", kManifestFile, "\n");
}

// The whole of a regular file; a link in its place is damage.
absl::StatusOr<std::string> ReadNoLink(const std::string& path,
                                       uint64_t max_bytes) {
  const absl::StatusOr<OpenedFile> file = OpenRegularFile(path);
  if (absl::IsFailedPrecondition(file.status())) {
    return absl::DataLossError(file.status().message());
  }
  C2V_RETURN_IF_ERROR(file.status());
  return ReadToString(*file, path, max_bytes);
}

absl::Status CheckDigest(absl::string_view manifest, absl::string_view folder) {
  const std::string path = JoinPath(folder, kManifestDigestFile);
  const std::string expected = DigestLine(manifest);
  const absl::StatusOr<std::string> line = ReadNoLink(path, expected.size());
  if (line.ok() && *line == expected) return absl::OkStatus();
  return absl::DataLossError(
      absl::StrCat(path, ": does not hold the SHA-256 of ", kManifestFile,
                   line.ok() ? "" : ": ", line.status().message()));
}

absl::Status CheckFiles(const v1::SnapshotManifest& manifest) {
  std::set<absl::string_view> paths;
  for (const v1::SnapshotFile& file : manifest.files()) {
    absl::string_view fault;
    if (!IsSnapshotFilePath(file.path())) fault = "is no path below the folder";
    if (!paths.insert(file.path()).second) fault = "is listed twice";
    if (file.size_bytes() < 0) fault = "has a negative size";
    if (!IsSha256(file.sha256())) fault = "has a SHA-256 that is none";
    if (!fault.empty()) {
      return absl::DataLossError(
          absl::StrCat("file \"", file.path(), "\" ", fault));
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::SnapshotManifest> ReadManifest(absl::string_view folder,
                                                  bool verify_checksum) {
  const std::string path = JoinPath(folder, kManifestFile);
  C2V_ASSIGN_OR_RETURN(std::string text, ReadNoLink(path, kMaxManifestBytes));
  // Parsed first: another format may have another way to say its digest.
  C2V_ASSIGN_OR_RETURN(v1::SnapshotManifest manifest, ParseManifest(text),
                       path);
  if (verify_checksum) {
    C2V_RETURN_IF_ERROR(CheckDigest(text, folder));
  }
  return manifest;
}

absl::Status WriteManifestFiles(const v1::SnapshotManifest& manifest,
                                absl::string_view folder) {
  C2V_ASSIGN_OR_RETURN(const std::string text, FormatManifest(manifest));
  C2V_RETURN_IF_ERROR(WriteFileDurably(JoinPath(folder, kManifestFile), text));
  return WriteFileDurably(JoinPath(folder, kManifestDigestFile),
                          DigestLine(text));
}

absl::StatusOr<v1::SnapshotManifest> ParseManifest(absl::string_view text) {
  v1::SnapshotManifest manifest;
  C2V_RETURN_IF_ERROR(Parse(text, /*ignore_unknown_fields=*/true, &manifest));
  if (manifest.format_version() != kSnapshotFormatVersion) {
    return absl::FailedPreconditionError(absl::StrCat(
        "the snapshot has format version ", manifest.format_version(),
        "; this program reads format version ", kSnapshotFormatVersion,
        ": use the programs that published it, or publish again"));
  }
  C2V_RETURN_IF_ERROR(Parse(text, /*ignore_unknown_fields=*/false, &manifest));
  C2V_RETURN_IF_ERROR(CheckFiles(manifest));
  return manifest;
}

absl::StatusOr<std::string> FormatManifest(
    const v1::SnapshotManifest& manifest) {
  json::JsonPrintOptions options;
  options.add_whitespace = true;
  options.preserve_proto_field_names = true;
  std::string text;
  const json::Status printed =
      json::MessageToJsonString(manifest, &text, options);
  if (!printed.ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat("the manifest cannot be written: ", Message(printed)));
  }
  return text;
}

}  // namespace customer2vec
