// A real server on the snapshot that an example became, asked for its servables
// by name.
//
//   ServedExample example(store_folder);
//   for (const auto& entry : example.manifest().servables()) {
//     if (entry.kind() == v1::SERVABLE_KIND_PREDICTOR) {
//       example.ExpectPredictionsOf(entry.name());
//     } else {
//       EXPECT_GT(example.Recommend(entry.name()).lists, 0);
//     }
//   }
//
// It asks about the most popular item of a group (see example_data.h), another
// one of that group, and the customer who had most items, some of them of it.
// Calls that fail, lists of fewer than kAsked items, and fallbacks without a
// name fail the test. Not thread-safe.

#ifndef CUSTOMER2VEC_TESTS_EXAMPLES_SERVED_EXAMPLE_H_
#define CUSTOMER2VEC_TESTS_EXAMPLES_SERVED_EXAMPLE_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/snapshot/snapshot.h"
#include "customer2vec/v1/embedding_service.grpc.pb.h"
#include "customer2vec/v1/recommendation_service.grpc.pb.h"
#include "tests/server/server_process.h"

namespace customer2vec {

// What a servable answered itself, where nothing fell back.
struct OwnAnswers {
  int lists = 0;
  int lists_of_the_group = 0;  // and of nothing else
};

class ServedExample {
 public:
  static constexpr int kAsked = 5;

  // REQUIRES: the folder is a store with a snapshot.
  explicit ServedExample(const std::string& store_folder);

  const v1::SnapshotManifest& manifest() const { return snapshot_->manifest(); }

  // Has nothing to rank, or nobody to rank for, in this snapshot.
  bool KnowsNothing(const v1::ServableEntry& entry) const;
  // Cannot know the groups: there are none, or it ranks alike for everybody.
  bool KnowsNoGroups(const v1::ServableEntry& entry) const;

  // Asks for lists for the customer, for a session of the items, and for an
  // item. The servable answers, or the fallback in its place, named.
  OwnAnswers Recommend(const std::string& name);
  // Items and customers have the vectors that the space says it has.
  void ExpectVectorsOf(const std::string& name);
  // The customer redeems coupons if those of the group do.
  void ExpectPredictionsOf(const std::string& name);

 private:
  using Recommender = v1::RecommendationService::Stub;
  using Embedder = v1::EmbeddingService::Stub;

  void FindItems();
  void FindCustomer();
  bool KnowsTheGroup(std::span<const HistoryEntry> history) const;
  template <typename Request, typename Response>
  void Recommend(const std::string& name,
                 grpc::Status (Recommender::*rpc)(grpc::ClientContext*,
                                                  const Request&, Response*),
                 Request request, OwnAnswers* own);

  ServerProcess server_;
  std::unique_ptr<const Snapshot> snapshot_;
  uint32_t first_ = 0;  // row of the first item that is of a group
  int group_ = -1;      // its group; -1 where no item is of any
  std::vector<std::string> items_;
  std::optional<std::string> customer_;
  const std::unique_ptr<Recommender> recommender_;
  const std::unique_ptr<Embedder> embedder_;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TESTS_EXAMPLES_SERVED_EXAMPLE_H_
