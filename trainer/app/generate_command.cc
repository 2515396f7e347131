#include "trainer/app/generate_command.h"

#include <CLI/CLI.hpp>
#include <ostream>

#include "absl/strings/str_format.h"
#include "core/base/status_macros.h"
#include "trainer/generate/instacart_generator.h"

namespace customer2vec {

void AddGenerate(CLI::App& app, GenerateFlags& flags) {
  CLI::App* generate = app.add_subcommand(
      "generate",
      "Make an Instacart folder of any size whose structure is known");
  GenerateOptions& options = flags.options;
  const auto add = [&](const char* name, auto& value, const char* description) {
    generate->add_option(name, value, description)->capture_default_str();
  };
  generate->add_option("--output", flags.output, "Folder to make")->required();
  add("--customers", options.customers, "Customers");
  add("--products", options.products, "Products");
  add("--aisles", options.aisles, "Aisles");
  add("--departments", options.departments, "Departments");
  add("--tastes", options.tastes,
      "Hidden tastes that products and customers share");
  add("--mean-orders", options.mean_orders, "Orders of a customer, on average");
  add("--mean-basket", options.mean_basket, "Products of an order, on average");
  add("--repeat-share", options.repeat_share,
      "Share of lines that repeat something the customer took before");
  add("--seed", options.seed, "Seed; the same options give the same bytes");
  generate->add_flag("--gzip", options.gzip, "Compress the files");
  generate->footer(
      "Example:\n"
      "  c2v-train generate --output shop --customers 2000 --products 2000\n"
      "  c2v-train fit --config examples/instacart.textproto --data-root shop "
      "\\\n"
      "    --store run/snapshots");
}

absl::Status RunGenerate(const GenerateFlags& flags, std::ostream& out) {
  C2V_ASSIGN_OR_RETURN(const GeneratedCounts counts,
                       GenerateInstacart(flags.options, flags.output));
  const double repeats = counts.later_lines == 0
                             ? 0
                             : 100.0 *
                                   static_cast<double>(counts.repeated_lines) /
                                   static_cast<double>(counts.later_lines);
  out << absl::StrFormat(
      "generated %s: %d orders, %d lines, %.1f%% repeats, %d "
      "events\n",
      flags.output, counts.orders, counts.lines, repeats, counts.events);
  return absl::OkStatus();
}

}  // namespace customer2vec
