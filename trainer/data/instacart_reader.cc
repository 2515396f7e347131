#include "trainer/data/instacart_reader.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "core/base/status_macros.h"
#include "trainer/data/instacart_orders.h"
#include "trainer/data/table_reader.h"

namespace customer2vec {
namespace {

constexpr char kSeparator = ',';

// The stored forms of a table that are there.
std::vector<std::string> FindForms(const std::string& folder,
                                   absl::string_view name) {
  std::vector<std::string> forms;
  for (const absl::string_view suffix : {"", ".gz", ".zst"}) {
    std::string path = absl::StrCat(folder, "/", name, suffix);
    std::error_code ignored;
    if (std::filesystem::exists(path, ignored)) {
      forms.push_back(std::move(path));
    }
  }
  return forms;
}

// Path of a table, in whichever form it is stored; empty when there is none.
absl::StatusOr<std::string> FindTable(const std::string& folder,
                                      absl::string_view name) {
  std::vector<std::string> forms = FindForms(folder, name);
  if (forms.size() > 1) {
    return absl::InvalidArgumentError(
        absl::StrCat("data.instacart.folder: ", absl::StrJoin(forms, " and "),
                     " are both there; remove all but one"));
  }
  return forms.empty() ? std::string() : std::move(forms[0]);
}

absl::Status Missing(const std::string& folder, absl::string_view names) {
  return absl::NotFoundError(absl::StrCat("data.instacart.folder: ", folder,
                                          " has no ", names,
                                          " (plain, .gz or .zst)"));
}

absl::StatusOr<std::string> RequireTable(const std::string& folder,
                                         absl::string_view name) {
  C2V_ASSIGN_OR_RETURN(std::string path, FindTable(folder, name));
  if (path.empty()) return Missing(folder, name);
  return path;
}

// One file of order lines with its columns.
struct LineTable {
  std::unique_ptr<TableReader> table;
  size_t order = 0;
  size_t product = 0;
  size_t position = 0;
};

absl::StatusOr<LineTable> OpenLines(const std::string& path, BadRowLog& log) {
  LineTable lines;
  C2V_ASSIGN_OR_RETURN(lines.table, TableReader::Open(path, kSeparator, log));
  C2V_ASSIGN_OR_RETURN(lines.order, lines.table->Column("order_id"));
  C2V_ASSIGN_OR_RETURN(lines.product, lines.table->Column("product_id"));
  C2V_ASSIGN_OR_RETURN(lines.position,
                       lines.table->Column("add_to_cart_order"));
  return lines;
}

class InstacartInteractionReader final : public InteractionReader {
 public:
  InstacartInteractionReader(InstacartOrders orders,
                             std::vector<LineTable> files)
      : orders_(std::move(orders)), files_(std::move(files)) {}

  bool Next() override {
    while (true) {
      while (lines().table->Next()) {
        if (TakeRow()) return true;
      }
      if (!status().ok() || file_ + 1 == files_.size()) return false;
      ++file_;
    }
  }
  const absl::Status& status() const override {
    return files_[file_].table->status();
  }
  void Reject(BadRowReason reason, std::string detail) override {
    lines().table->Reject(reason, std::move(detail));
  }

 private:
  LineTable& lines() { return files_[file_]; }

  bool TakeRow() {
    uint64_t order, position;
    TableReader& table = *lines().table;
    if (!table.TakeUnsigned(lines().order, &order) ||
        !table.TakeId(lines().product, &interaction_.item) ||
        !table.TakeUnsigned(lines().position, &position) || !TakeOrder(order)) {
      return false;
    }
    interaction_.position =
        static_cast<uint32_t>(std::min<uint64_t>(position, UINT32_MAX));
    return true;
  }

  // Fills order, customer and time. Lines of an order are mostly neighbours.
  bool TakeOrder(uint64_t id) {
    if (order_ == nullptr || order_->id != id) {
      const InstacartOrder* found = orders_.Find(id);
      if (found == nullptr) {
        lines().table->RejectValue(BadRowReason::kUnknownOrder, lines().order,
                                   "is not in orders.csv");
        return false;
      }
      order_ = found;
      order_text_ = absl::StrCat(id);
      customer_ = absl::StrCat(found->user);
    }
    interaction_.order = order_text_;
    interaction_.customer = customer_;
    interaction_.time = order_->time;
    return true;
  }

