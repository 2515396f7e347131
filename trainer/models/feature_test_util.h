// A shop of two kinds of customers, for tests of models on attributes.
//
// Items 0 to 19: even ones are of the group "tea", odd ones of "soap"; named
// "Tea number <row>" or "Soap number <row>". Customer c of 60 takes only tea
// where c is even and only soap where c is odd, three baskets of two items a
// day apart. Demographics: "taste" is "hot" or "clean", "age" a number. The
// outcome "drinks" is 1 for the even ones.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_FEATURE_TEST_UTIL_H_
#define CUSTOMER2VEC_TRAINER_MODELS_FEATURE_TEST_UTIL_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/base/random.h"
#include "core/tables/tables_arrays.h"
#include "trainer/models/model_family.h"

namespace customer2vec {

class FeatureShop {
 public:
  static constexpr uint32_t kItems = 20;
  static constexpr uint32_t kCustomers = 60;

  FeatureShop() : corpus_(MakeCorpus()) {
    MakeTables();
    MakeSide();
  }

  const Corpus& corpus() const { return corpus_; }
  const Tables& tables() const { return tables_; }
  SideTables& side() { return side_; }

  // Fills in defaults, checks and learns.
  absl::StatusOr<LearnedModel> Learn(const ModelFamily& family,
                                     v1::ModelConfig config) const {
    config.set_name("model");
    family.fill_defaults(&config);
    const absl::Status status = family.check(config, "models[0]");
    if (!status.ok()) return status;
    return family.learn(config, {.corpus = corpus_,
                                 .tables = tables_,
                                 .side = side_,
                                 .earlier = earlier_,
                                 .manifest = manifest_,
                                 .seed = 1,
                                 .threads = 1,
                                 .progress = progress_});
  }

 private:
  static Corpus MakeCorpus() {
    Random random(3);
    CorpusArrays arrays;
    arrays.basket_offsets = {0};
    arrays.customer_offsets = {0};
    for (uint32_t item = 0; item < kItems; ++item) {
      arrays.item_ids.push_back(absl::StrCat("i", item));
      arrays.item_prices.push_back(1.0F + item);
    }
    for (uint32_t c = 0; c < kCustomers; ++c) {
      arrays.customer_ids.push_back(absl::StrCat("c", 100 + c));
      for (int visit = 0; visit < 3; ++visit) {
        const uint32_t first = 2 * random.Below(kItems / 2) + c % 2;
        arrays.items.insert(arrays.items.end(), {first, (first + 2) % kItems});
        arrays.basket_offsets.push_back(arrays.items.size());
        arrays.basket_times.push_back(86400 * (c + visit));
        arrays.basket_customers.push_back(c);
      }
      arrays.customer_offsets.push_back(arrays.basket_times.size());
    }
    return Corpus(std::move(arrays));
  }

  // Basket counts as if they descended, which tables require.
  void MakeTables() {
    AttributeColumn group{.name = "group"},
        price{.name = "price", .is_number = true};
    std::vector<std::string> names;
    for (uint32_t item = 0; item < kItems; ++item) {
      group.values.push_back(item % 2 == 0 ? "tea" : "soap");
      price.values.push_back(absl::StrCat(1 + item));
      names.push_back(
          absl::StrCat(item % 2 == 0 ? "Tea" : "Soap", " number ", item));
      arrays_.basket_counts.push_back(100 - item);
    }
    const std::vector<AttributeColumn> columns = {group, price};
    arrays_.items = *BuildVocabulary(corpus_.arrays().item_ids);
    arrays_.catalogue = *BuildCatalogue(names, columns);
    arrays_.basket_count = 3 * kCustomers;
    arrays_.customers = *BuildVocabulary(corpus_.arrays().customer_ids);
    MakeHistories();
    tables_ = *CreateTables(arrays_.view());
  }

  void MakeHistories() {
    for (uint32_t c = 0; c < kCustomers; ++c) {
      std::map<uint32_t, HistoryEntry> entries;
      uint32_t number = 0;
      for (const size_t basket : corpus_.BasketsOf(c)) {
        for (const uint32_t item : corpus_.Items(basket)) {
          HistoryEntry& entry = entries[item];
          entry = {item, entry.basket_count + 1, number,
                   entry.decayed_count + 1, corpus_.Time(basket)};
        }
        ++number;
      }
      for (const auto& [item, entry] : entries) {
        arrays_.histories.entries.push_back(entry);
      }
      arrays_.histories.offsets.push_back(arrays_.histories.entries.size());
      arrays_.histories.basket_counts.push_back(number);
    }
  }

  void MakeSide() {
    CustomersTable& customers = side_.customers;
    customers.attributes = {{.name = "taste"},
                            {.name = "age", .is_number = true}};
    side_.outcomes.metrics = {"drinks"};
    for (uint32_t c = 0; c < kCustomers; ++c) {
      customers.ids.push_back(corpus_.arrays().customer_ids[c]);
      customers.attributes[0].values.push_back(c % 2 == 0 ? "hot" : "clean");
      customers.attributes[1].values.push_back(absl::StrCat(20 + c));
      side_.outcomes.ids.push_back(corpus_.arrays().customer_ids[c]);
      side_.outcomes.outcomes.push_back({c, 0, c % 2 == 0 ? 1.0 : 0.0, 0});
    }
  }

  const Corpus corpus_;
  TablesArrays arrays_;
  Tables tables_;
  SideTables side_;
  const ServableSet earlier_;
  const v1::SnapshotManifest manifest_;
  const ProgressLine progress_;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_FEATURE_TEST_UTIL_H_
