// Every example is learned by the command that it names, from small data in its
// format, and published; each of its servables then answers by name from a real
// server, and has found the groups of the shop.

#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "core/base/file.h"
#include "core/base/scratch_folder.h"
#include "core/base/status_matchers.h"
#include "core/snapshot/snapshot.h"
#include "customer2vec/v1/embedding_service.grpc.pb.h"
#include "customer2vec/v1/recommendation_service.grpc.pb.h"
#include "store/folder_store.h"
#include "tests/examples/example_data.h"
#include "tests/server/server_process.h"
#include "trainer/app/evaluate_command.h"
#include "trainer/app/fit_command.h"
#include "trainer/config/training_config.h"

namespace customer2vec {
namespace {

using ::testing::HasSubstr;

constexpr int kAsked = 5;

std::string ExamplePath(absl::string_view name) {
  return JoinPath(C2V_EXAMPLES, name);
}

std::string ReadExample(absl::string_view name) {
  return ReadFileToString(ExamplePath(name), 1 << 20).value_or("");
}

// Names of the examples that hold `text`, in order; without searches.
std::vector<std::string> ExamplesWith(absl::string_view text) {
  std::vector<std::string> names;
  for (const auto& file : std::filesystem::directory_iterator(C2V_EXAMPLES)) {
    const std::string name = file.path().filename().string();
    const std::string example = ReadExample(name);
    if (absl::StrContains(example, "# proto-message: TrainingConfig\n") &&
        absl::StrContains(example, text)) {
      names.push_back(name);
    }
  }
  std::sort(names.begin(), names.end());
  return names;
}

// What follows --data-root in the command of the example's opening comment.
std::string DataRootOf(absl::string_view example) {
  const std::vector<absl::string_view> words =
      absl::StrSplit(example, absl::ByAnyChar(" \n"), absl::SkipEmpty());
  const auto flag = std::find(words.begin(), words.end(), "--data-root");
  return flag == words.end() ? "" : std::string(*(flag + 1));
}

// Calls `rpc`, which has to succeed.
template <typename Stub, typename Request, typename Response>
Response Call(Stub& stub,
              grpc::Status (Stub::*rpc)(grpc::ClientContext*, const Request&,
                                        Response*),
              const Request& request) {
  grpc::ClientContext context;
  Response response;
  const grpc::Status status = (stub.*rpc)(&context, request, &response);
  EXPECT_TRUE(status.ok()) << status.error_message() << "\n"
                           << request.DebugString();
  return response;
}

// What a servable answered itself, where nothing fell back.
struct OwnAnswers {
  int lists = 0;
  int lists_of_the_group = 0;  // and of nothing else
};

// A server on a store of one snapshot, and whom and what it is asked about: the
// most popular item, another one of its group, and a customer who had some.
class ServedExample {
 public:
  explicit ServedExample(const std::string& store_folder)
      : server_(store_folder) {
    server_.WaitForLog("serving as");
    const auto store = FolderStore::Open(store_folder);
    const std::string version = (*store)->ListVersions()->back();
    snapshot_ = *Snapshot::Load(*(*store)->Fetch(version));
    FindSubjects();
  }

  const v1::SnapshotManifest& manifest() const { return snapshot_->manifest(); }
  bool has_groups() const { return group_ >= 0; }

  // Has nothing to rank, or nobody to rank for, in this snapshot.
  bool KnowsNothing(const v1::ServableEntry& entry) const {
    const Space* space = snapshot_->FindSpace(entry.name());
    if (space != nullptr) return space->item_count() == 0;
    return entry.has_personal_frequency() && !customer_;
  }

  // Ranks alike for everybody.
  bool KnowsNoGroups(const v1::ServableEntry& entry) const {
    return KnowsNothing(entry) ||
           (entry.has_popularity() && entry.popularity().category().empty());
  }

