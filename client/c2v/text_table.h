// Columns of text for a terminal.
//
//   TextTable table({{"#", Align::kRight}, {"name"}});
//   table.AddRow({"1", "Crème fraîche"});
//   std::cout << table.ToString();
//
// Columns are as wide as their widest cell, counted in places on the screen,
// not in bytes: combining marks take none, East Asian wide characters two.
// Cells come from catalogues, so control characters are shown as U+FFFD and
// cannot drive the terminal. Not thread-safe.

#ifndef CUSTOMER2VEC_CLIENT_C2V_TEXT_TABLE_H_
#define CUSTOMER2VEC_CLIENT_C2V_TEXT_TABLE_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace customer2vec {

// Places `utf8` takes on a terminal. A byte that is no UTF-8 takes one.
size_t DisplayWidth(absl::string_view utf8);

// `utf8` with each control character (and each byte that is no UTF-8) replaced
// by U+FFFD.
std::string Printable(absl::string_view utf8);

enum class Align { kLeft, kRight };

struct Column {
  std::string title;
  Align align = Align::kLeft;
};

class TextTable {
 public:
  explicit TextTable(std::vector<Column> columns);

  // REQUIRES: one cell a column.
  void AddRow(std::vector<std::string> cells);

  bool empty() const { return rows_.empty(); }

  // The titles, then the rows, two spaces between columns, no spaces at line
  // ends, each line closed by a newline. Columns whose cells are all empty are
  // left out.
  std::string ToString() const;

 private:
  bool IsUsed(size_t column) const;
  size_t Width(size_t column) const;
  void AppendLine(const std::vector<std::string>& cells,
                  const std::vector<size_t>& columns,
                  const std::vector<size_t>& widths, std::string* text) const;

  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CLIENT_C2V_TEXT_TABLE_H_
