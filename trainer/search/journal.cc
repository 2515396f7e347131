#include "trainer/search/journal.h"

#include <google/protobuf/util/json_util.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"

namespace customer2vec {
namespace {

std::string Contents(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

absl::Status CannotWrite(const std::string& path) {
  return absl::UnavailableError(
      absl::StrCat(path, ": cannot be written; is the folder there?"));
}

// Cuts off what follows the last whole line.
absl::Status DropBrokenLine(const std::string& path) {
  const std::string text = Contents(path);
  if (text.empty() || text.back() == '\n') return absl::OkStatus();
  const size_t end = text.rfind('\n');
  std::error_code error;
  std::filesystem::resize_file(path, end == std::string::npos ? 0 : end + 1,
                               error);
  return error ? CannotWrite(path) : absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<v1::SearchTrial>> ReadJournal(
    const std::string& path) {
  const std::string text = Contents(path);
  std::vector<v1::SearchTrial> trials;
  size_t begin = 0;
  for (size_t end; (end = text.find('\n', begin)) != std::string::npos;
       begin = end + 1) {
    v1::SearchTrial trial;
    const auto status = google::protobuf::util::JsonStringToMessage(
        text.substr(begin, end - begin), &trial);
    if (!status.ok()) {
      return absl::InvalidArgumentError(
          absl::StrCat(path, ":", trials.size() + 1,
                       ": is no trial: ", std::string(status.message()),
                       " (another file's name starts a new search)"));
    }
    trials.push_back(std::move(trial));
  }
  return trials;
}

absl::Status AppendToJournal(const std::string& path,
                             const v1::SearchTrial& trial) {
  std::string json;
  const auto status = google::protobuf::util::MessageToJsonString(trial, &json);
  if (!status.ok()) return absl::InternalError(std::string(status.message()));
  C2V_RETURN_IF_ERROR(DropBrokenLine(path));
  std::ofstream file(path, std::ios::binary | std::ios::app);
  file << json << '\n';
  file.flush();
  return file.good() ? absl::OkStatus() : CannotWrite(path);
}

}  // namespace customer2vec
