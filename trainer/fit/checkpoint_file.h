// A file of named byte strings that is there whole or not at all, and says so
// itself.
//
//   C2V_RETURN_IF_ERROR(WriteCheckpointFile(path, {{"config", bytes}}));
//   C2V_ASSIGN_OR_RETURN(const CheckpointFile file,
//   CheckpointFile::Read(path)); file.Piece("config");
//
// Layout, little-endian: "C2VCKPT1", the number of pieces, each one's lengths
// of name and bytes (all uint64), names and bytes one after another, and the
// SHA-256 of everything before it in hexadecimal. Nobody but the run that is to
// go on reads it: another version of the programs begins anew.

#ifndef CUSTOMER2VEC_TRAINER_FIT_CHECKPOINT_FILE_H_
#define CUSTOMER2VEC_TRAINER_FIT_CHECKPOINT_FILE_H_

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/base/file.h"

namespace customer2vec {

using CheckpointPieces = std::vector<std::pair<std::string, absl::string_view>>;

// Replaces the file at `path`: durable when it returns, and the old one or the
// new one whatever happens. One process at a time.
absl::Status WriteCheckpointFile(absl::string_view path,
                                 const CheckpointPieces& pieces);

class CheckpointFile {
 public:
  // NOT_FOUND when there is none; DATA_LOSS, with the path, when it is
  // truncated or a bit of it flipped.
  static absl::StatusOr<CheckpointFile> Read(absl::string_view path);

  // Empty when there is no such piece. Valid as long as the file.
  absl::string_view Piece(absl::string_view name) const;

  const std::map<std::string, absl::string_view, std::less<>>& pieces() const {
    return pieces_;
  }

 private:
  explicit CheckpointFile(MappedFile bytes) : bytes_(std::move(bytes)) {}

  bool Parse();

  MappedFile bytes_;
  std::map<std::string, absl::string_view, std::less<>> pieces_;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_FIT_CHECKPOINT_FILE_H_
