#include "trainer/cases/own_cases.h"

#include <iterator>
#include <utility>
#include <vector>

#include "trainer/evaluation/cut.h"

namespace customer2vec {
namespace {

// Items of the customer's training baskets, oldest first.
std::vector<uint32_t> EarlierItems(const Corpus& training, uint32_t customer) {
  std::vector<uint32_t> items;
  for (const size_t basket : training.BasketsOf(customer)) {
    const auto taken = training.Items(basket);
    items.insert(items.end(), taken.begin(), taken.end());
  }
  return items;
}

uint32_t HistoryOf(const Corpus& training, uint32_t customer) {
  return static_cast<uint32_t>(training.BasketsOf(customer).size());
}

}  // namespace

ProtocolSplit SplitByLastBasket(const Corpus& corpus,
                                const OwnCaseOptions& options) {
  Cut cut = HoldOutLastBaskets(corpus);
  ProtocolSplit split;
  for (CustomerCase& each :
       CustomerCases(cut, VocabularySize(cut.training, options.min_count))) {
    split.cases.push_back({.customer = each.customer,
                           .targets = std::move(each.targets),
                           .history = HistoryOf(cut.training, each.customer)});
  }
  split.training = std::move(cut.training);
  return split;
}

ProtocolSplit SplitByHiddenItem(const Corpus& corpus,
                                const OwnCaseOptions& options) {
  Cut cut = HoldOutLastBaskets(corpus);
  ProtocolSplit split;
  for (SessionCase& each :
       SessionCases(cut, VocabularySize(cut.training, options.min_count),
                    options.seed)) {
    split.cases.push_back({.events = std::move(each.session),
                           .targets = {each.target},
                           .subject = each.customer,
                           .history = HistoryOf(cut.training, each.customer)});
  }
  split.training = std::move(cut.training);
  return split;
}

ProtocolSplit SplitByNextItem(const Corpus& corpus,
                              const OwnCaseOptions& options) {
  Cut cut = HoldOutLastBaskets(corpus);
  const size_t vocabulary = VocabularySize(cut.training, options.min_count);
  ProtocolSplit split;
  for (const HeldOutBasket& basket : cut.held_out) {
    const uint32_t target = basket.items.back();
    if (target >= vocabulary) continue;
    ProtocolCase each{
        .events = {basket.items.begin(), std::prev(basket.items.end())},
        .customer = basket.customer,
        .targets = {target},
        .history = HistoryOf(cut.training, basket.customer)};
    if (each.events.empty()) {
      each.events = EarlierItems(cut.training, basket.customer);
    }
    split.cases.push_back(std::move(each));
  }
  split.training = std::move(cut.training);
  return split;
}

}  // namespace customer2vec
