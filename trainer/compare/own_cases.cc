#include "trainer/compare/own_cases.h"

#include <iterator>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "trainer/evaluation/cut.h"

namespace customer2vec {
namespace {

std::vector<ProtocolCase> LastBaskets(const Cut& cut, size_t vocabulary) {
  std::vector<ProtocolCase> cases;
  for (CustomerCase& each : CustomerCases(cut, vocabulary)) {
    cases.push_back(
        {.customer = each.customer, .targets = std::move(each.targets)});
  }
  return cases;
}

std::vector<ProtocolCase> HiddenItems(const Cut& cut, size_t vocabulary,
                                      uint64_t seed) {
  std::vector<ProtocolCase> cases;
  for (SessionCase& each : SessionCases(cut, vocabulary, seed)) {
    cases.push_back(
        {.events = std::move(each.session), .targets = {each.target}});
  }
  return cases;
}

// Items of the customer's training baskets, oldest first.
std::vector<uint32_t> EarlierItems(const Corpus& training, uint32_t customer) {
  std::vector<uint32_t> items;
  for (const size_t basket : training.BasketsOf(customer)) {
    const auto taken = training.Items(basket);
    items.insert(items.end(), taken.begin(), taken.end());
  }
  return items;
}

std::vector<ProtocolCase> NextItems(const Cut& cut, size_t vocabulary) {
  std::vector<ProtocolCase> cases;
  for (const HeldOutBasket& basket : cut.held_out) {
    const uint32_t target = basket.items.back();
    if (target >= vocabulary) continue;
    ProtocolCase each{
        .events = {basket.items.begin(), std::prev(basket.items.end())},
        .customer = basket.customer,
        .targets = {target}};
    if (each.events.empty()) {
      each.events = EarlierItems(cut.training, basket.customer);
    }
    cases.push_back(std::move(each));
  }
  return cases;
}

}  // namespace

absl::StatusOr<OwnProtocol> ParseOwnProtocol(absl::string_view name) {
  if (name == "last_basket") return OwnProtocol::kLastBasket;
  if (name == "hidden_item") return OwnProtocol::kHiddenItem;
  if (name == "next_item") return OwnProtocol::kNextItem;
  return absl::InvalidArgumentError(
      absl::StrCat("protocol \"", name,
                   "\" is not known: use last_basket, hidden_item or "
                   "next_item"));
}

bool ExcludesEvents(OwnProtocol protocol) {
  return protocol == OwnProtocol::kHiddenItem;
}

ProtocolSplit SplitBy(OwnProtocol protocol, const Corpus& corpus,
                      const OwnCaseOptions& options) {
  Cut cut = HoldOutLastBaskets(corpus);
  const size_t vocabulary = VocabularySize(cut.training, options.min_count);
  ProtocolSplit split;
  switch (protocol) {
    case OwnProtocol::kLastBasket:
      split.cases = LastBaskets(cut, vocabulary);
      break;
    case OwnProtocol::kHiddenItem:
      split.cases = HiddenItems(cut, vocabulary, options.seed);
      break;
    case OwnProtocol::kNextItem:
      split.cases = NextItems(cut, vocabulary);
      break;
  }
  split.training = std::move(cut.training);
  return split;
}

}  // namespace customer2vec
