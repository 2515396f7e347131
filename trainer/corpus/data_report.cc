#include "trainer/corpus/data_report.h"

#include "absl/strings/str_cat.h"

namespace customer2vec {

uint64_t DataReport::bad_rows() const {
  uint64_t count = 0;
  for (const FileLog& file : files) count += file.bad_rows();
  return count;
}

std::string DataReport::ToString() const {
  std::string text;
  for (const FileLog& file : files) {
    if (file.bad_rows() > 0) {
      absl::StrAppend(&text, file.Describe(), "\n");
    } else {
      absl::StrAppend(&text, file.path(), ": ", file.rows(), " rows, ",
                      file.bytes(), " bytes\n");
    }
  }
  absl::StrAppend(&text, lines, " lines in ", baskets, " baskets of ",
                  customers, " customers");
  if (anonymous_baskets > 0) {
    absl::StrAppend(&text, " (", anonymous_baskets,
                    " baskets of nobody known)");
  }
  absl::StrAppend(&text, ", ", items_taken, " items taken");
  if (catalogue_items > 0) {
    absl::StrAppend(&text, ", ", catalogue_items, " in the catalogue, ",
                    items_without_a_row, " taken that it lacks");
  }
  return text + "\n";
}

}  // namespace customer2vec
