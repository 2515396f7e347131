#include "trainer/data/line_log_reader.h"

#include "absl/strings/str_cat.h"

namespace customer2vec {

bool LineLogReader::Next() {
  while (status_.ok() && !finished_) {
    ClearValues();
    if (!lines_.Next()) {
      Finish();
      break;
    }
    file_.CountRow();
    if (lines_.too_long()) {
      Reject(BadRowReason::kLineTooLong,
             absl::StrCat("the line is longer than ", LineReader::kMaxLineBytes,
                          " bytes"));
      continue;
    }
    std::optional<LineDefect> defect = ReadLine(lines_.line());
    if (!defect) return true;
    Reject(defect->reason, std::move(defect->detail));
  }
  ClearValues();
  return false;
}

void LineLogReader::Finish() {
  finished_ = true;
  status_ = lines_.status();
  if (!status_.ok()) return;
  status_ = file_.Finish(lines_.source().stored_bytes(),
                         lines_.source().StoredDigest());
}

void LineLogReader::Reject(BadRowReason reason, std::string detail) {
  const absl::Status status =
      file_.Reject(reason, lines_.number(), std::move(detail));
  if (status_.ok()) status_ = status;
}

}  // namespace customer2vec
