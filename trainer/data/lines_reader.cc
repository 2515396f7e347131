#include "trainer/data/lines_reader.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "core/base/status_macros.h"
#include "core/base/utf8.h"
#include "core/vocabulary/vocabulary.h"
#include "trainer/data/byte_source.h"
#include "trainer/data/line_reader.h"

namespace customer2vec {
namespace {

class LinesReader final : public InteractionReader {
 public:
  LinesReader(const v1::LinesOfItems& config, size_t source, FileLog& file,
              std::unique_ptr<ByteSource> bytes)
      : separator_(config.separator().empty() ? ' ' : config.separator()[0]),
        customer_first_(config.customer_first()),
        source_(source),
        file_(file),
        lines_(std::move(bytes)) {}

  bool Next() override {
    while (status_.ok() && next_ == words_.size()) {
      if (!NextLine()) return false;
    }
    if (!status_.ok()) return false;
    interaction_.item = words_[next_++];
    return true;
  }

  const absl::Status& status() const override { return status_; }

  void Reject(BadRowReason reason, std::string detail) override {
    const absl::Status status =
        file_.Reject(reason, lines_.number(), std::move(detail));
    if (status_.ok()) status_ = status;
  }

 private:
  // Goes to the next line; false at the end.
  bool NextLine() {
    words_.clear();
    next_ = 0;
    if (finished_) return false;
    if (!lines_.Next()) {
      Finish();
      return false;
    }
    file_.CountRow();
    if (TakeLine()) return true;
    words_.clear();
    next_ = 0;
    return true;
  }

  bool TakeLine() {
    if (lines_.too_long()) {
      Reject(BadRowReason::kLineTooLong,
             absl::StrCat("the line is longer than ", LineReader::kMaxLineBytes,
                          " bytes"));
      return false;
    }
    if (!IsValidUtf8(lines_.line())) {
      Reject(BadRowReason::kInvalidUtf8, "the line is not UTF-8 text");
      return false;
    }
    words_ = absl::StrSplit(lines_.line(), separator_, absl::SkipWhitespace());
    return HasItems() && HasShortIds() && TakeOrder();
  }

  bool HasItems() {
    if (words_.size() > (customer_first_ ? 1u : 0u)) return true;
    Reject(BadRowReason::kEmptyId, customer_first_
                                       ? "a line is a customer and item ids"
                                       : "a line is item ids");
    return false;
  }

  bool HasShortIds() {
    for (const absl::string_view word : words_) {
      if (word.size() <= kMaxIdBytes) continue;
      Reject(BadRowReason::kIdTooLong,
             absl::StrCat(Shown(word), " has ", word.size(),
                          " bytes, an id at most ", kMaxIdBytes));
      return false;
    }
    return true;
  }

  bool TakeOrder() {
    interaction_ = Interaction();
    order_ = absl::StrCat(source_, ".", lines_.number());
    interaction_.order = order_;
    if (customer_first_) interaction_.customer = words_[next_++];
    return true;
  }

  void Finish() {
    finished_ = true;
    status_ = lines_.status();
    if (!status_.ok()) return;
    status_ = file_.Finish(lines_.source().stored_bytes(),
                           lines_.source().StoredDigest());
  }

  const char separator_;
  const bool customer_first_;
  const size_t source_;
  FileLog& file_;
  LineReader lines_;
  absl::Status status_;
  bool finished_ = false;
  std::vector<absl::string_view> words_;  // of the line
  size_t next_ = 0;                       // in words_
  std::string order_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<InteractionReader>> OpenLinesOfItems(
    const v1::LinesOfItems& config, const std::string& path,
    absl::string_view field, size_t source, BadRowLog& log) {
  C2V_ASSIGN_OR_RETURN(std::unique_ptr<ByteSource> bytes, OpenByteSource(path),
                       field, ".path");
  return std::make_unique<LinesReader>(config, source, log.AddFile(path),
                                       std::move(bytes));
}

}  // namespace customer2vec