  // The servable answers, or the fallback in its place, named.
  OwnAnswers Recommend(const std::string& name) {
    OwnAnswers own;
    if (customer_) {
      v1::RecommendForCustomerRequest request;
      request.set_customer_id(*customer_);
      Recommend(name, &Recommender::RecommendForCustomer, request, &own);
    }
    v1::RecommendForSessionRequest session;
    for (const std::string& item : items_) {
      session.add_events()->set_item_id(item);
    }
    Recommend(name, &Recommender::RecommendForSession, session, &own);
    v1::RecommendSimilarItemsRequest similar;
    similar.set_item_id(items_[0]);
    Recommend(name, &Recommender::RecommendSimilarItems, similar, &own);
    return own;
  }

  // Items and customers have the vectors that the space says it has.
  void ExpectVectorsOf(const std::string& name) {
    const Space* space = snapshot_->FindSpace(name);
    v1::GetItemEmbeddingsRequest items;
    items.mutable_model()->set_servable(name);
    items.add_item_ids(items_[0]);
    const auto of_items = Call(*embedder_, &Embedder::GetItemEmbeddings, items);
    EXPECT_EQ(of_items.served_by().servable(), name);
    ExpectVectors(of_items.embeddings(), space->item_count() > 0, *space);
    if (!customer_) return;
    v1::GetCustomerEmbeddingsRequest customers;
    customers.mutable_model()->set_servable(name);
    customers.add_customer_ids(*customer_);
    const auto of_customers =
        Call(*embedder_, &Embedder::GetCustomerEmbeddings, customers);
    EXPECT_EQ(of_customers.served_by().servable(), name);
    ExpectVectors(of_customers.embeddings(), space->customer_count() > 0,
                  *space);
  }

  void ExpectPredictionsOf(const std::string& name) {
    v1::PredictOutcomesRequest request;
    request.mutable_model()->set_servable(name);
    request.mutable_subject()->set_customer_id(customer_.value_or(""));
    const auto response = Call(*embedder_, &Embedder::PredictOutcomes, request);
    ASSERT_EQ(response.predictions_size(), 1);
    EXPECT_EQ(response.predictions(0).servable(), name);
    EXPECT_EQ(response.predictions(0).metric(), "redeems");
    EXPECT_EQ(response.predictions(0).value() > 0.5, group_ < 2)
        << response.DebugString();
  }

 private:
  using Recommender = v1::RecommendationService::Stub;
  using Embedder = v1::EmbeddingService::Stub;

  void FindSubjects() {
    const Tables& tables = snapshot_->tables();
    items_ = {std::string(tables.items.Id(0))};
    group_ = GroupOf(items_[0]);
    for (uint32_t row = 1; row < tables.items.size(); ++row) {
      if (GroupOf(tables.items.Id(row)) != group_) continue;
      items_.emplace_back(tables.items.Id(row));
      break;
    }
    size_t longest = 0;
    for (uint32_t row = 0; row < tables.customers.size(); ++row) {
      const auto history = tables.histories.Of(row);
      if (history.size() <= longest ||
          GroupOf(tables.items.Id(history[0].item)) != group_) {
        continue;
      }
      longest = history.size();
      customer_ = std::string(tables.customers.Id(row));
    }
  }

  template <typename Request, typename Response>
  void Recommend(const std::string& name,
                 grpc::Status (Recommender::*rpc)(grpc::ClientContext*,
                                                  const Request&, Response*),
                 Request request, OwnAnswers* own) {
    request.mutable_model()->set_servable(name);
    request.set_k(kAsked);
    const Response response = Call(*recommender_, rpc, request);
    std::set<std::string> items;
    for (const auto& item : response.items()) items.insert(item.item_id());
    EXPECT_EQ(items.size(), size_t{kAsked}) << response.DebugString();
    if (response.served_by().fallback() != v1::FALLBACK_UNSPECIFIED) {
      EXPECT_EQ(response.served_by().servable(),
                manifest().defaults().fallback());
      return;
    }
    EXPECT_EQ(response.served_by().servable(), name);
    ++own->lists;
    own->lists_of_the_group += std::all_of(
        items.begin(), items.end(),
        [&](const std::string& item) { return GroupOf(item) == group_; });
  }