  const InstacartOrders orders_;
  std::vector<LineTable> files_;
  size_t file_ = 0;
  const InstacartOrder* order_ = nullptr;  // of the line before
  std::string order_text_;
  std::string customer_;
};

using Names = absl::flat_hash_map<std::string, std::string>;

// Names by id, from aisles.csv or departments.csv.
absl::StatusOr<Names> ReadNames(const std::string& folder,
                                const std::string& what, BadRowLog& log) {
  C2V_ASSIGN_OR_RETURN(const std::string path,
                       RequireTable(folder, absl::StrCat(what, "s.csv")));
  C2V_ASSIGN_OR_RETURN(std::unique_ptr<TableReader> table,
                       TableReader::Open(path, kSeparator, log));
  C2V_ASSIGN_OR_RETURN(const size_t id_column, table->Column(what + "_id"));
  C2V_ASSIGN_OR_RETURN(const size_t name_column, table->Column(what));
  Names names;
  absl::string_view id, name;
  while (table->Next()) {
    if (!table->TakeId(id_column, &id) || !table->TakeId(name_column, &name)) {
      continue;
    }
    if (!names.emplace(id, name).second) {
      table->RejectValue(BadRowReason::kDuplicateId, id_column,
                         "stands in the table already");
    }
  }
  C2V_RETURN_IF_ERROR(table->status());
  return names;
}

class InstacartCatalogueReader final : public CatalogueReader {
 public:
  static absl::StatusOr<std::unique_ptr<CatalogueReader>> Open(
      const std::string& folder, BadRowLog& log) {
    auto reader = std::make_unique<InstacartCatalogueReader>();
    C2V_ASSIGN_OR_RETURN(reader->aisles_, ReadNames(folder, "aisle", log));
    C2V_ASSIGN_OR_RETURN(reader->departments_,
                         ReadNames(folder, "department", log));
    C2V_ASSIGN_OR_RETURN(const std::string path,
                         RequireTable(folder, "products.csv"));
    C2V_ASSIGN_OR_RETURN(reader->table_,
                         TableReader::Open(path, kSeparator, log));
    const TableReader& table = *reader->table_;
    C2V_ASSIGN_OR_RETURN(reader->product_, table.Column("product_id"));
    C2V_ASSIGN_OR_RETURN(reader->name_, table.Column("product_name"));
    C2V_ASSIGN_OR_RETURN(reader->aisle_, table.Column("aisle_id"));
    C2V_ASSIGN_OR_RETURN(reader->department_, table.Column("department_id"));
    reader->row_.values.resize(2, "");
    return reader;
  }

  bool Next() override {
    while (table_->Next()) {
      if (TakeRow()) return true;
    }
    return false;
  }
  const absl::Status& status() const override { return table_->status(); }
  void Reject(BadRowReason reason, std::string detail) override {
    table_->Reject(reason, std::move(detail));
  }

 private:
  bool TakeRow() {
    if (!table_->TakeId(product_, &row_.item) ||
        !TakeCategory(aisle_, aisles_, "aisles.csv", &row_.values[0]) ||
        !TakeCategory(department_, departments_, "departments.csv",
                      &row_.values[1])) {
      return false;
    }
    shown_name_ = absl::StrReplaceAll(table_->Value(name_), {{"\\\"", "\""}});
    row_.name =
        shown_name_.empty() ? row_.item : absl::string_view(shown_name_);
    return true;
  }

  bool TakeCategory(size_t column, const Names& names, absl::string_view file,
                    absl::string_view* value) {
    const auto found = names.find(table_->Value(column));
    if (found == names.end()) {
      table_->RejectValue(BadRowReason::kUnknownCategory, column,
                          absl::StrCat("is not in ", file));
      return false;
    }
    *value = found->second;
    return true;
  }

  Names aisles_;
  Names departments_;
  std::unique_ptr<TableReader> table_;
  size_t product_ = 0, name_ = 0, aisle_ = 0, department_ = 0;
  std::string shown_name_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<InteractionReader>> OpenInstacartInteractions(
    const std::string& folder, BadRowLog& log) {
  C2V_ASSIGN_OR_RETURN(const std::string orders_path,
                       RequireTable(folder, "orders.csv"));
  std::vector<LineTable> files;
  for (const char* name :
       {"order_products__prior.csv", "order_products__train.csv"}) {
    C2V_ASSIGN_OR_RETURN(const std::string path, FindTable(folder, name));
    if (path.empty()) continue;
    C2V_ASSIGN_OR_RETURN(LineTable lines, OpenLines(path, log));
    files.push_back(std::move(lines));
  }
  if (files.empty()) {
    return Missing(folder,
                   "order_products__prior.csv or order_products__train.csv");
  }
  C2V_ASSIGN_OR_RETURN(InstacartOrders orders,
                       InstacartOrders::Read(orders_path, log));
  return std::make_unique<InstacartInteractionReader>(std::move(orders),
                                                      std::move(files));
}

absl::StatusOr<std::unique_ptr<CatalogueReader>> OpenInstacartCatalogue(
    const std::string& folder, BadRowLog& log) {
  return InstacartCatalogueReader::Open(folder, log);
}

}  // namespace customer2vec
