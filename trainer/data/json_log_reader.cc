#include "trainer/data/json_log_reader.h"

#include <simdjson.h>

#include <charconv>
#include <deque>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/base/utf8.h"
#include "trainer/data/byte_source.h"
#include "trainer/data/line_log_reader.h"
#include "trainer/data/table_reader.h"

namespace customer2vec {
namespace {

constexpr int kMaxDepth = 16;

class JsonLogReader final : public LineLogReader {
 public:
  using LineLogReader::LineLogReader;

  v1::LogFormat format() const override { return v1::LOG_FORMAT_JSON_LINES; }

 private:
  std::optional<LineDefect> ReadLine(absl::string_view line) override;
  void AddElement(const simdjson::dom::element& element, int depth);
  void AddObject(const simdjson::dom::element& element, int depth);
  template <typename Number>
  void AddNumber(Number number);

  simdjson::dom::parser parser_;
  std::string padded_;               // the line, with room behind it
  std::string name_;                 // of the value at hand, with dots
  std::deque<std::string> numbers_;  // texts that the parser does not hold
  size_t used_numbers_ = 0;
};

std::optional<LineDefect> JsonLogReader::ReadLine(absl::string_view line) {
  // simdjson reads past the end of the line, but makes nothing of it.
  padded_.reserve(line.size() + simdjson::SIMDJSON_PADDING);
  padded_.assign(line.data(), line.size());
  simdjson::dom::element root;
  const simdjson::error_code error =
      parser_.parse(padded_.data(), padded_.size(), /*realloc_if_needed=*/false)
          .get(root);
  if (error == simdjson::UTF8_ERROR || !IsValidUtf8(line)) {
    return LineDefect{BadRowReason::kInvalidUtf8,
                      absl::StrCat(Shown(line), " is not UTF-8 text")};
  }
  if (error != simdjson::SUCCESS) {
    return LineDefect{
        BadRowReason::kNotJson,
        absl::StrCat(Shown(line), ": ", simdjson::error_message(error))};
  }
  if (!root.is_object()) {
    return LineDefect{
        BadRowReason::kNotJson,
        absl::StrCat(Shown(line),
                     " is no object: an event is {\"name\": ...}")};
  }
  name_.clear();
  used_numbers_ = 0;
  AddObject(root, 1);
  return std::nullopt;
}

// REQUIRES: element is an object.
void JsonLogReader::AddObject(const simdjson::dom::element& element,
                              int depth) {
  const size_t length = name_.size();
  for (const auto& [key, value] : simdjson::dom::object(element)) {
    if (length > 0) name_.push_back('.');
    name_.append(key.data(), key.size());
    AddElement(value, depth);
    name_.resize(length);
  }
}

void JsonLogReader::AddElement(const simdjson::dom::element& element,
                               int depth) {
  if (depth > kMaxDepth) return;
  switch (element.type()) {
    case simdjson::dom::element_type::OBJECT:
      return AddObject(element, depth + 1);
    case simdjson::dom::element_type::ARRAY:
      for (const auto& item : simdjson::dom::array(element)) {
        AddElement(item, depth + 1);
      }
      return;
    case simdjson::dom::element_type::STRING: {
      const std::string_view text(element);
      return AddValue(name_, absl::string_view(text.data(), text.size()));
    }
    case simdjson::dom::element_type::INT64:
      return AddNumber(int64_t(element));
    case simdjson::dom::element_type::UINT64:
      return AddNumber(uint64_t(element));
    case simdjson::dom::element_type::DOUBLE:
      return AddNumber(double(element));
    case simdjson::dom::element_type::BOOL:
      return AddValue(name_, bool(element) ? "true" : "false");
    case simdjson::dom::element_type::NULL_VALUE:
      return;
  }
}

template <typename Number>
void JsonLogReader::AddNumber(Number number) {
  char text[32];
  const auto [end, error] = std::to_chars(text, text + sizeof text, number);
  if (error != std::errc()) return;  // cannot be: 24 bytes hold any
  if (used_numbers_ == numbers_.size()) numbers_.emplace_back();
  std::string& kept = numbers_[used_numbers_++];
  kept.assign(text, end - text);
  AddValue(name_, kept);
}

}  // namespace

absl::StatusOr<std::unique_ptr<LogReader>> OpenJsonLog(const std::string& path,
                                                       BadRowLog& log) {
  C2V_ASSIGN_OR_RETURN(std::unique_ptr<ByteSource> source,
                       OpenByteSource(path));
  return std::make_unique<JsonLogReader>(log.AddFile(path), std::move(source));
}

}  // namespace customer2vec
