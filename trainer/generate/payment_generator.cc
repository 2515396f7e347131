#include "trainer/generate/payment_generator.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "core/base/random.h"
#include "core/base/status_macros.h"
#include "trainer/generate/generated_folder.h"
#include "trainer/generate/text_file_writer.h"

namespace customer2vec {
namespace {

constexpr double kNewService = 0.7;
constexpr int64_t kFirstSecond = 1704067200;  // 2024-01-01
constexpr uint32_t kSeconds = 365 * 86400;
constexpr int kTries = 50;  // to find a service that is new, or new in an order

// A number from `least` on with that mean.
uint32_t Geometric(double mean, uint32_t least, Random& random) {
  const double more = mean - least;
  if (more <= 0) return least;
  const double stay = more / (1 + more);
  return least +
         static_cast<uint32_t>(std::log(1 - random.Uniform()) / std::log(stay));
}

bool Holds(const std::vector<uint32_t>& rows, uint32_t row) {
  return std::find(rows.begin(), rows.end(), row) != rows.end();
}

absl::string_view KindName(ServiceKind kind) {
  switch (kind) {
    case ServiceKind::kIndustry:
      return "industry";
    case ServiceKind::kBehavior:
      return "behavior";
    default:
      return "general";
  }
}

class NetworkWriter {
 public:
  NetworkWriter(const PaymentOptions& options, std::string folder)
      : options_(options), folder_(std::move(folder)), world_(options) {}

  absl::StatusOr<PaymentCounts> WriteAll() {
    C2V_RETURN_IF_ERROR(WriteServices());
    C2V_RETURN_IF_ERROR(WriteTruth());
    C2V_RETURN_IF_ERROR(WritePayments());
    C2V_RETURN_IF_ERROR(WriteUsage());
    return counts_;
  }

 private:
  absl::StatusOr<TextFileWriter> Create(absl::string_view name) const {
    return TextFileWriter::Create(
        absl::StrCat(folder_, "/", name, options_.gzip ? ".gz" : ""),
        options_.gzip);
  }

  absl::Status WriteServices() const {
    C2V_ASSIGN_OR_RETURN(TextFileWriter file, Create("services.csv"));
    C2V_ASSIGN_OR_RETURN(TextFileWriter truth, Create("service_truth.csv"));
    file.Append("service_id,name\n");
    truth.Append("service_id,kind,group,rank\n");
    for (uint32_t i = 0; i < world_.service_count(); ++i) {
      const PaymentService& service = world_.service(i);
      file.Append(absl::StrCat("S", i + 1, ",", world_.ServiceName(i), "\n"));
      truth.Append(absl::StrCat("S", i + 1, ",", KindName(service.kind), ",",
                                service.group, ",", service.rank, "\n"));
    }
    C2V_RETURN_IF_ERROR(file.Close());
    return truth.Close();
  }

  absl::Status WriteTruth() const {
    C2V_ASSIGN_OR_RETURN(TextFileWriter file, Create("truth.csv"));
    file.Append("entity_id,industry,behavior\n");
    for (uint32_t i = 0; i < world_.entity_count(); ++i) {
      const PaymentEntity& entity = world_.entity(i);
      file.Append(absl::StrCat("E", i + 1, ",", entity.industry, ",",
                               entity.behavior, "\n"));
    }
    return file.Close();
  }

  absl::Status WritePayments() {
    C2V_ASSIGN_OR_RETURN(TextFileWriter file, Create("payments.csv"));
    file.Append("payer,payee,amount,paid_at\n");
    const Random seeds = Random(options_.seed).Fork(1);
    for (uint32_t payer = 0; payer < world_.entity_count(); ++payer) {
      Random random = seeds.Fork(payer);
      const uint32_t partners = Geometric(options_.mean_partners, 1, random);
      for (uint32_t i = 0; i < partners; ++i) {
        const uint32_t payee = world_.DrawPayee(payer, random);
        if (payee != payer) AppendPayments(payer, payee, random, file);
      }
    }
    return file.Close();
  }

  void AppendPayments(uint32_t payer, uint32_t payee, Random& random,
                      TextFileWriter& file) {
    const uint32_t times = Geometric(options_.mean_payments, 1, random);
    for (uint32_t i = 0; i < times; ++i) {
      const double amount =
          100 * world_.entity(payer).size * std::exp(0.7 * random.Normal());
      file.Append(absl::StrFormat("E%d,E%d,%.2f,%d\n", payer + 1, payee + 1,
                                  std::max(amount, 0.01),
                                  kFirstSecond + random.Below(kSeconds)));
      ++counts_.payments;
    }
  }

  absl::Status WriteUsage() {
    C2V_ASSIGN_OR_RETURN(TextFileWriter file, Create("usage.csv"));
    file.Append("entity_id,order_id,service_id,used_at\n");
    const Random seeds = Random(options_.seed).Fork(2);
    for (uint32_t entity = 0; entity < world_.entity_count(); ++entity) {
      Random random = seeds.Fork(entity);
      AppendOrders(entity, random, file);
    }
    return file.Close();
  }

  void AppendOrders(uint32_t entity, Random& random, TextFileWriter& file) {
    std::vector<int64_t> times(Geometric(options_.mean_orders, 2, random));
    for (int64_t& time : times) time = kFirstSecond + random.Below(kSeconds);
    std::sort(times.begin(), times.end());
    std::vector<uint32_t> taken;
    for (const int64_t time : times) {
      ++counts_.orders;
      const std::vector<uint32_t> order = DrawOrder(entity, taken, random);
      for (const uint32_t service : order) {
        file.Append(absl::StrCat("E", entity + 1, ",O", counts_.orders, ",S",
                                 service + 1, ",", time, "\n"));
        ++counts_.lines;
        if (!Holds(taken, service)) taken.push_back(service);
      }
    }
  }

  // Distinct services, at least one.
  std::vector<uint32_t> DrawOrder(uint32_t entity,
                                  const std::vector<uint32_t>& taken,
                                  Random& random) const {
    std::vector<uint32_t> order;
    const uint32_t count = Geometric(options_.mean_order_services, 1, random);
    for (uint32_t i = 0; i < count; ++i) {
      const bool repeat = !taken.empty() && random.Uniform() >= kNewService;
      for (int tries = 0; tries < kTries; ++tries) {
        const uint32_t service =
            repeat ? taken[random.Below(static_cast<uint32_t>(taken.size()))]
                   : world_.DrawService(entity, random);
        if (Holds(order, service) || (!repeat && Holds(taken, service))) {
          continue;
        }
        order.push_back(service);
        break;
      }
    }
    if (order.empty()) order.push_back(world_.DrawService(entity, random));
    return order;
  }

  const PaymentOptions options_;
  const std::string folder_;
  const PaymentWorld world_;
  PaymentCounts counts_;
};

}  // namespace

absl::StatusOr<PaymentCounts> GeneratePayments(const PaymentOptions& options,
                                               const std::string& folder) {
  C2V_RETURN_IF_ERROR(ValidatePaymentOptions(options));
  PaymentCounts counts;
  C2V_RETURN_IF_ERROR(
      MakeFolder(folder, [&](const std::string& partial) -> absl::Status {
        C2V_ASSIGN_OR_RETURN(counts,
                             NetworkWriter(options, partial).WriteAll());
        return absl::OkStatus();
      }));
  return counts;
}

}  // namespace customer2vec
