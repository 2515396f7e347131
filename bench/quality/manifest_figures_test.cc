#include "bench/quality/manifest_figures.h"

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <vector>

#include "core/base/status_matchers.h"

namespace customer2vec::bench {
namespace {

using ::testing::HasSubstr;

v1::SnapshotManifest Manifest(double recall, double hit_rate) {
  v1::SnapshotManifest manifest;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(
        version: "v"
        defaults { customer: "for_you" session: "items" }
        servables {
          name: "items"
          embedding_space {}
        }
        servables {
          name: "lately"
          popularity { decayed: true }
        }
        servables {
          name: "in_aisle"
          popularity { category: "aisle" }
        }
        servables {
          name: "bestsellers"
          popularity {}
        }
        evaluation {
          servable: "for_you"
          task: "customer"
          metric: "recall"
          cutoff: 20
          value: 9
        }
        evaluation {
          servable: "for_you"
          task: "session"
          metric: "recall"
          cutoff: 10
          value: 9
        }
        evaluation {
          servable: "for_you"
          task: "customer"
          metric: "ndcg"
          cutoff: 10
          value: 9
        }
        evaluation {
          servable: "items"
          task: "customer"
          metric: "recall"
          cutoff: 10
          value: 9
        }
        evaluation {
          servable: "for_you"
          task: "customer"
          metric: "recall"
          cutoff: 10
          standard_error: 0.006
        }
        evaluation {
          servable: "bestsellers"
          task: "customer"
          metric: "recall"
          cutoff: 10
          value: 0.08
        }
        evaluation {
          servable: "items"
          task: "session"
          metric: "hit_rate"
          cutoff: 20
        }
        evaluation {
          servable: "bestsellers"
          task: "session"
          metric: "hit_rate"
          cutoff: 20
          value: 0.04
        })pb",
      &manifest));
  manifest.mutable_evaluation(4)->set_value(recall);
  manifest.mutable_evaluation(6)->set_value(hit_rate);
  return manifest;
}

TEST(ManifestFiguresTest, CustomerRecallOverSeeds) {
  const std::vector<v1::SnapshotManifest> manifests = {
      Manifest(0.15, 0), Manifest(0.16, 0), Manifest(0.17, 0)};
  C2V_ASSERT_OK_AND_ASSIGN(
      const Figure figure,
      ManifestFigure("complete_journey_recall10", manifests));
  EXPECT_EQ(figure.name, "complete_journey_recall10");
  EXPECT_EQ(figure.unit, "recall@10");
  EXPECT_NEAR(figure.value, 0.16, 1e-12);
  EXPECT_NEAR(*figure.sd, 0.01, 1e-12);
  EXPECT_EQ(figure.seeds, 3);
  EXPECT_EQ(figure.peer, "popularity");
  EXPECT_NEAR(*figure.peer_value, 0.08, 1e-12);
  EXPECT_NEAR(*figure.ratio, 2, 1e-12);
  EXPECT_NEAR(figure.more.at(0).second, 0.006, 1e-12);
}

TEST(ManifestFiguresTest, SessionHitRateOfOneSeed) {
  const std::vector<v1::SnapshotManifest> manifests = {Manifest(0, 0.08)};
  C2V_ASSERT_OK_AND_ASSIGN(
      const Figure figure,
      ManifestFigure("complete_journey_basket_hr20", manifests));
  EXPECT_EQ(figure.unit, "hit_rate@20");
  EXPECT_NEAR(figure.value, 0.08, 1e-12);
  EXPECT_EQ(figure.seeds, 1);
  EXPECT_FALSE(figure.sd.has_value());
  EXPECT_NEAR(*figure.ratio, 2, 1e-12);
}

TEST(ManifestFiguresTest, WhatIsMissingIsNamed) {
  std::vector<v1::SnapshotManifest> manifests = {Manifest(0, 0)};
  manifests[0].mutable_defaults()->set_customer("other");
  EXPECT_THAT(ManifestFigure("complete_journey_recall10", manifests),
              StatusIs(absl::StatusCode::kNotFound,
                       HasSubstr("snapshot v has no recall@10 of the customer "
                                 "task for 'other'")));
  manifests[0].mutable_servables(3)->clear_spec();
  EXPECT_THAT(
      ManifestFigure("complete_journey_basket_hr20", manifests),
      StatusIs(absl::StatusCode::kNotFound, HasSubstr("no popularity scorer")));
  EXPECT_THAT(ManifestFigure("other", manifests),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("unknown figure other")));
}

}  // namespace
}  // namespace customer2vec::bench
