#include "trainer/generate/generated_folder.h"

#include <filesystem>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "core/base/status_macros.h"

namespace customer2vec {
namespace {

absl::Status FolderStatus(const std::error_code& error,
                          const std::string& folder) {
  if (!error) return absl::OkStatus();
  return absl::ErrnoToStatus(error.value(), folder);
}

// OK when nothing is lost by putting a folder there.
absl::Status CheckFree(const std::string& folder) {
  std::error_code error;
  if (!std::filesystem::exists(folder, error))
    return FolderStatus(error, folder);
  if (std::filesystem::is_directory(folder, error) &&
      std::filesystem::is_empty(folder, error)) {
    return absl::OkStatus();
  }
  return absl::AlreadyExistsError(
      absl::StrCat(folder,
                   ": is there already; remove it or choose another "
                   "folder"));
}

}  // namespace

absl::Status MakeFolder(
    const std::string& folder,
    const std::function<absl::Status(const std::string& partial)>& fill) {
  const std::string target(absl::StripSuffix(folder, "/"));
  C2V_RETURN_IF_ERROR(CheckFree(target));
  const std::string partial = target + ".partial";
  C2V_RETURN_IF_ERROR(CheckFree(partial));  // perhaps of a run that was stopped
  std::error_code error;
  std::filesystem::create_directories(partial, error);
  C2V_RETURN_IF_ERROR(FolderStatus(error, partial));
  C2V_RETURN_IF_ERROR(fill(partial));
  std::filesystem::rename(partial, target, error);
  return FolderStatus(error, target);
}

}  // namespace customer2vec
