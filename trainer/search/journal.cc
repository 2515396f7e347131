#include "trainer/search/journal.h"

#include <google/protobuf/message.h>
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

// The whole lines of a text.
std::vector<std::string> LinesOf(const std::string& text) {
  std::vector<std::string> lines;
  size_t begin = 0;
  for (size_t end; (end = text.find('\n', begin)) != std::string::npos;
       begin = end + 1) {
    lines.push_back(text.substr(begin, end - begin));
  }
  return lines;
}

// Reads a line; `what` says what it should be.
absl::Status Parse(const std::string& json, const std::string& path,
                   size_t line, absl::string_view what,
                   google::protobuf::Message* message) {
  const auto status =
      google::protobuf::util::JsonStringToMessage(json, message);
  if (status.ok()) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(
      path, ":", line, ": ", what, ": ", std::string(status.message()),
      " (another file's name starts a new search)"));
}

absl::Status Append(const std::string& path,
                    const google::protobuf::Message& message) {
  std::string json;
  const auto status =
      google::protobuf::util::MessageToJsonString(message, &json);
  if (!status.ok()) return absl::InternalError(std::string(status.message()));
  C2V_RETURN_IF_ERROR(DropBrokenLine(path));
  std::ofstream file(path, std::ios::binary | std::ios::app);
  file << json << '\n';
  file.flush();
  return file.good() ? absl::OkStatus() : CannotWrite(path);
}

}  // namespace

absl::StatusOr<Journal> ReadJournal(const std::string& path) {
  const std::vector<std::string> lines = LinesOf(Contents(path));
  Journal journal;
  for (size_t i = 0; i < lines.size(); ++i) {
    if (i == 0) {
      v1::SearchJournal first;
      C2V_RETURN_IF_ERROR(Parse(lines[i], path, 1,
                                "does not say which search it is of", &first));
      journal.search = first.search();
      continue;
    }
    C2V_RETURN_IF_ERROR(Parse(lines[i], path, i + 1, "is no trial",
                              &journal.trials.emplace_back()));
  }
  return journal;
}

absl::Status StartJournal(const std::string& path, const std::string& search) {
  v1::SearchJournal first;
  first.set_search(search);
  return Append(path, first);
}

absl::Status AppendToJournal(const std::string& path,
                             const v1::SearchTrial& trial) {
  return Append(path, trial);
}

}  // namespace customer2vec
