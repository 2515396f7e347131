// Corpora for tests: written out, or drawn by a seed.
//
//   Corpus corpus = SmallCorpus({{"ann", 1, {"milk", "tea"}},
//                                {"", 2, {"tea"}}});
//   Corpus random = RandomCorpus(/*items=*/20, /*customers=*/5,
//                                /*baskets=*/60, /*seed=*/1);
//
// Baskets keep repeats. Rows are ranked by count, as in a corpus as read.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_ITEM_KNN_SMALL_CORPUS_H_
#define CUSTOMER2VEC_TRAINER_MODELS_ITEM_KNN_SMALL_CORPUS_H_

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/base/random.h"
#include "trainer/corpus/corpus_builder.h"

namespace customer2vec {

struct SmallBasket {
  std::string customer;  // empty: nobody
  int64_t time;
  std::vector<std::string> items;
};

inline Corpus SmallCorpus(const std::vector<SmallBasket>& baskets) {
  CorpusBuilder builder(/*has_times=*/true, /*keep_repeats=*/true);
  for (size_t i = 0; i < baskets.size(); ++i) {
    const std::string order = absl::StrCat(i);
    for (const std::string& item : baskets[i].items) {
      Interaction interaction;
      interaction.customer = baskets[i].customer;
      interaction.order = order;
      interaction.item = item;
      interaction.time = baskets[i].time;
      EXPECT_TRUE(builder.Add(interaction));
    }
  }
  return std::move(builder).Build();
}

inline Corpus RandomCorpus(uint32_t items, uint32_t customers, size_t baskets,
                           uint64_t seed) {
  Random random(seed);
  std::vector<SmallBasket> drawn;
  for (size_t i = 0; i < baskets; ++i) {
    const uint32_t customer = random.Below(customers + 1);
    SmallBasket& basket = drawn.emplace_back();
    if (customer < customers) basket.customer = absl::StrCat("c", customer);
    basket.time = 86400 * random.Below(30);
    basket.items.resize(1 + random.Below(6));
    for (std::string& item : basket.items) {
      item = absl::StrCat("i", random.Below(1 + random.Below(items)));
    }
  }
  return SmallCorpus(drawn);
}

// The row of an item id. REQUIRES: the corpus has it.
inline uint32_t RowOf(const Corpus& corpus, const std::string& id) {
  const std::vector<std::string>& ids = corpus.arrays().item_ids;
  return static_cast<uint32_t>(std::find(ids.begin(), ids.end(), id) -
                               ids.begin());
}

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_ITEM_KNN_SMALL_CORPUS_H_
