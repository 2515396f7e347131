#include "client/c2v/text_table.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include "absl/strings/str_cat.h"

namespace customer2vec {
namespace {

constexpr char32_t kReplacement = 0xfffd;
constexpr absl::string_view kReplacementUtf8 = "\xef\xbf\xbd";

struct Range {
  char32_t first, last;
};

// Marks that sit on the character before (Unicode: Mn, Me and joiners), the
// blocks that catalogues in use contain.
constexpr std::array kZeroWidth = {
    Range{0x0300, 0x036f}, Range{0x0483, 0x0489}, Range{0x0591, 0x05bd},
    Range{0x064b, 0x065f}, Range{0x0e31, 0x0e31}, Range{0x0e34, 0x0e3a},
    Range{0x0e47, 0x0e4e}, Range{0x1ab0, 0x1aff}, Range{0x1dc0, 0x1dff},
    Range{0x200b, 0x200f}, Range{0x20d0, 0x20f0}, Range{0xfe00, 0xfe0f},
    Range{0xfe20, 0xfe2f},
};

// Unicode East Asian Width W and F, by block.
constexpr std::array kDoubleWidth = {
    Range{0x1100, 0x115f},   Range{0x2e80, 0x303e},   Range{0x3041, 0xa4cf},
    Range{0xa960, 0xa97f},   Range{0xac00, 0xd7a3},   Range{0xf900, 0xfaff},
    Range{0xfe30, 0xfe6f},   Range{0xff00, 0xff60},   Range{0xffe0, 0xffe6},
    Range{0x1f300, 0x1f64f}, Range{0x1f680, 0x1f6ff}, Range{0x1f900, 0x1f9ff},
    Range{0x20000, 0x3fffd},
};

template <size_t n>
bool Contains(const std::array<Range, n>& ranges, char32_t c) {
  const auto range = std::upper_bound(
      ranges.begin(), ranges.end(), c,
      [](char32_t value, const Range& r) { return value < r.first; });
  return range != ranges.begin() && c <= std::prev(range)->last;
}

size_t SequenceLength(uint8_t first) {
  if (first < 0x80) return 1;
  if (first >= 0xc2 && first < 0xe0) return 2;
  if (first >= 0xe0 && first < 0xf0) return 3;
  if (first >= 0xf0 && first < 0xf5) return 4;
  return 0;
}

// Takes the first character off `text`. kReplacement, and one byte taken, where
// there is none. Overlong forms pass: only the width depends on it.
char32_t TakeCharacter(absl::string_view* text) {
  const auto byte = [text](size_t i) {
    return static_cast<uint8_t>((*text)[i]);
  };
  const size_t length = SequenceLength(byte(0));
  char32_t c = length == 1 ? byte(0) : byte(0) & (0xff >> (length + 1));
  bool valid = length > 0 && length <= text->size();
  for (size_t i = 1; valid && i < length; ++i) {
    valid = (byte(i) & 0xc0) == 0x80;
    c = c << 6 | (byte(i) & 0x3f);
  }
  text->remove_prefix(valid ? length : 1);
  return valid ? c : kReplacement;
}

bool IsControl(char32_t c) { return c < 0x20 || (c >= 0x7f && c < 0xa0); }

}  // namespace

size_t DisplayWidth(absl::string_view utf8) {
  size_t width = 0;
  while (!utf8.empty()) {
    const char32_t c = TakeCharacter(&utf8);
    width += Contains(kZeroWidth, c) ? 0 : Contains(kDoubleWidth, c) ? 2 : 1;
  }
  return width;
}

std::string Printable(absl::string_view utf8) {
  std::string result;
  while (!utf8.empty()) {
    const absl::string_view before = utf8;
    const char32_t c = TakeCharacter(&utf8);
    const bool keep = c != kReplacement && !IsControl(c);
    absl::StrAppend(&result, keep
                                 ? before.substr(0, before.size() - utf8.size())
                                 : kReplacementUtf8);
  }
  return result;
}

TextTable::TextTable(std::vector<Column> columns)
    : columns_(std::move(columns)) {}

void TextTable::AddRow(std::vector<std::string> cells) {
  for (std::string& cell : cells) cell = Printable(cell);
  rows_.push_back(std::move(cells));
}

bool TextTable::IsUsed(size_t column) const {
  return std::any_of(rows_.begin(), rows_.end(),
                     [&](const auto& row) { return !row[column].empty(); });
}

size_t TextTable::Width(size_t column) const {
  size_t width = DisplayWidth(columns_[column].title);
  for (const auto& row : rows_) {
    width = std::max(width, DisplayWidth(row[column]));
  }
  return width;
}

void TextTable::AppendLine(const std::vector<std::string>& cells,
                           const std::vector<size_t>& columns,
                           const std::vector<size_t>& widths,
                           std::string* text) const {
  for (size_t i = 0; i < columns.size(); ++i) {
    const std::string& cell = cells[columns[i]];
    const std::string padding(widths[i] - DisplayWidth(cell), ' ');
    const bool right = columns_[columns[i]].align == Align::kRight;
    absl::StrAppend(text, i > 0 ? "  " : "", right ? padding : "", cell,
                    right ? "" : padding);
  }
  text->erase(text->find_last_not_of(' ') + 1);
  text->push_back('\n');
}

std::string TextTable::ToString() const {
  std::vector<size_t> columns, widths;
  std::vector<std::string> titles;
  for (size_t column = 0; column < columns_.size(); ++column) {
    titles.push_back(columns_[column].title);
    if (!IsUsed(column)) continue;
    columns.push_back(column);
    widths.push_back(Width(column));
  }
  std::string text;
  AppendLine(titles, columns, widths, &text);
  for (const auto& row : rows_) AppendLine(row, columns, widths, &text);
  return text;
}

}  // namespace customer2vec
