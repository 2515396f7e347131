#include "trainer/app/generate_payments_command.h"

#include <CLI/CLI.hpp>
#include <ostream>

#include "absl/strings/str_format.h"
#include "core/base/status_macros.h"
#include "trainer/generate/payment_generator.h"

namespace customer2vec {

void AddGeneratePayments(CLI::App& app, GeneratePaymentsFlags& flags) {
  CLI::App* generate = app.add_subcommand(
      "generate-payments",
      "Make a payment network of any size whose structure is known");
  PaymentOptions& options = flags.options;
  const auto add = [&](const char* name, auto& value, const char* description) {
    generate->add_option(name, value, description)->capture_default_str();
  };
  generate->add_option("--output", flags.output, "Folder to make")->required();
  add("--entities", options.entities, "Entities that pay each other");
  add("--services", options.services, "Services that they take up");
  add("--industries", options.industries,
      "Hidden groups that payments follow, and services faintly");
  add("--behaviors", options.behaviors, "Hidden groups that services follow");
  add("--mean-partners", options.mean_partners,
      "Whom an entity pays, on average");
  add("--mean-payments", options.mean_payments,
      "Payments to each of them, on average");
  add("--mean-orders", options.mean_orders,
      "Orders of services by an entity, on average");
  add("--mean-order-services", options.mean_order_services,
      "Services of an order, on average");
  add("--seed", options.seed, "Seed; the same options give the same bytes");
  generate->add_flag("--gzip", options.gzip, "Compress the files");
  generate->footer(
      "Example:\n"
      "  c2v-train generate-payments --output network --entities 2000\n"
      "  c2v-train fit --config examples/payments.textproto --data-root "
      "network \\\n"
      "    --store run/snapshots");
}

absl::Status RunGeneratePayments(const GeneratePaymentsFlags& flags,
                                 std::ostream& out) {
  C2V_ASSIGN_OR_RETURN(const PaymentCounts counts,
                       GeneratePayments(flags.options, flags.output));
  out << absl::StrFormat(
      "generated %s: %d payments among %d entities, %d orders of %d services\n",
      flags.output, counts.payments, flags.options.entities, counts.orders,
      counts.lines);
  return absl::OkStatus();
}

}  // namespace customer2vec
