#include "client/c2v/servable_text.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <set>

namespace customer2vec {
namespace {

std::string Describe(const char* text) {
  v1::ServableEntry entry;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &entry))
      << text;
  return DescribeServable(entry);
}

TEST(ServableTextTest, EachSpecHasWordsOfItsOwn) {
  const auto* spec = v1::ServableEntry::descriptor()->FindOneofByName("spec");
  std::set<std::string> texts;
  for (int i = 0; i < spec->field_count(); ++i) {
    v1::ServableEntry entry;
    entry.GetReflection()->MutableMessage(&entry, spec->field(i));
    const std::string text = DescribeServable(entry);
    EXPECT_NE(text, spec->field(i)->name());
    texts.insert(text);
  }
  EXPECT_EQ(texts.size(), spec->field_count());
  EXPECT_EQ(DescribeServable({}), "");
}

TEST(ServableTextTest, Spaces) {
  EXPECT_EQ(
      Describe("embedding_space { dimension: 200 item_count: 27890 "
               "customer_count: 2469 popularity_weight: 0.5 similar_index { "
               "kind: INDEX_KIND_HNSW recall: 0.9961 } }"),
      "200 dimensions, 27,890 items, 2,469 customers; similar: HNSW (recall@20 "
      "0.996), next: exact, popularity weight 0.5");
  EXPECT_EQ(Describe("embedding_space { concat { parts { space: 'items' } "
                     "parts { space: 'network' } } }"),
            "0 dimensions, 0 items, 0 customers, joined from items + network; "
            "similar: exact, next: exact, popularity weight 0");
  EXPECT_EQ(Describe("embedding_space { attribute_vectors { token_count: 1234 "
                     "} document_encoder {} }"),
            "0 dimensions, 0 items, 0 customers, 1,234 attribute values, "
            "histories inferred as documents; similar: exact, next: exact, "
            "popularity weight 0");
}

TEST(ServableTextTest, PopularitySaysItsKind) {
  EXPECT_EQ(Describe("popularity {}"), "share of baskets");
  EXPECT_EQ(Describe("popularity { decayed: true }"),
            "share of baskets, recent ones counting more");
  EXPECT_EQ(Describe("popularity { category: 'aisle' }"),
            "share of baskets, in the history's shares of aisle");
}

TEST(ServableTextTest, PersonalFrequencyFadesOnlyWhereItDoes) {
  EXPECT_EQ(Describe("personal_frequency { decay: 0.95 }"),
            "own purchases, fading by 0.95 a basket");
  EXPECT_EQ(Describe("personal_frequency { decay: 1 }"), "own purchases");
  EXPECT_EQ(Describe("personal_frequency { decay: 1 fill_popular: true }"),
            "own purchases, then popularity");
}

TEST(ServableTextTest, Neighbors) {
  EXPECT_EQ(Describe("item_neighbors { item_count: 1000 neighbor_count: 98765 "
                     "max_events: 100 }"),
            "98,765 neighbors of 1,000 items; the last 100 events count");
  EXPECT_EQ(Describe("session_knn { session_count: 12345 neighbors: 500 "
                     "max_events: 30 }"),
            "500 nearest of 12,345 sessions; the last 30 events count");
  EXPECT_EQ(Describe("repeat_purchase { neighbors: 300 alpha: 0.7 "
                     "popularity_weight: 0.01 }"),
            "0.7 of own purchases + 0.3 of those of 300 nearest customers, "
            "popularity weight 0.01");
  EXPECT_EQ(Describe("customer_neighbors { space: 'joined' neighbors: 100 "
                     "own_weight: 0.5 popularity_weight: 0.25 }"),
            "purchases of 100 nearest customers by joined + 0.5 of own + 0.25 "
            "of popularity");
}

TEST(ServableTextTest, Factors) {
  EXPECT_EQ(Describe("latent_factors { factors: 128 item_count: 2000 "
                     "customer_count: 300 popularity_weight: 0.5 }"),
            "128 factors, 2,000 items, 300 customers, popularity weight 0.5");
  EXPECT_EQ(Describe("factorization_machine { factors: 8 item_count: 2000 "
                     "item_attributes: ['aisle', 'brand'] }"),
            "features of 8 factors, 2,000 items, 0 customers, shares of aisle, "
            "brand, popularity weight 0");
}

TEST(ServableTextTest, Features) {
  EXPECT_EQ(Describe("content { item_count: 2000 term_count: 12345 "
                     "popularity_weight: 3 }"),
            "12,345 terms of 2,000 items, popularity weight 3");
  EXPECT_EQ(Describe("logistic { outcomes { metric: 'churn' auc: 0.8125 } "
                     "outcomes { metric: 'redeems' auc: 0.7 } }"),
            "probability of churn (held-out AUC 0.812), redeems (held-out AUC "
            "0.700)");
  EXPECT_EQ(Describe("segments { attributes: ['age', 'income'] segments {} "
                     "segments {} }"),
            "share of baskets in 2 segments by age, income");
  EXPECT_EQ(Describe("attribute_affinity { groups { attributes: ['maker', "
                     "'type'] } groups { attributes: 'type' } }"),
            "shares of maker x type, type");
  EXPECT_EQ(Describe("attribute_affinity { groups { attributes: 'type' } "
                     "max_basket_count: 0 }"),
            "shares of type; items in at most 0 baskets");
}

TEST(ServableTextTest, Blends) {
  EXPECT_EQ(Describe("repeat_discovery { repeat_scorer: 'own' discovery_space: "
                     "'items' discovery_weight: 0.25 popularity_weight: 0.1 }"),
            "own + 0.25 of items + 0.1 of popularity");
  const char* parts =
      "blend { parts { servable: 'again' weight: 1 } "
      "parts { servable: 'items' weight: 0.5 } ";
  EXPECT_EQ(Describe((std::string(parts) + "}").c_str()),
            "1 of again + 0.5 of items");
  EXPECT_EQ(
      Describe((std::string(parts) + "method: BLEND_METHOD_RANKS }").c_str()),
      "1 of again + 0.5 of items, by rank");
}

}  // namespace
}  // namespace customer2vec
