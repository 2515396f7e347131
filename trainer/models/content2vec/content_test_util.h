// A small shop for tests of content2vec: items with a department, a brand, a
// size in numbers, names and prices.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_CONTENT2VEC_CONTENT_TEST_UTIL_H_
#define CUSTOMER2VEC_TRAINER_MODELS_CONTENT2VEC_CONTENT_TEST_UTIL_H_

#include <string>
#include <utility>
#include <vector>

#include "core/catalogue/catalogue_builder.h"
#include "customer2vec/v1/text_models.pb.h"
#include "trainer/corpus/corpus.h"
#include "trainer/models/content2vec/content2vec_config.h"

namespace customer2vec {

// Baskets of item rows, all of one customer; items are called "i0", "i1", ...
inline Corpus CorpusOf(size_t items,
                       const std::vector<std::vector<uint32_t>>& baskets,
                       std::vector<float> prices = {}) {
  CorpusArrays arrays;
  for (size_t i = 0; i < items; ++i) {
    arrays.item_ids.push_back("i" + std::to_string(i));
  }
  arrays.customer_ids = {"c"};
  arrays.basket_offsets = {0};
  for (const std::vector<uint32_t>& basket : baskets) {
    arrays.items.insert(arrays.items.end(), basket.begin(), basket.end());
    arrays.basket_offsets.push_back(arrays.items.size());
    arrays.basket_times.push_back(
        static_cast<int64_t>(arrays.basket_times.size()));
    arrays.basket_customers.push_back(0);
  }
  arrays.customer_offsets = {0, baskets.size()};
  arrays.item_prices = std::move(prices);
  return Corpus(std::move(arrays));
}

// A catalogue that keeps its arrays.
struct OwnedCatalogue {
  CatalogueArrays arrays;
  Catalogue catalogue;

  OwnedCatalogue(const std::vector<std::string>& names,
                 const std::vector<AttributeColumn>& columns)
      : arrays(BuildCatalogue(names, columns).value()),
        catalogue(Catalogue::Create(arrays.view(), names.size()).value()) {}
};

inline v1::ContentPart Part(v1::ContentPartKind kind,
                            const std::string& attribute = "",
                            int min_count = 1) {
  v1::ContentPart part;
  part.set_kind(kind);
  part.set_attribute(attribute);
  part.set_min_count(min_count);
  return part;
}

// With the defaults filled in.
inline ContentParts PartsOf(const std::vector<v1::ContentPart>& parts) {
  v1::Content2VecConfig config;
  for (const v1::ContentPart& part : parts) *config.add_parts() = part;
  FillContent2VecDefaults(&config);
  return config.parts();
}

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_CONTENT2VEC_CONTENT_TEST_UTIL_H_
