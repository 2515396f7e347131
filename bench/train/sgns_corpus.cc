#include "bench/train/sgns_corpus.h"

#include <algorithm>
#include <fstream>
#include <numeric>

#include "absl/strings/str_cat.h"
#include "core/base/random.h"
#include "trainer/generate/generated_customer.h"
#include "trainer/generate/generated_shop.h"

namespace customer2vec::bench {
namespace {

// Product numbers, most often taken first.
std::vector<uint32_t> ByCount(const std::vector<uint32_t>& counts) {
  std::vector<uint32_t> order(counts.size());
  std::iota(order.begin(), order.end(), 0);
  std::ranges::stable_sort(
      order, [&](uint32_t a, uint32_t b) { return counts[a] > counts[b]; });
  return order;
}

// Gives products that were taken their rows; leaves out those that never were.
void RankRows(const GeneratedShop& shop, SgnsCorpus& corpus) {
  std::vector<uint32_t> counts(shop.product_count());
  for (uint32_t product : corpus.tokens) ++counts[product];
  const std::vector<uint32_t> order = ByCount(counts);
  std::vector<uint32_t> row_of(order.size(), UINT32_MAX);
  for (uint32_t product : order) {
    if (counts[product] == 0) break;
    row_of[product] = static_cast<uint32_t>(corpus.counts.size());
    corpus.counts.push_back(counts[product]);
    corpus.groups.push_back(shop.product(product).taste);
  }
  for (uint32_t& token : corpus.tokens) token = row_of[token];
  for (auto& basket : corpus.held_out) {
    for (uint32_t& token : basket) token = row_of[token];
    std::erase(basket, UINT32_MAX);
  }
}

std::vector<uint32_t> Products(const GeneratedOrder& order) {
  std::vector<uint32_t> products;
  for (const GeneratedLine& line : order.lines)
    products.push_back(line.product);
  return products;
}

}  // namespace

SgnsCorpusOptions ShopOfTokens(double tokens, uint32_t products) {
  SgnsCorpusOptions options;
  options.shop.products = products;
  options.shop.aisles = 500;
  options.shop.tastes = 500;
  options.shop.mean_orders = 12;
  options.shop.mean_basket = 12;
  options.shop.customers = static_cast<uint32_t>(tokens / (12 * 12));
  return options;
}

SgnsCorpus MakeSgnsCorpus(const SgnsCorpusOptions& options) {
  const GeneratedShop shop(options.shop);
  const Random random(options.shop.seed);
  SgnsCorpus corpus;
  for (uint32_t i = 0; i < options.shop.customers + options.held_out; ++i) {
    GeneratedCustomer customer(shop, options.shop, random.Fork(1 + i));
    if (i >= options.shop.customers) {
      corpus.held_out.push_back(Products(customer.NextOrder()));
      continue;
    }
    for (uint32_t order = 0; order < customer.order_count(); ++order) {
      const std::vector<uint32_t> basket = Products(customer.NextOrder());
      corpus.tokens.insert(corpus.tokens.end(), basket.begin(), basket.end());
      corpus.offsets.push_back(corpus.tokens.size());
    }
  }
  RankRows(shop, corpus);
  return corpus;
}

absl::Status WriteAsText(const SgnsCorpus& corpus, const std::string& path) {
  std::ofstream file(path);
  const Sentences sentences = corpus.View();
  std::string line;
  for (size_t i = 0; i < sentences.size(); ++i) {
    line.clear();
    for (uint32_t token : sentences[i]) absl::StrAppend(&line, token, " ");
    line.back() = '\n';
    file << line;
  }
  file.close();
  if (file.good()) return absl::OkStatus();
  return absl::UnavailableError(absl::StrCat("cannot write ", path));
}

}  // namespace customer2vec::bench
