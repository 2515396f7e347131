#include "client/c2v/manifest_text.h"

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

namespace customer2vec {
namespace {

v1::SnapshotManifest Parse(const char* text) {
  v1::SnapshotManifest manifest;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &manifest));
  return manifest;
}

TEST(ManifestTextTest, CountsHaveSeparators) {
  EXPECT_EQ(FormatCount(0), "0");
  EXPECT_EQ(FormatCount(999), "999");
  EXPECT_EQ(FormatCount(1000), "1,000");
  EXPECT_EQ(FormatCount(1234567), "1,234,567");
  EXPECT_EQ(FormatCount(-100), "-100");
  EXPECT_EQ(FormatCount(-1000), "-1,000");
}

TEST(ManifestTextTest, BytesHaveUnits) {
  EXPECT_EQ(FormatBytes(0), "0 B");
  EXPECT_EQ(FormatBytes(999), "999 B");
  EXPECT_EQ(FormatBytes(1500), "1.5 kB");
  EXPECT_EQ(FormatBytes(12345678), "12.3 MB");
  EXPECT_EQ(FormatBytes(int64_t{5} * 1000 * 1000 * 1000 * 1000 * 1000),
            "5000.0 TB");
}

TEST(ManifestTextTest, TimesAreUtc) {
  google::protobuf::Timestamp time;
  EXPECT_EQ(FormatTimestamp(time), "");
  time.set_seconds(1767323045);
  EXPECT_EQ(FormatTimestamp(time), "2026-01-02 03:04:05");
}

TEST(ManifestTextTest, ProvenanceSaysOnlyWhatIsKnown) {
  const std::string text =
      DescribeManifest(Parse(R"pb(provenance { code_version: "0.1.0" })pb"));
  EXPECT_EQ(text.substr(text.find("made by")), "made by version 0.1.0\n");
}

TEST(ManifestTextTest, WholeManifest) {
  const v1::SnapshotManifest manifest = Parse(R"pb(
    format_version: 1
    version: "20260102T030405Z-0a1b2c3d"
    create_time { seconds: 1767323045 }
    files { path: "items.bin" size_bytes: 1000000 }
    files { path: "names.bin" size_bytes: 500000 }
    item_count: 68509
    customer_count: 2469
    basket_count: 155848
    servables {
      name: "items"
      kind: SERVABLE_KIND_SPACE
      embedding_space {
        dimension: 200
        item_count: 27890
        customer_count: 2469
        popularity_weight: 0.5
        similar_index { kind: INDEX_KIND_HNSW recall: 0.9961 }
        next_index { kind: INDEX_KIND_FLAT }
      }
    }
    servables {
      name: "popularity"
      kind: SERVABLE_KIND_SCORER
      popularity {}
    }
    servables {
      name: "own"
      kind: SERVABLE_KIND_SCORER
      personal_frequency { decay: 0.95 }
    }
    servables {
      name: "for_you"
      kind: SERVABLE_KIND_SCORER
      repeat_discovery {
        repeat_scorer: "own"
        discovery_space: "items"
        discovery_weight: 0.25
        popularity_weight: 0.1
      }
    }
    defaults {
      similar_items: "items"
      customer: "for_you"
      session: "items"
      embeddings: "items"
      fallback: "popularity"
    }
    evaluation {
      servable: "popularity"
      task: "customer"
      metric: "recall"
      cutoff: 10
      value: 0.085
      standard_error: 0.004
      case_count: 2362
    }
    evaluation {
      servable: "for_you"
      task: "customer"
      metric: "recall"
      cutoff: 10
      value: 0.17
      standard_error: 0.006
      case_count: 2362
    }
    evaluation {
      servable: "for_you"
      task: "customer"
      metric: "ndcg"
      cutoff: 10
      value: 0.2
      standard_error: 0.007
      case_count: 2362
    }
    provenance {
      config { seed: 1 }
      data_fingerprint: "0123456789abcdef0123"
      code_version: "0.1.0"
      simd_target: "AVX3"
      steps { step: "read" seconds: 2.04 }
      steps { step: "train" seconds: 30 }
    })pb");
  EXPECT_EQ(
      DescribeManifest(manifest),
      "snapshot 20260102T030405Z-0a1b2c3d (format 1), made 2026-01-02 03:04:05 "
      "UTC\n"
      "  68,509 items, 2,469 customers, 155,848 baskets; 2 files, 1.5 MB\n"
      "\n"
      "servable    kind    default of                          what it is\n"
      "items       space   similar-items, session, embeddings  200 dimensions, "
      "27,890 items, 2,469 customers; similar: HNSW (recall@20 0.996), next: "
      "exact, popularity weight 0.5\n"
      "popularity  scorer  fallback                            share of "
      "baskets\n"
      "own         scorer                                      own purchases, "
      "fading by 0.95 a basket\n"
      "for_you     scorer  customer                            own + 0.25 of "
      "items + 0.1 of popularity\n"
      "\n"
      "task      servable    cases       recall@10         ndcg@10\n"
      "customer  popularity  2,362  0.0850 ±0.0040\n"
      "customer  for_you     2,362  0.1700 ±0.0060  0.2000 ±0.0070\n"
      "\n"
      "made by version 0.1.0 on AVX3, seed 1, data 0123456789ab\n"
      "  read 2.0 s, train 30.0 s\n");
}

}  // namespace
}  // namespace customer2vec
