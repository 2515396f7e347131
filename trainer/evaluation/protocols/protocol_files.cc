#include "trainer/evaluation/protocols/protocol_files.h"

#include <filesystem>
#include <memory>
#include <system_error>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "trainer/data/byte_source.h"
#include "trainer/data/line_reader.h"

namespace customer2vec {
namespace {

constexpr size_t kMaxFileBytes = size_t{1} << 30;

}  // namespace

absl::StatusOr<std::string> FindProtocolFile(const std::string& folder,
                                             absl::string_view name) {
  for (const char* suffix : {"", ".gz", ".zst"}) {
    const std::string path = absl::StrCat(folder, "/", name, suffix);
    std::error_code error;
    if (std::filesystem::is_regular_file(path, error)) return path;
  }
  return absl::NotFoundError(absl::StrCat(
      folder, " holds no ", name, " (plain, .gz or .zst): name its folder"));
}

absl::Status ForEachLine(
    const std::string& folder, absl::string_view name,
    const std::function<absl::Status(absl::string_view line)>& use) {
  C2V_ASSIGN_OR_RETURN(const std::string path, FindProtocolFile(folder, name));
  C2V_ASSIGN_OR_RETURN(std::unique_ptr<ByteSource> source,
                       OpenByteSource(path));
  LineReader reader(std::move(source));
  while (reader.Next()) {
    if (reader.too_long()) {
      return absl::InvalidArgumentError(absl::StrCat(
          path, ":", reader.number(), ": the line is too long to be read"));
    }
    C2V_RETURN_IF_ERROR(use(reader.line())).With(path, ":", reader.number());
  }
  return reader.status();
}

absl::StatusOr<std::string> ReadProtocolFile(const std::string& folder,
                                             absl::string_view name) {
  C2V_ASSIGN_OR_RETURN(const std::string path, FindProtocolFile(folder, name));
  C2V_ASSIGN_OR_RETURN(std::unique_ptr<ByteSource> source,
                       OpenByteSource(path));
  std::string text;
  std::vector<char> buffer(1 << 20);
  while (true) {
    C2V_ASSIGN_OR_RETURN(const size_t count, source->Read(buffer));
    if (count == 0) return text;
    text.append(buffer.data(), count);
    if (text.size() > kMaxFileBytes) {
      return absl::InvalidArgumentError(
          absl::StrCat(path, " is larger than 1 GiB"));
    }
  }
}

}  // namespace customer2vec
