#include "core/snapshot/snapshot_folder.h"

#include <dirent.h>
#include <sys/stat.h>

#include <cerrno>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/base/sha256.h"
#include "core/base/status_macros.h"
#include "core/snapshot/snapshot_file_names.h"
#include "core/snapshot/snapshot_manifest.h"

namespace customer2vec {
namespace {

using Names = std::set<std::string, std::less<>>;

absl::Status CheckIsFolder(absl::string_view path) {
  struct stat info;
  if (lstat(std::string(path).c_str(), &info) != 0) {
    return absl::ErrnoToStatus(errno, absl::StrCat(path, ": cannot open"));
  }
  if (!S_ISDIR(info.st_mode)) {
    return absl::FailedPreconditionError(
        absl::StrCat(path, ": is not a folder"));
  }
  return absl::OkStatus();
}

absl::Status CheckTotalSize(const v1::SnapshotManifest& manifest,
                            uint64_t max_bytes) {
  uint64_t left = max_bytes;
  for (const v1::SnapshotFile& file : manifest.files()) {
    const uint64_t size = file.size_bytes();
    if (size > left) {
      return absl::ResourceExhaustedError(absl::StrCat(
          "the snapshot is larger than the limit of ", max_bytes, " bytes"));
    }
    left -= size;
  }
  return absl::OkStatus();
}

// Names in a folder but "." and "..".
absl::StatusOr<std::vector<std::string>> ListFolder(const std::string& path) {
  const std::unique_ptr<DIR, int (*)(DIR*)> folder(opendir(path.c_str()),
                                                   closedir);
  if (folder == nullptr) {
    return absl::ErrnoToStatus(errno, absl::StrCat(path, ": cannot list"));
  }
  std::vector<std::string> names;
  while (const dirent* entry = readdir(folder.get())) {
    const absl::string_view name = entry->d_name;
    if (name != "." && name != "..") names.emplace_back(name);
  }
  return names;
}

// Every file listed, and every folder that holds one.
struct Listing {
  Names files;
  Names folders;
};

Listing ListingOf(const v1::SnapshotManifest& manifest) {
  Listing listing;
  listing.files.insert({kManifestFile, kManifestDigestFile});
  for (const v1::SnapshotFile& file : manifest.files()) {
    listing.files.insert(file.path());
    for (size_t slash = file.path().find('/'); slash != std::string::npos;
         slash = file.path().find('/', slash + 1)) {
      listing.folders.insert(file.path().substr(0, slash));
    }
  }
  return listing;
}

// What is listed and not there, or is a link, is a damaged snapshot; other
// errors (no permission, too many open files) keep their code.
absl::Status AsDamage(const absl::Status& status) {
  if (absl::IsNotFound(status) || absl::IsFailedPrecondition(status)) {
    return absl::DataLossError(status.message());
  }
  return status;
}

// Refuses whatever the manifest does not list. Enters only folders that hold
// listed files, so a strange tree costs nothing.
absl::Status CheckNothingElse(const std::string& root, const Listing& listing,
                              const std::string& below) {
  C2V_ASSIGN_OR_RETURN(std::vector<std::string> names,
                       ListFolder(JoinPath(root, below)));
  for (const std::string& name : names) {
    const std::string path = JoinPath(below, name);
    if (listing.files.contains(path)) continue;
    if (!listing.folders.contains(path)) {
      return absl::DataLossError(absl::StrCat(
          JoinPath(root, path), ": is not listed in ", kManifestFile));
    }
    C2V_RETURN_IF_ERROR(AsDamage(CheckIsFolder(JoinPath(root, path))));
    C2V_RETURN_IF_ERROR(CheckNothingElse(root, listing, path));
  }
  return absl::OkStatus();
}

absl::Status CheckDigest(const OpenedFile& file, absl::string_view path,
                         absl::string_view expected) {
  Sha256 hash;
  C2V_RETURN_IF_ERROR(ReadInPieces(
      file, path, [&](absl::string_view bytes) { hash.Update(bytes); }));
  const std::string digest = hash.HexDigest();
  if (digest == expected) return absl::OkStatus();
  return absl::DataLossError(absl::StrCat(path, ": has another checksum than ",
                                          kManifestFile, " says: SHA-256 ",
                                          digest, " instead of ", expected));
}

absl::StatusOr<MappedFile> OpenListed(const std::string& path,
                                      const v1::SnapshotFile& listed,
                                      bool verify_checksum) {
  absl::StatusOr<OpenedFile> file = OpenRegularFile(path);
  C2V_RETURN_IF_ERROR(AsDamage(file.status()));
  if (file->size != listed.size_bytes()) {
    return absl::DataLossError(
        absl::StrCat(path, ": has ", file->size, " bytes instead of ",
                     listed.size_bytes(), ", the size in ", kManifestFile));
  }
  if (verify_checksum) {
    C2V_RETURN_IF_ERROR(CheckDigest(*file, path, listed.sha256()));
  }
  return MappedFile::Map(*file, path);
}

}  // namespace

SnapshotFolder::SnapshotFolder(absl::string_view path,
                               v1::SnapshotManifest manifest)
    : path_(path), manifest_(std::move(manifest)) {}

absl::StatusOr<std::unique_ptr<const SnapshotFolder>> SnapshotFolder::Open(
    absl::string_view folder, const SnapshotLoadOptions& options) {
  C2V_RETURN_IF_ERROR(CheckIsFolder(folder));
  C2V_ASSIGN_OR_RETURN(v1::SnapshotManifest manifest,
                       ReadManifest(folder, options.verify_checksums));
  if (!options.version.empty() && manifest.version() != options.version) {
    return absl::DataLossError(absl::StrCat(
        JoinPath(folder, kManifestFile), ": is of version \"",
        manifest.version(), "\" instead of \"", options.version, "\""));
  }
  C2V_RETURN_IF_ERROR(CheckTotalSize(manifest, options.max_bytes)).With(folder);
  std::unique_ptr<SnapshotFolder> opened(
      new SnapshotFolder(folder, std::move(manifest)));
  C2V_RETURN_IF_ERROR(
      CheckNothingElse(opened->path_, ListingOf(opened->manifest_), ""));
  C2V_RETURN_IF_ERROR(opened->OpenFiles(options.verify_checksums));
  return opened;
}

absl::Status SnapshotFolder::OpenFiles(bool verify_checksums) {
  for (const v1::SnapshotFile& listed : manifest_.files()) {
    C2V_ASSIGN_OR_RETURN(
        MappedFile file,
        OpenListed(JoinPath(path_, listed.path()), listed, verify_checksums));
    files_.emplace(listed.path(), std::move(file));
  }
  return absl::OkStatus();
}

bool SnapshotFolder::Has(absl::string_view file) const {
  return files_.find(file) != files_.end();
}

absl::StatusOr<absl::string_view> SnapshotFolder::File(
    absl::string_view file) const {
  const auto found = files_.find(file);
  if (found == files_.end()) {
    return absl::NotFoundError(absl::StrCat(path_, ": has no file ", file));
  }
  return found->second.bytes();
}

std::string SnapshotFolder::NameOf(absl::string_view file) const {
  return JoinPath(path_, file);
}

}  // namespace customer2vec
