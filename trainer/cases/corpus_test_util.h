// Corpora of few baskets, and their cases as text, for the tests of this
// folder.

#ifndef CUSTOMER2VEC_TRAINER_CASES_CORPUS_TEST_UTIL_H_
#define CUSTOMER2VEC_TRAINER_CASES_CORPUS_TEST_UTIL_H_

#include <span>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "trainer/corpus/corpus_builder.h"
#include "trainer/evaluation/protocols/protocol_split.h"

namespace customer2vec {

// A customer (or nobody, "") and their basket, items separated by blanks.
using TextBasket = std::pair<std::string, std::string>;

// The time of a basket is its number, from 0.
inline Corpus CorpusOf(const std::vector<TextBasket>& baskets) {
  CorpusBuilder builder(/*has_times=*/true, /*keep_repeats=*/true);
  for (size_t i = 0; i < baskets.size(); ++i) {
    const std::string order = absl::StrCat(i);
    for (const absl::string_view item :
         absl::StrSplit(baskets[i].second, ' ')) {
      Interaction interaction;
      interaction.customer = baskets[i].first;
      interaction.order = order;
      interaction.item = item;
      interaction.time = static_cast<int64_t>(i);
      (void)builder.Add(interaction);  // an order is of one customer
    }
  }
  return std::move(builder).Build();
}

// Ids of rows, joined by blanks; "?" for what is none.
inline std::string IdsOf(const Corpus& corpus, std::span<const uint32_t> rows) {
  std::string text;
  for (const uint32_t row : rows) {
    absl::StrAppend(
        &text, text.empty() ? "" : " ",
        row < corpus.item_count() ? corpus.arrays().item_ids[row] : "?");
  }
  return text;
}

// "customer: items" of each basket.
inline std::vector<std::string> BasketsOf(const Corpus& corpus) {
  std::vector<std::string> baskets;
  for (size_t i = 0; i < corpus.basket_count(); ++i) {
    const uint32_t row = corpus.Customer(i);
    baskets.push_back(absl::StrCat(
        row == kNoCustomer ? "" : corpus.arrays().customer_ids[row], ": ",
        IdsOf(corpus, corpus.Items(i))));
  }
  return baskets;
}

// "customer: events > targets (history)" of each case; targets ascend by row.
inline std::vector<std::string> CasesOf(const Corpus& corpus,
                                        std::span<const ProtocolCase> cases) {
  std::vector<std::string> texts;
  for (const ProtocolCase& each : cases) {
    texts.push_back(
        absl::StrCat(each.customer == kNoCustomer
                         ? ""
                         : corpus.arrays().customer_ids[each.customer],
                     ": ", IdsOf(corpus, each.events), " > ",
                     IdsOf(corpus, each.targets), " (", each.history, ")"));
  }
  return texts;
}

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_CASES_CORPUS_TEST_UTIL_H_