  static void ExpectVectors(
      const google::protobuf::RepeatedPtrField<v1::Embedding>& embeddings,
      bool has_them, const Space& space) {
    ASSERT_EQ(embeddings.size(), has_them ? 1 : 0);
    if (!has_them) return;
    const auto& values = embeddings[0].vector().values();
    ASSERT_EQ(values.size(), static_cast<int>(space.dimension()));
    double squares = 0;
    for (const float value : values) squares += double{value} * value;
    EXPECT_TRUE(std::isfinite(squares));
    EXPECT_GT(squares, 0);
  }

  ServerProcess server_;
  std::unique_ptr<const Snapshot> snapshot_;
  std::vector<std::string> items_;
  std::optional<std::string> customer_;
  int group_ = -1;
  const std::unique_ptr<Recommender> recommender_ =
      v1::RecommendationService::NewStub(server_.Channel());
  const std::unique_ptr<Embedder> embedder_ =
      v1::EmbeddingService::NewStub(server_.Channel());
};

class ExamplesTest : public ::testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    ASSERT_THAT(
        WriteExampleData(DataRootOf(ReadExample(GetParam())), data_.path()),
        IsOk());
  }

  const ScratchFolder data_;
  const ScratchFolder store_;
};

class ExamplesServedTest : public ExamplesTest {};
class ExamplesEvaluatedTest : public ExamplesTest {};

TEST_P(ExamplesServedTest, EachServableAnswersByName) {
  std::ostringstream out, log;
  ASSERT_THAT(RunFit({.config = ExamplePath(GetParam()),
                      .store = store_.path(),
                      .data_root = data_.path()},
                     out, log),
              IsOk())
      << log.str();
  ServedExample example(store_.path());
  std::set<std::string> served;
  for (const v1::ServableEntry& entry : example.manifest().servables()) {
    SCOPED_TRACE(entry.name());
    served.insert(entry.name());
    if (entry.kind() == v1::SERVABLE_KIND_PREDICTOR) {
      example.ExpectPredictionsOf(entry.name());
      continue;
    }
    const OwnAnswers own = example.Recommend(entry.name());
    if (!example.KnowsNothing(entry)) {
      EXPECT_GT(own.lists, 0);
    }
    if (example.has_groups() && !example.KnowsNoGroups(entry)) {
      EXPECT_GT(own.lists_of_the_group, 0);
    }
    if (entry.kind() == v1::SERVABLE_KIND_SPACE) {
      example.ExpectVectorsOf(entry.name());
    }
  }
  for (const auto& model : example.manifest().provenance().config().models()) {
    EXPECT_TRUE(served.contains(model.name())) << model.name();
  }
}

// What is meant for `c2v-train evaluate` is evaluated as well.
TEST_P(ExamplesEvaluatedTest, EachModelHasAFigure) {
  std::ostringstream out, log;
  ASSERT_THAT(RunEvaluate({.config = ExamplePath(GetParam()),
                           .data_root = data_.path()},
                          out, log),
              IsOk())
      << log.str();
  C2V_ASSERT_OK_AND_ASSIGN(const v1::TrainingConfig config,
                           ReadTrainingConfig(ExamplePath(GetParam())));
  for (const std::string& model : config.evaluation().models()) {
    EXPECT_THAT(out.str(), HasSubstr("| " + model + " |"));
  }
}

std::string TestName(const ::testing::TestParamInfo<std::string>& info) {
  return info.param.substr(0, info.param.find('.'));
}

INSTANTIATE_TEST_SUITE_P(All, ExamplesServedTest,
                         ::testing::ValuesIn(ExamplesWith("")), TestName);
INSTANTIATE_TEST_SUITE_P(
    All, ExamplesEvaluatedTest,
    ::testing::ValuesIn(ExamplesWith("#   c2v-train evaluate ")), TestName);

}  // namespace
}  // namespace customer2vec
