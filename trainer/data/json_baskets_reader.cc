#include "trainer/data/json_baskets_reader.h"

#include <simdjson.h>

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/vocabulary/vocabulary.h"
#include "trainer/data/byte_source.h"

namespace customer2vec {
namespace {

constexpr size_t kMaxFileBytes = size_t{1} << 30;
constexpr size_t kReadBytes = 1 << 20;
constexpr char kForm[] =
    "; the file is an object of customers with lists of baskets, which are "
    "lists of item ids";

absl::Status ReadAll(ByteSource& source, const std::string& path,
                     std::string* text) {
  std::vector<char> buffer(kReadBytes);
  while (true) {
    C2V_ASSIGN_OR_RETURN(const size_t count, source.Read(buffer));
    if (count == 0) return absl::OkStatus();
    text->append(buffer.data(), count);
    if (text->size() > kMaxFileBytes) {
      return absl::InvalidArgumentError(
          absl::StrCat(path, ": is larger than 1 GiB of text: split it"));
    }
  }
}

// The id that a value is; empty where it is none.
std::string IdOf(const simdjson::dom::element& value) {
  int64_t number;
  if (value.get(number) == simdjson::SUCCESS) return absl::StrCat(number);
  std::string_view text;
  if (value.get(text) != simdjson::SUCCESS || text.size() > kMaxIdBytes) {
    return "";
  }
  return std::string(text);
}

class JsonBasketsReader final : public InteractionReader {
 public:
  JsonBasketsReader(size_t source, FileLog& file)
      : source_(source), file_(file) {}

  // Reads and checks the whole file.
  absl::Status Read(ByteSource& source) {
    std::string text;
    C2V_RETURN_IF_ERROR(ReadAll(source, file_.path(), &text));
    simdjson::dom::object object;
    const simdjson::error_code error = parser_.parse(text).get(object);
    if (error != simdjson::SUCCESS) {
      return Wrong("", simdjson::error_message(error));
    }
    for (const auto& [customer, value] : object) {
      file_.CountRow();
      C2V_RETURN_IF_ERROR(ReadCustomer(
          absl::string_view(customer.data(), customer.size()), value));
    }
    return file_.Finish(source.stored_bytes(), source.StoredDigest());
  }

  bool Next() override {
    if (!status_.ok() || next_ == rows_.size()) return false;
    const Row& row = rows_[next_++];
    order_ = absl::StrCat(source_, ".", row.order);
    interaction_ = Interaction();
    interaction_.customer = customers_[row.customer];
    interaction_.order = order_;
    interaction_.item = row.item;
    return true;
  }

  const absl::Status& status() const override { return status_; }

  void Reject(BadRowReason reason, std::string detail) override {
    const absl::Status status = file_.Reject(reason, 1, std::move(detail));
    if (status_.ok()) status_ = status;
  }

 private:
  struct Row {
    uint32_t customer;
    uint32_t order;
    std::string item;
  };

  absl::Status ReadCustomer(absl::string_view customer,
                            const simdjson::dom::element& value) {
    if (customer.empty() || customer.size() > kMaxIdBytes) {
      return Wrong(customer, "is no id");
    }
    simdjson::dom::array baskets;
    if (value.get(baskets) != simdjson::SUCCESS) {
      return Wrong(customer, "has no list of baskets");
    }
    customers_.emplace_back(customer);
    for (const simdjson::dom::element basket : baskets) {
      C2V_RETURN_IF_ERROR(ReadBasket(customer, basket));
    }
    return absl::OkStatus();
  }

  absl::Status ReadBasket(absl::string_view customer,
                          const simdjson::dom::element& value) {
    simdjson::dom::array items;
    if (value.get(items) != simdjson::SUCCESS) {
      return Wrong(customer, "has a basket that is no list");
    }
    for (const simdjson::dom::element item : items) {
      std::string id = IdOf(item);
      if (id.empty()) {
        return Wrong(customer, "has an item that is no text or whole number");
      }
      rows_.push_back({static_cast<uint32_t>(customers_.size() - 1), orders_,
                       std::move(id)});
    }
    ++orders_;
    return absl::OkStatus();
  }

  absl::Status Wrong(absl::string_view customer, absl::string_view what) const {
    const std::string who =
        customer.empty() ? "" : absl::StrCat("customer ", Shown(customer), " ");
    return absl::InvalidArgumentError(
        absl::StrCat(file_.path(), ": ", who, what, kForm));
  }

  const size_t source_;
  FileLog& file_;
  simdjson::dom::parser parser_;
  absl::Status status_;
  std::vector<std::string> customers_;
  std::vector<Row> rows_;
  uint32_t orders_ = 0;
  size_t next_ = 0;  // in rows_
  std::string order_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<InteractionReader>> OpenJsonBaskets(
    const v1::JsonBaskets&, const std::string& path, absl::string_view field,
    size_t source, BadRowLog& log) {
  C2V_ASSIGN_OR_RETURN(std::unique_ptr<ByteSource> bytes, OpenByteSource(path),
                       field, ".path");
  auto reader = std::make_unique<JsonBasketsReader>(source, log.AddFile(path));
  C2V_RETURN_IF_ERROR(reader->Read(*bytes)).With(field);
  return std::unique_ptr<InteractionReader>(std::move(reader));
}

}  // namespace customer2vec
