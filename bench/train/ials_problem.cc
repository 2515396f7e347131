#include "bench/train/ials_problem.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "core/base/file.h"
#include "core/base/random.h"
#include "core/base/status_macros.h"
#include "core/vectors/kernels.h"
#include "core/vectors/top_k.h"
#include "trainer/evaluation/metrics.h"
#include "trainer/generate/generated_customer.h"
#include "trainer/generate/generated_shop.h"

namespace customer2vec::bench {
namespace {

constexpr size_t kMeasuredCustomers = 4000;
constexpr size_t kListed = 20;

GenerateOptions ShopOf(const IalsSize& size, uint64_t seed) {
  // One line in ten repeats, and what is left of an order that was drawn twice
  // is lost: a tenth more lines than distinct products.
  constexpr double kOrders = 11;
  return {.customers = size.customers,
          .products = size.products,
          .aisles = 500,
          .departments = 20,
          .tastes = 200,
          .mean_orders = kOrders,
          .mean_basket = 1.11 * size.mean_items / (kOrders - 1),
          .repeat_share = 0.1,
          .seed = seed};
}

std::vector<uint32_t> ProductsOf(const GeneratedOrder& order) {
  std::vector<uint32_t> products;
  for (const GeneratedLine& line : order.lines)
    products.push_back(line.product);
  return products;
}

void SortUnique(std::vector<uint32_t>& products) {
  std::ranges::sort(products);
  products.erase(std::unique(products.begin(), products.end()), products.end());
}

double SquaredNorms(std::span<const float> values) {
  double sum = 0;
  for (const float value : values) sum += double{value} * value;
  return sum;
}

std::vector<double> PlainGramian(std::span<const float> rows, size_t factors) {
  std::vector<double> gramian(factors * factors);
  for (size_t row = 0; row < rows.size(); row += factors) {
    for (size_t i = 0; i < factors; ++i) {
      for (size_t j = 0; j < factors; ++j) {
        gramian[i * factors + j] += double{rows[row + i]} * rows[row + j];
      }
    }
  }
  return gramian;
}

double ObjectiveOf(const IalsProblem& problem, size_t factors,
                   std::span<const float> customers,
                   std::span<const float> items,
                   const IalsObjective& objective) {
  const std::vector<double> of_customers = PlainGramian(customers, factors);
  const std::vector<double> of_items = PlainGramian(items, factors);
  double sum = objective.regularization *
               (SquaredNorms(customers) + SquaredNorms(items));
  for (size_t i = 0; i < of_items.size(); ++i) {
    sum += of_customers[i] * of_items[i];
  }
  for (size_t row = 0; row < problem.taken.row_count(); ++row) {
    const auto x = customers.subspan(row * factors, factors);
    for (const uint32_t item : problem.taken.Columns(row)) {
      const double score = Dot(x, items.subspan(item * factors, factors));
      sum += (1 + objective.alpha) * (1 - score) * (1 - score) - score * score;
    }
  }
  return sum / static_cast<double>(problem.taken.size());
}

double RecallOf(const IalsProblem& problem, size_t row,
                std::span<const float> scores) {
  const std::span<const uint32_t> taken = problem.taken.Columns(row);
  std::vector<ScoredItem> top;
  TopK best(kListed, &top);
  for (uint32_t item = 0; item < scores.size(); ++item) {
    const ScoredItem scored{item, scores[item]};
    if (best.WouldKeep(scored) && !std::ranges::binary_search(taken, item)) {
      best.Push(scored);
    }
  }
  best.Finish();
  return MeasureList(top, problem.held_out[row], kListed).recall;
}

}  // namespace

IalsProblem MakeIalsProblem(const IalsSize& size, uint64_t seed) {
  const GenerateOptions options = ShopOf(size, seed);
  const GeneratedShop shop(options);
  const Random random = Random(seed).Fork(1);
  IalsProblem problem;
  problem.taken.column_count = size.products;
  for (uint32_t i = 0; i < size.customers; ++i) {
    GeneratedCustomer customer(shop, options, random.Fork(i));
    std::vector<uint32_t> taken, last;
    for (uint32_t order = 0; order < customer.order_count(); ++order) {
      taken.insert(taken.end(), last.begin(), last.end());
      last = ProductsOf(customer.NextOrder());
    }
    SortUnique(taken);
    SortUnique(last);
    std::vector<uint32_t> unseen;
    std::ranges::set_difference(last, taken, std::back_inserter(unseen));
    problem.taken.columns.insert(problem.taken.columns.end(), taken.begin(),
                                 taken.end());
    problem.taken.offsets.push_back(problem.taken.columns.size());
    problem.held_out.push_back(std::move(unseen));
  }
  problem.taken.values.assign(problem.taken.columns.size(), 1.0f);
  return problem;
}

absl::Status WriteIalsProblem(const IalsProblem& problem,
                              const std::string& folder) {
  const auto bytes = [](const auto& values) {
    return absl::string_view(reinterpret_cast<const char*>(values.data()),
                             values.size() * sizeof(values[0]));
  };
  C2V_RETURN_IF_ERROR(WriteFileDurably(absl::StrCat(folder, "/offsets.u64"),
                                       bytes(problem.taken.offsets)));
  return WriteFileDurably(absl::StrCat(folder, "/columns.u32"),
                          bytes(problem.taken.columns));
}

IalsQuality MeasureIals(const IalsProblem& problem, size_t factors,
                        std::span<const float> customers,
                        std::span<const float> items,
                        const IalsObjective& objective) {
  MeanWithError recall;
  std::vector<float> scores(items.size() / factors);
  const size_t rows = problem.taken.row_count();
  for (size_t i = 0; i < std::min(rows, kMeasuredCustomers); ++i) {
    const size_t row = i * rows / std::min(rows, kMeasuredCustomers);
    if (problem.held_out[row].empty()) continue;
    DotRows(customers.subspan(row * factors, factors), items, scores);
    recall.Add(RecallOf(problem, row, scores));
  }
  return {ObjectiveOf(problem, factors, customers, items, objective),
          recall.mean(), recall.standard_error()};
}

}  // namespace customer2vec::bench
