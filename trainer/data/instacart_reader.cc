#include "trainer/data/instacart_reader.h"

#include <algorithm>
#include <deque>
#include <filesystem>
#include <memory>
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
#include "trainer/data/parallel_table.h"
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

// Where the columns of a file of order lines are.
struct LineColumns {
  size_t order = 0;
  size_t product = 0;
  size_t position = 0;
};

class LineParser final : public RowParser<Interaction> {
 public:
  LineParser(const LineColumns& columns,
             std::shared_ptr<const InstacartOrders> orders)
      : columns_(columns), orders_(std::move(orders)) {}

  void BeginPiece() override {
    order_ = nullptr;
    texts_.clear();
  }

  bool Take(TableRow& table, Interaction* row) override {
    uint64_t order, position;
    if (!table.TakeUnsigned(columns_.order, &order) ||
        !table.TakeId(columns_.product, &row->item) ||
        !table.TakeUnsigned(columns_.position, &position) ||
        !FindOrder(table, order)) {
      return false;
    }
    row->order = texts_.back().order;
    row->customer = texts_.back().customer;
    row->time = order_->time;
    row->position =
        static_cast<uint32_t>(std::min<uint64_t>(position, UINT32_MAX));
    return true;
  }

 private:
  struct Texts {
    std::string order;
    std::string customer;
  };

  // Goes to the order, whose texts are the last. Lines of an order are mostly
  // neighbours.
  bool FindOrder(TableRow& table, uint64_t id) {
    if (order_ != nullptr && order_->id == id) return true;
    const InstacartOrder* found = orders_->Find(id);
    if (found == nullptr) {
      table.RejectValue(BadRowReason::kUnknownOrder, columns_.order,
                        "is not in orders.csv");
      return false;
    }
    order_ = found;
    texts_.push_back({absl::StrCat(id), absl::StrCat(found->user)});
    return true;
  }

  const LineColumns columns_;
  const std::shared_ptr<const InstacartOrders> orders_;
  const InstacartOrder* order_ = nullptr;  // of the line before
  std::deque<Texts> texts_;                // of the piece's orders
};

using Lines = ParallelTable<Interaction>;

absl::StatusOr<LineColumns> FindLineColumns(const TableReader& table) {
  LineColumns columns;
  C2V_ASSIGN_OR_RETURN(columns.order, table.Column("order_id"));
  C2V_ASSIGN_OR_RETURN(columns.product, table.Column("product_id"));
  C2V_ASSIGN_OR_RETURN(columns.position, table.Column("add_to_cart_order"));
  return columns;
}

class InstacartInteractionReader final : public InteractionReader {
 public:
  // REQUIRES: there are files.
  explicit InstacartInteractionReader(std::vector<std::unique_ptr<Lines>> files)
      : files_(std::move(files)) {}

  bool Next() override {
    while (true) {
      if (files_[file_]->Next()) {
        interaction_ = files_[file_]->row();
        return true;
      }
      if (!status().ok() || file_ + 1 == files_.size()) return false;
      ++file_;
    }
  }
  const absl::Status& status() const override {
    return files_[file_]->status();
  }
  void Reject(BadRowReason reason, std::string detail) override {
    files_[file_]->Reject(reason, std::move(detail));
  }

 private:
  std::vector<std::unique_ptr<Lines>> files_;
  size_t file_ = 0;
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
  std::vector<std::unique_ptr<TableReader>> tables;
  std::vector<LineColumns> columns;
  for (const char* name :
       {"order_products__prior.csv", "order_products__train.csv"}) {
    C2V_ASSIGN_OR_RETURN(const std::string path, FindTable(folder, name));
    if (path.empty()) continue;
    C2V_ASSIGN_OR_RETURN(tables.emplace_back(),
                         TableReader::Open(path, kSeparator, log));
    C2V_ASSIGN_OR_RETURN(columns.emplace_back(),
                         FindLineColumns(*tables.back()));
  }
  if (tables.empty()) {
    return Missing(folder,
                   "order_products__prior.csv or order_products__train.csv");
  }
  C2V_ASSIGN_OR_RETURN(InstacartOrders read,
                       InstacartOrders::Read(orders_path, log));
  const auto orders = std::make_shared<const InstacartOrders>(std::move(read));
  std::vector<std::unique_ptr<Lines>> files;
  for (size_t i = 0; i < tables.size(); ++i) {
    files.push_back(std::make_unique<Lines>(
        std::move(tables[i]), [orders, columns = columns[i]] {
          return std::make_unique<LineParser>(columns, orders);
        }));
  }
  return std::make_unique<InstacartInteractionReader>(std::move(files));
}

absl::StatusOr<std::unique_ptr<CatalogueReader>> OpenInstacartCatalogue(
    const std::string& folder, BadRowLog& log) {
  return InstacartCatalogueReader::Open(folder, log);
}

}  // namespace customer2vec
