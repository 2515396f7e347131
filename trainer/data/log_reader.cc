#include "trainer/data/log_reader.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "core/base/status_macros.h"
#include "trainer/data/byte_source.h"
#include "trainer/data/data_config.h"
#include "trainer/data/delimited_log_reader.h"
#include "trainer/data/json_log_reader.h"
#include "trainer/data/line_reader.h"
#include "trainer/data/web_log_reader.h"

namespace customer2vec {
namespace {

v1::LogFormat FormatOfName(absl::string_view path) {
  const absl::string_view name = WithoutCompressionSuffix(path);
  for (const absl::string_view suffix : {".jsonl", ".ndjson", ".json"}) {
    if (absl::EndsWithIgnoreCase(name, suffix)) {
      return v1::LOG_FORMAT_JSON_LINES;
    }
  }
  for (const absl::string_view suffix : {".csv", ".tsv"}) {
    if (absl::EndsWithIgnoreCase(name, suffix)) return v1::LOG_FORMAT_DELIMITED;
  }
  return v1::LOG_FORMAT_UNSPECIFIED;
}

v1::LogFormat FormatOfLine(absl::string_view line) {
  if (absl::StartsWith(absl::StripLeadingAsciiWhitespace(line), "{")) {
    return v1::LOG_FORMAT_JSON_LINES;
  }
  WebLogLine web;
  if (ParseWebLogLine(line, &web).empty()) return v1::LOG_FORMAT_WEB_SERVER;
  if (absl::StrContains(line, ',') || absl::StrContains(line, '\t')) {
    return v1::LOG_FORMAT_DELIMITED;
  }
  return v1::LOG_FORMAT_UNSPECIFIED;
}

}  // namespace

void LogReader::AddValue(absl::string_view name, absl::string_view text) {
  if (text.empty()) return;
  const auto found = numbers_.find(name);
  if (values_.size() >= kMaxValues ||
      (found == numbers_.end() &&
       (name.size() > kMaxNameBytes || fields_.size() >= kMaxFields))) {
    ++omitted_values_;
    return;
  }
  if (found != numbers_.end()) {
    values_.push_back({found->second, text});
    return;
  }
  const auto number = static_cast<uint32_t>(fields_.size());
  fields_.emplace_back(name);
  numbers_.emplace(name, number);
  values_.push_back({number, text});
}

absl::StatusOr<v1::LogFormat> GuessLogFormat(const std::string& path) {
  v1::LogFormat format = FormatOfName(path);
  if (format != v1::LOG_FORMAT_UNSPECIFIED) return format;
  C2V_ASSIGN_OR_RETURN(std::unique_ptr<ByteSource> source,
                       OpenByteSource(path));
  LineReader lines(std::move(source));
  if (lines.Next()) format = FormatOfLine(lines.line());
  C2V_RETURN_IF_ERROR(lines.status());
  if (format != v1::LOG_FORMAT_UNSPECIFIED) return format;
  return absl::InvalidArgumentError(absl::StrCat(
      path,
      ": neither its name nor its first line tells how the log is written; "
      "set format to LOG_FORMAT_JSON_LINES, LOG_FORMAT_WEB_SERVER or "
      "LOG_FORMAT_DELIMITED"));
}

absl::StatusOr<std::unique_ptr<LogReader>> OpenLog(const LogFile& file,
                                                   BadRowLog& log) {
  v1::LogFormat format = file.format;
  if (format == v1::LOG_FORMAT_UNSPECIFIED) {
    C2V_ASSIGN_OR_RETURN(format, GuessLogFormat(file.path));
  }
  if (format == v1::LOG_FORMAT_DELIMITED) {
    return OpenDelimitedLog(file.path, SeparatorOf(file.separator, file.path),
                            log);
  }
  if (format == v1::LOG_FORMAT_WEB_SERVER) return OpenWebLog(file.path, log);
  return OpenJsonLog(file.path, log);
}

}  // namespace customer2vec
