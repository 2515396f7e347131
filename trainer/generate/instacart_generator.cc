#include "trainer/generate/instacart_generator.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/random.h"
#include "core/base/status_macros.h"
#include "trainer/generate/generated_customer.h"
#include "trainer/generate/generated_folder.h"
#include "trainer/generate/generated_shop.h"
#include "trainer/generate/log_generator.h"
#include "trainer/generate/text_file_writer.h"

namespace customer2vec {
namespace {

constexpr char kLinesHeader[] =
    "order_id,product_id,add_to_cart_order,reordered\n";

class FolderGenerator {
 public:
  FolderGenerator(const GenerateOptions& options, std::string folder)
      : options_(options), folder_(std::move(folder)), shop_(options) {}

  absl::StatusOr<GeneratedCounts> WriteAll() {
    C2V_RETURN_IF_ERROR(WriteDepartments());
    C2V_RETURN_IF_ERROR(WriteAisles());
    C2V_RETURN_IF_ERROR(WriteProducts());
    C2V_RETURN_IF_ERROR(WriteTruth());
    C2V_RETURN_IF_ERROR(WriteOrders());
    C2V_RETURN_IF_ERROR(WriteLog());
    return counts_;
  }

 private:
  absl::StatusOr<TextFileWriter> Create(absl::string_view name) const {
    return TextFileWriter::Create(
        absl::StrCat(folder_, "/", name, options_.gzip ? ".gz" : ""),
        options_.gzip);
  }

  absl::Status WriteDepartments() const {
    C2V_ASSIGN_OR_RETURN(TextFileWriter file, Create("departments.csv"));
    file.Append("department_id,department\n");
    for (uint32_t i = 0; i < shop_.department_count(); ++i) {
      file.Append(absl::StrCat(i + 1, ",", shop_.DepartmentName(i), "\n"));
    }
    return file.Close();
  }

  absl::Status WriteAisles() const {
    C2V_ASSIGN_OR_RETURN(TextFileWriter file, Create("aisles.csv"));
    file.Append("aisle_id,aisle\n");
    for (uint32_t i = 0; i < shop_.aisle_count(); ++i) {
      file.Append(absl::StrCat(i + 1, ",", shop_.AisleName(i), "\n"));
    }
    return file.Close();
  }

  absl::Status WriteProducts() const {
    C2V_ASSIGN_OR_RETURN(TextFileWriter file, Create("products.csv"));
    file.Append("product_id,product_name,aisle_id,department_id\n");
    for (uint32_t i = 0; i < shop_.product_count(); ++i) {
      const uint32_t aisle = shop_.product(i).aisle;
      file.Append(absl::StrCat(i + 1, ",\"", shop_.ProductName(i), "\",",
                               aisle + 1, ",", shop_.DepartmentOf(aisle) + 1,
                               "\n"));
    }
    return file.Close();
  }

  absl::Status WriteTruth() const {
    const auto text = [](std::optional<uint32_t> number) {
      return number ? absl::StrCat(*number) : std::string();
    };
    C2V_ASSIGN_OR_RETURN(TextFileWriter file, Create("truth.csv"));
    file.Append("product_id,taste,popularity_rank,weekday,quarter\n");
    for (uint32_t i = 0; i < shop_.product_count(); ++i) {
      const GeneratedProduct& product = shop_.product(i);
      file.Append(absl::StrCat(
          i + 1, ",", product.taste, ",", product.popularity_rank, ",",
          text(product.weekday), ",", text(product.quarter), "\n"));
    }
    return file.Close();
  }

  absl::Status WriteOrders() {
    C2V_ASSIGN_OR_RETURN(TextFileWriter orders, Create("orders.csv"));
    C2V_ASSIGN_OR_RETURN(TextFileWriter prior,
                         Create("order_products__prior.csv"));
    C2V_ASSIGN_OR_RETURN(TextFileWriter train,
                         Create("order_products__train.csv"));
    orders.Append(
        "order_id,user_id,eval_set,order_number,order_dow,order_hour_of_day,"
        "days_since_prior_order\n");
    prior.Append(kLinesHeader);
    train.Append(kLinesHeader);
    const Random random = Random(options_.seed).Fork(1);
    for (uint32_t i = 0; i < options_.customers; ++i) {
      GeneratedCustomer customer(shop_, options_, random.Fork(i));
      for (uint32_t number = 1; number <= customer.order_count(); ++number) {
        const bool last = number == customer.order_count();
        const GeneratedOrder& order = customer.NextOrder();
        AppendOrder(order, i + 1, number, last, orders);
        AppendLines(order, number, last ? train : prior);
      }
    }
    C2V_RETURN_IF_ERROR(orders.Close());
    C2V_RETURN_IF_ERROR(prior.Close());
    return train.Close();
  }

  absl::Status WriteLog() {
    C2V_ASSIGN_OR_RETURN(TextFileWriter events, Create("events.jsonl"));
    C2V_ASSIGN_OR_RETURN(TextFileWriter kinds, Create("customer_kinds.csv"));
    const LogGenerator generator(shop_, options_.seed);
    kinds.Append("user_id,kind\n");
    for (uint32_t user = 1; user <= options_.customers; ++user) {
      counts_.events += generator.WriteCustomer(user, events);
      kinds.Append(absl::StrCat(user, ",", generator.KindOf(user), "\n"));
    }
    C2V_RETURN_IF_ERROR(events.Close());
    return kinds.Close();
  }

  void AppendOrder(const GeneratedOrder& order, uint32_t user, uint32_t number,
                   bool last, TextFileWriter& file) {
    ++counts_.orders;
    file.Append(absl::StrCat(
        counts_.orders, ",", user, ",", last ? "train" : "prior", ",", number,
        ",", order.day % kDaysPerWeek, ",",
        absl::Dec(order.hour, absl::kZeroPad2), ",",
        number == 1 ? std::string() : absl::StrCat(order.gap_days, ".0"),
        "\n"));
  }

  void AppendLines(const GeneratedOrder& order, uint32_t number,
                   TextFileWriter& file) {
    uint32_t position = 0;
    for (const GeneratedLine& line : order.lines) {
      file.Append(absl::StrCat(counts_.orders, ",", line.product + 1, ",",
                               ++position, ",", line.reordered ? 1 : 0, "\n"));
      ++counts_.lines;
      if (number > 1) ++counts_.later_lines;
      if (line.reordered) ++counts_.repeated_lines;
    }
  }

  const GenerateOptions options_;
  const std::string folder_;
  const GeneratedShop shop_;
  GeneratedCounts counts_;
};

}  // namespace

absl::StatusOr<GeneratedCounts> GenerateInstacart(
    const GenerateOptions& options, const std::string& folder) {
  C2V_RETURN_IF_ERROR(ValidateGenerateOptions(options));
  GeneratedCounts counts;
  C2V_RETURN_IF_ERROR(
      MakeFolder(folder, [&](const std::string& partial) -> absl::Status {
        C2V_ASSIGN_OR_RETURN(counts,
                             FolderGenerator(options, partial).WriteAll());
        return absl::OkStatus();
      }));
  return counts;
}

}  // namespace customer2vec
