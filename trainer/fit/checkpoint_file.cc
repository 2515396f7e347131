#include "trainer/fit/checkpoint_file.h"

#include <cstdint>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "core/base/sha256.h"
#include "core/base/status_macros.h"

namespace customer2vec {
namespace {

constexpr absl::string_view kMagic = "C2VCKPT1";
constexpr size_t kDigestBytes = 64;

std::string Number(uint64_t value) {
  return std::string(reinterpret_cast<const char*>(&value), sizeof(value));
}

std::string Header(const CheckpointPieces& pieces) {
  std::string header = absl::StrCat(kMagic, Number(pieces.size()));
  for (const auto& [name, bytes] : pieces) {
    header += Number(name.size()) + Number(bytes.size());
  }
  return header;
}

// Appends, and hashes what it appends.
class HashingWriter {
 public:
  explicit HashingWriter(FileWriter file) : file_(std::move(file)) {}

  absl::Status Append(absl::string_view bytes) {
    hash_.Update(bytes);
    return file_.Append(bytes);
  }

  absl::Status Finish() {
    C2V_RETURN_IF_ERROR(file_.Append(hash_.HexDigest()));
    return file_.Sync();
  }

 private:
  FileWriter file_;
  Sha256 hash_;
};

// Takes the front of `bytes`; false when they are fewer.
bool Take(size_t count, absl::string_view* bytes, absl::string_view* taken) {
  if (bytes->size() < count) return false;
  *taken = bytes->substr(0, count);
  bytes->remove_prefix(count);
  return true;
}

bool TakeNumber(absl::string_view* bytes, uint64_t* value) {
  absl::string_view taken;
  if (!Take(sizeof(*value), bytes, &taken)) return false;
  std::memcpy(value, taken.data(), sizeof(*value));
  return true;
}

}  // namespace

absl::Status WriteCheckpointFile(absl::string_view path,
                                 const CheckpointPieces& pieces) {
  const std::string temporary = absl::StrCat(path, ".new");
  std::error_code ignored;
  std::filesystem::remove(temporary, ignored);  // of a run that was killed
  C2V_ASSIGN_OR_RETURN(FileWriter file, FileWriter::Create(temporary));
  HashingWriter writer(std::move(file));
  C2V_RETURN_IF_ERROR(writer.Append(Header(pieces)));
  for (const auto& [name, bytes] : pieces) {
    C2V_RETURN_IF_ERROR(writer.Append(name));
    C2V_RETURN_IF_ERROR(writer.Append(bytes));
  }
  C2V_RETURN_IF_ERROR(writer.Finish());
  const std::filesystem::path target{std::string(path)};
  if (std::rename(temporary.c_str(), target.c_str()) != 0) {
    return absl::ErrnoToStatus(errno,
                               absl::StrCat("cannot rename ", temporary));
  }
  return FsyncFolder(target.parent_path().string());
}

absl::StatusOr<CheckpointFile> CheckpointFile::Read(absl::string_view path) {
  C2V_ASSIGN_OR_RETURN(MappedFile bytes, MappedFile::Open(path));
  CheckpointFile file(std::move(bytes));
  if (!file.Parse()) {
    return absl::DataLossError(
        absl::StrCat(path, " is damaged: its checksum does not fit"));
  }
  return file;
}

bool CheckpointFile::Parse() {
  absl::string_view rest = bytes_.bytes();
  if (rest.size() < kMagic.size() + kDigestBytes) return false;
  const absl::string_view digest = rest.substr(rest.size() - kDigestBytes);
  rest.remove_suffix(kDigestBytes);
  if (Sha256Hex(rest) != digest) return false;
  absl::string_view taken;
  uint64_t count = 0;
  if (!Take(kMagic.size(), &rest, &taken) || taken != kMagic) return false;
  if (!TakeNumber(&rest, &count) || count > rest.size()) return false;
  std::vector<std::pair<uint64_t, uint64_t>> lengths(count);
  for (auto& [name, bytes] : lengths) {
    if (!TakeNumber(&rest, &name) || !TakeNumber(&rest, &bytes)) return false;
  }
  for (const auto& [name_length, byte_length] : lengths) {
    absl::string_view name, bytes;
    if (!Take(name_length, &rest, &name)) return false;
    if (!Take(byte_length, &rest, &bytes)) return false;
    pieces_.emplace(std::string(name), bytes);
  }
  return rest.empty();
}

absl::string_view CheckpointFile::Piece(absl::string_view name) const {
  const auto found = pieces_.find(name);
  return found == pieces_.end() ? absl::string_view() : found->second;
}

}  // namespace customer2vec
